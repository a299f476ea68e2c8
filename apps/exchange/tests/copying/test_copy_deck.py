"""A deck is copied whole or not at all: its content, and the schedules and private notes of who copies it alone."""

from datetime import timedelta

import pytest

from apps.cards.models import Deck, Media, Note
from apps.exchange.models import AnkiOrigin
from apps.exchange.tests.support.copies import TODAY, cards_of, copied, texts_of
from apps.exchange.tests.support.imports import confirm, package, send
from apps.jobs.tests.support.working_client import WorkingClient
from apps.reviews.day import decks_today, queue
from apps.reviews.day.tallies import counts
from apps.reviews.invariants import problems
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import grade_card, pause, pick, subscribe
from apps.reviews.services.personal_notes import save_personal_note
from apps.reviews.services.suspend_and_flag import set_flag, suspend
from apps.reviews.services.tally import tally_finished_days
from apps.search.search import search_cards
from apps.web.tests.support.clock import NOW


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


def test_what_notes_were_in_anki_comes_along(learner):
    browser = WorkingClient()
    browser.force_login(learner)
    confirm(browser, send(browser, package("What is a cell?")))
    copy = copied(learner, Deck.objects.get())
    original, second = AnkiOrigin.objects.order_by("pk")
    assert second.note.deck == copy
    assert (second.note_type, second.fields) == (original.note_type, original.fields)


def test_it_is_studied_as_a_new_deck_of_ones_own_is(learner, deck):
    copy = copied(learner, deck)
    studied = decks_today.subscriptions(learner, TODAY)[0]
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
        original, other = (learner.schedules.get(deck=each, due_on__isnull=False) for each in (deck, copy))
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


def test_schedules_are_copied_in_transactions_of_few_answers(learner, deck, monkeypatch):
    monkeypatch.setattr("apps.reviews.services.copy_schedules.MAX_ANSWERS", 2)
    monkeypatch.setattr("apps.reviews.services.copy_schedules.MAX_SCHEDULES", 2)
    subscribe(learner, deck, today=TODAY)
    for schedule in learner.schedules.all():
        grade_card(schedule, 4, seen_version=0, at=NOW)
    copy = copied(learner, deck, with_schedules=True)
    assert Schedule.objects.filter(user=learner, deck=copy, due_on__isnull=False).count() == 5
    assert not [*problems()]
