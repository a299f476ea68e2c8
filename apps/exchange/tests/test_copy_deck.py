"""A deck is copied whole or not at all: its content, and the schedules and private notes of who copies it alone."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from apps.cards.media.verify_media import verify
from apps.cards.models import Card, Deck, Media, Note
from apps.cards.services.delete_deck import delete_deck
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.services.unfinished import TakenBack
from apps.cards.tests.support.factory import make_deck, make_note, make_section
from apps.cards.tests.support.pictures import one_dot
from apps.exchange.jobs import submit_copy
from apps.exchange.models import AnkiOrigin
from apps.exchange.services.copy_deck import DeckCopy, copy_deck
from apps.exchange.tests.support.imports import confirm, package, send, words
from apps.jobs.running import run
from apps.library.deck_pages.decks import deleted_decks
from apps.library.services.removal import remove_deleted
from apps.reviews.day import queue
from apps.reviews.day.tallies import counts
from apps.reviews.invariants import problems
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import grade_card, pause, pick, subscribe
from apps.reviews.services.personal_notes import save_personal_note
from apps.reviews.services.suspend_and_flag import set_flag, suspend
from apps.reviews.services.tally import tally_finished_days
from apps.search.search import search_cards
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
TEXTS = ("kind", "front", "back", "label", "extra", "tags", "guid")


@pytest.fixture
def deck(course):
    """A lesson with all that a deck may have."""
    deck = make_deck(course, "diffusion", description="Noise.", language="de", licence="CC BY", attribution="A. Author")
    picture = store_media(verify(one_dot()))
    add_to_deck(deck, {"dot.png": picture})
    cards = make_section(deck, "flashcards", "Cards", introduction="Read this.", closing="Done.")
    exercise = make_section(deck, "exercise", "Which?", labels=["x", "y"], introduction="Choose.")
    make_note(deck, "![A dot](dot.png)", "A dot", section=cards, tags="dots", extra="More")
    make_note(deck, "front", "back", section=cards, kind="reversed")
    make_note(deck, "{{c1::one}} and {{c2::two}}", section=cards, kind="cloze")
    make_note(deck, "A or B?", "Because", section=exercise, kind="choice", label="x")
    make_note(deck, "old", "gone", section=cards, archived=True)
    return deck


def copied(person, deck, **options):
    return copy_deck(DeckCopy(person, deck, "Mine", **options), at=NOW)


def texts_of(deck):
    return list(deck.notes.filter(archived=False).values_list("section__title", *TEXTS))


def cards_of(deck):
    shown = Card.objects.in_order().filter(note__deck=deck, note__archived=False)
    return list(shown.values_list("ordinal", "context", "front", "back", "choices", "label", "archived"))


def test_the_copy_has_all_that_the_deck_has_but_archived_notes(learner, deck):
    copy = copied(learner, deck)
    assert (copy.owner, copy.course, copy.title, copy.slug) == (learner, None, "Mine", "mine")
    assert (copy.description, copy.language, copy.licence, copy.attribution) == ("Noise.", "de", "CC BY", "A. Author")
    assert copy.copied_from == "Multimodal AI: Diffusion"
    assert texts_of(copy) == texts_of(deck)
    assert cards_of(copy) == cards_of(deck)
    assert not copy.notes.filter(archived=True)
    sections = ("kind", "title", "introduction", "labels", "numbering", "closing", "position")
    assert list(copy.sections.values(*sections)) == list(deck.sections.values(*sections))
    assert not [*problems()]


def test_its_pictures_are_no_second_files(learner, deck):
    copy = copied(learner, deck)
    assert list(copy.media.values_list("name", "media")) == list(deck.media.values_list("name", "media"))
    assert Media.objects.count() == 1


def test_later_changes_of_the_original_do_not_reach_it(learner, deck):
    copy = copied(learner, deck)
    before = cards_of(copy)
    deck.notes.update(front="changed")
    deck.delete()
    assert cards_of(copy) == before


def test_its_notes_are_found_and_have_a_first_version(learner, deck):
    copy = copied(learner, deck)
    found = search_cards(learner, f"deck:{copy.slug} dot", now=NOW)
    assert {card.note.deck for card in found.select_related("note__deck")} == {copy}
    assert Note.history.filter(deck_id=copy.pk).count() == copy.notes.count()


def test_what_notes_were_in_anki_comes_along(client, learner):
    client.force_login(learner)
    confirm(client, send(client, package("What is a cell?")))
    copy = copied(learner, Deck.objects.get())
    original, second = AnkiOrigin.objects.order_by("pk")
    assert second.note.deck == copy
    assert (second.note_type, second.fields) == (original.note_type, original.fields)


def test_it_is_studied_as_a_new_deck_of_ones_own_is(learner, deck):
    copy = copied(learner, deck)
    studied = queue.subscriptions(learner, TODAY).get()
    assert (studied.deck, studied.new) == (copy, 5)


class TestSchedules:
    @pytest.fixture
    def answered(self, learner, classmate, deck):
        """Cards in every state, which the learner studies; and the answers of a classmate."""
        subscription = subscribe(learner, deck, today=TODAY - timedelta(days=9))
        schedules = list(learner.schedules.order_by("pk"))
        for days, grade in ((9, 4), (8, 4), (2, 1), (1, 5)):
            schedules[0].refresh_from_db()
            grade_card(schedules[0], grade, seen_version=schedules[0].version, at=NOW - timedelta(days=days))
        suspend(schedules[1])
        set_flag(schedules[2], 3)
        save_personal_note(learner, schedules[2].card, "Mine alone")
        pick(learner, [schedules[3].card], today=TODAY)
        subscribe(classmate, deck, today=TODAY)
        save_personal_note(classmate, schedules[2].card, "Not yours")
        return subscription

    def test_they_come_along_with_their_history(self, learner, deck, answered):
        copy = copied(learner, deck, with_schedules=True)
        original, other = (learner.schedules.filter(deck=each).order_by("pk").first() for each in (deck, copy))
        assert (other.state, other.due_on, other.queue_on) == (original.state, original.due_on, original.due_on)
        columns = ("grade", "reviewed_at", "day", "hour", "easiness_after", "interval_days_after", "due_on_after")
        kept = ReviewLog.objects.filter(user=learner, schedule__user=learner, kind="import")
        assert list(kept.filter(schedule=other).values(*columns)) == list(original.answers().values(*columns))
        assert kept.count() == 4
        assert not [*problems()]

    def test_suspended_and_flagged_cards_stay_so(self, learner, deck, answered):
        copy = copied(learner, deck, with_schedules=True)
        mine = learner.schedules.filter(deck=copy)
        assert mine.filter(suspended=True).count() == 1
        assert mine.filter(flag=3).count() == 1

    def test_my_own_notes_and_picks_come_along_and_nobody_elses(self, learner, deck, answered):
        copy = copied(learner, deck)
        texts = [(note.user, note.text) for note in learner.personal_notes.filter(card__note__deck=copy)]
        assert texts == [(learner, "Mine alone")]
        assert learner.personal_notes.model.objects.filter(card__note__deck=copy, user=answered.user).count() == 1
        assert learner.picks.filter(card__note__deck=copy).count() == 1

    def test_without_them_all_cards_are_new(self, learner, deck, answered):
        copy = copied(learner, deck)
        assert not learner.schedules.filter(deck=copy, due_on__isnull=False)
        assert not ReviewLog.objects.filter(user=learner, kind="import")

    def test_the_original_is_paused_where_that_is_wanted(self, learner, deck, answered):
        copied(learner, deck, with_schedules=True, pauses_source=True)
        assert learner.subscriptions.get(deck=deck).paused
        assert {each.deck_id for each in queue.waiting(learner, TODAY, None)} != {deck.pk}
        assert not [*problems()]

    def test_the_limits_come_along(self, learner, deck, answered):
        learner.subscriptions.filter(deck=deck).update(new_limit=3, review_limit=7, includes="picked")
        copy = copied(learner, deck)
        mine = learner.subscriptions.get(deck=copy)
        assert (mine.new_limit, mine.review_limit, mine.includes) == (3, 7, "picked")

    def test_those_of_a_paused_deck_are_queued_again_in_the_copy(self, learner, deck, answered):
        pause(learner.subscriptions.get(deck=deck))
        copy = copied(learner, deck, with_schedules=True)
        assert learner.schedules.filter(deck=copy, due_on__isnull=False, queue_on=None).count() == 0
        assert not [*problems()]

    def test_statistics_count_each_answer_once(self, learner, deck, answered):
        copied(learner, deck, with_schedules=True)
        tally_finished_days(learner, TODAY)
        assert sum(row.answers for row in counts(learner, TODAY - timedelta(days=30), TODAY).days) == 4


class Broken(Exception):
    """What ends a copy in its middle."""


def _end(*_arguments):
    raise Broken


class TestBreakingOff:
    @pytest.fixture(autouse=True)
    def small_batches(self, monkeypatch):
        monkeypatch.setattr("apps.exchange.services.copy_deck.BATCH_SIZE", 1)

    def copied_until(self, person, deck, done, **options):
        def progress(now_done, total):
            if now_done >= done:
                raise Broken

        with pytest.raises(Broken):
            copy_deck(DeckCopy(person, deck, "Mine"), at=NOW, progress=progress, **options)

    def test_nothing_is_left(self, learner, deck):
        before = Note.objects.count(), Card.objects.count(), Note.history.count()
        self.copied_until(learner, deck, 3)
        assert not Deck.objects.filter(owner=learner)
        assert not deleted_decks(learner, NOW)
        for _ in remove_deleted(NOW):
            pass
        assert not Deck.with_deleted.filter(owner=learner)
        assert not learner.subscriptions.exists()
        assert (Note.objects.count(), Card.objects.count(), Note.history.count()) == before

    def test_a_job_that_was_killed_takes_its_part_back_and_begins_again(self, learner, deck, monkeypatch):
        job = submit_copy(DeckCopy(learner, deck, "Mine"), at=NOW)
        monkeypatch.setattr("apps.exchange.services.copy_deck.delete_deck", lambda *_args, **_options: None)
        with monkeypatch.context() as killed:
            killed.setattr("apps.exchange.services.copy_deck.copy_personal", _end)
            run(job.pk)
        assert Deck.with_deleted.get(owner=learner).slug == "mine"
        run(job.pk)
        assert learner.decks.get().slug == "mine"
        assert texts_of(learner.decks.get()) == texts_of(deck)
        assert [*remove_deleted(NOW)]
        assert Deck.with_deleted.get(owner=learner) == learner.decks.get()

    def test_a_copy_that_was_taken_back_in_the_meantime_is_not_shown(self, learner, deck):
        @contextmanager
        def taken_back(made):
            delete_deck(made, at=NOW)
            with transaction.atomic():
                yield

        with pytest.raises(TakenBack):
            copy_deck(DeckCopy(learner, deck, "Mine"), at=NOW, saving=taken_back)
        assert not learner.decks.exists()

    def test_nobody_sees_a_copy_before_it_is_whole(self, learner, deck):
        seen = []

        def progress(done, total):
            decks = learner.decks.count(), deleted_decks(learner, NOW).count(), queue.counts(learner, TODAY).left
            seen.append((*decks, search_cards(learner, "", now=NOW).count()))

        copy_deck(DeckCopy(learner, deck, "Mine"), at=NOW, progress=progress)
        assert set(seen) == {(0, 0, 0, 0)} or set(seen) == {(0, 0, 0, 5)}


def test_schedules_are_copied_in_transactions_of_few_answers(learner, deck, monkeypatch):
    monkeypatch.setattr("apps.reviews.services.copy_schedules.MAX_ANSWERS", 2)
    monkeypatch.setattr("apps.reviews.services.copy_schedules.MAX_SCHEDULES", 2)
    subscribe(learner, deck, today=TODAY)
    for schedule in learner.schedules.all():
        grade_card(schedule, 4, seen_version=0, at=NOW)
    copy = copied(learner, deck, with_schedules=True)
    assert Schedule.objects.filter(user=learner, deck=copy, due_on__isnull=False).count() == 5
    assert not [*problems()]


class TestPage:
    @pytest.fixture
    def me(self, client, learner):
        client.force_login(learner)
        return client

    def test_its_button_is_on_the_page_of_each_deck(self, me, deck):
        assert 'href="/decks/diffusion/copy/"' in me.get("/decks/diffusion/").text

    def test_a_deck_that_was_never_studied_asks_for_its_title_alone(self, me, deck):
        page = me.get("/decks/diffusion/copy/")
        assert list(page.context["form"].fields) == ["title"]
        assert "its 4 notes" in words(page)

    def test_the_copy_is_shown_with_its_credits(self, me, deck):
        page = me.post("/decks/diffusion/copy/", {"title": "Noise"}, follow=True)
        assert page.redirect_chain[-1][0] == "/decks/noise/"
        assert "Copied. “Noise” is yours and in your daily review." in words(page)
        assert "Copied from “Multimodal AI: Diffusion”" in words(page)
        assert "A. Author" in words(page)

    def test_schedules_are_kept_and_the_original_paused_as_chosen(self, me, learner, deck):
        subscribe(learner, deck, today=TODAY)
        grade_card(learner.schedules.first(), 4, seen_version=0, at=NOW)
        form = me.get("/decks/diffusion/copy/").context["form"]
        assert form["with_schedules"].value() is form["pauses_source"].value() is True
        me.post("/decks/diffusion/copy/", {"title": "Noise", "with_schedules": "on"})
        assert learner.schedules.filter(deck__slug="noise", due_on__isnull=False).count() == 1
        assert not learner.subscriptions.get(deck=deck).paused

    def test_a_copy_without_a_title_is_not_made(self, me, learner, deck):
        assert me.post("/decks/diffusion/copy/", {"title": " "}).status_code == 422
        assert not learner.decks.exists()

    def test_a_large_deck_is_copied_in_the_background(self, me, learner, deck, monkeypatch):
        monkeypatch.setattr("apps.exchange.copying.MAX_NOTES_IN_REQUEST", 3)
        me.post("/decks/diffusion/copy/", {"title": "Noise"})
        job = learner.jobs.get()
        run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.link) == ("done", "/decks/noise/")
        assert texts_of(learner.decks.get()) == texts_of(deck)

    def test_a_job_for_a_deck_that_is_no_longer_there_fails_with_a_sentence(self, me, learner, deck, monkeypatch):
        monkeypatch.setattr("apps.exchange.copying.MAX_NOTES_IN_REQUEST", 3)
        me.post("/decks/diffusion/copy/", {"title": "Noise"})
        deck.delete()
        run(learner.jobs.get().pk)
        assert "no longer have access" in learner.jobs.get().message
        assert not Deck.with_deleted.exists()
