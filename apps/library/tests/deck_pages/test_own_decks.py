"""A person's own decks: made, described, archived, deleted and restored by their owner alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import connection

from apps.cards.models import Deck, Note
from apps.exchange.tests.support.imports import confirm, package, send, words
from apps.jobs.tests.support.working_client import client
from apps.library.services import own_decks
from apps.library.services.removal import remove_deleted
from apps.reviews.day import decks_today, queue, tallies
from apps.reviews.invariants import problems
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import grade_card, pause, subscribe
from apps.reviews.services.settle import settle_broken_off
from apps.search.search import search_cards
from apps.stats.cards import card_figures
from apps.web.tests.support.clock import NOW

__all__ = ["client"]

TODAY = NOW.date()


@pytest.fixture
def mine(me, learner):
    confirm(me, send(me, package("What is a cell?", "What is a nucleus?")))
    return Deck.objects.get()


def test_the_list_shows_ones_own_decks_with_their_numbers(me, mine, deck):
    page = words(me.get("/decks/"))
    assert "Biology::Cells Your own deck 4 not in your review" in page
    assert "Diffusion" not in page


@pytest.mark.django_db(transaction=True)
def test_two_decks_of_one_title_that_are_made_at_once_get_slugs_of_their_own(learner):
    def make(_):
        try:
            return own_decks.create_deck(learner, Deck(title="Cells")).slug
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len({*pool.map(make, range(8), timeout=60)}) == 8


def test_an_empty_list_offers_to_make_one_or_to_import(me):
    page = me.get("/decks/")
    assert "You don’t have any decks of your own yet" in words(page)
    assert 'href="/decks/new/"' in page.text
    assert 'href="/import/"' in page.text


def test_a_deck_is_made_with_a_slug_of_its_own(me, learner, deck):
    fields = {"title": "Diffusion", "description": "For the exam.", "language": "pt-BR"}
    assert "Created “Diffusion”." in words(me.post("/decks/new/", fields, follow=True))
    mine = learner.decks.get()
    assert (mine.slug, mine.description, mine.language) == ("diffusion-2", "For the exam.", "pt-BR")
    page = me.get("/decks/diffusion-2/")
    assert "For the exam." in words(page)
    assert "No cards yet" in words(page)
    assert "Write the first card" in words(page)


def test_the_cards_of_a_deck_of_my_own_come_in_my_review(me):
    me.post("/decks/new/", {"title": "Kitchen", "language": "es"})
    card = {"kind": "basic", "front": "la cuchara", "back": "the spoon"}
    me.post("/decks/kitchen/add/", card)
    assert "1 card is new" in words(me.get("/"))


def test_a_deck_that_is_created_twice_before_it_has_a_card_is_one(me, learner):
    fields = {"title": "My cards", "language": "en"}
    for _press in range(2):
        assert me.post("/decks/new/", fields)["Location"] == "/decks/my-cards/add/"
    me.post("/decks/my-cards/add/", {"kind": "basic", "front": "A?", "back": "B"})
    assert me.post("/decks/new/", fields)["Location"] == "/decks/my-cards-2/add/"
    assert learner.decks.count() == 2


def test_another_description_is_another_deck(me, learner):
    me.post("/decks/new/", {"title": "Chapter", "language": "en"})
    me.post("/decks/new/", {"title": "Chapter", "language": "es", "description": "The second one"})
    assert sorted(learner.decks.values_list("language", "description")) == [("en", ""), ("es", "The second one")]


@pytest.mark.parametrize("title", ["New", "Shared", "日本語"])
def test_a_deck_of_any_title_has_a_page(me, learner, title):
    me.post("/decks/new/", {"title": title, "language": "en"})
    assert title in words(me.get(f"/decks/{learner.decks.get().slug}/"))


def test_a_deck_without_a_title_is_not_made(me):
    page = me.post("/decks/new/", {"title": " ", "language": "en"})
    assert page.status_code == 422
    assert not Deck.objects.exists()


def test_the_page_that_edits_a_deck_leads_to_its_files_its_copy_and_its_archiving(me, mine):
    page = me.get(f"/decks/{mine.slug}/edit/").text
    for url in ("media", "copy", "archive"):
        assert f'"/decks/{mine.slug}/{url}/"' in page


def test_a_deck_is_described_and_keeps_its_slug(me, mine):
    fields = {"title": "Cells", "description": "All of them", "language": "de"}
    page = me.post(f"/decks/{mine.slug}/edit/", fields, follow=True)
    assert "Saved “Cells”." in words(page)
    assert me.post(f"/decks/{mine.slug}/edit/", fields | {"title": " "}).status_code == 422
    found = Deck.objects.get()
    assert (found.title, found.slug, found.description, found.language) == ("Cells", mine.slug, "All of them", "de")


def describe(client, deck, title, description, seen):
    fields = {"title": title, "description": description, "language": deck.language, "seen": seen}
    return client.post(f"/decks/{deck.slug}/edit/", fields, follow=True)


class TestTwoPages:
    """The same deck is described on two pages that were opened at the same time."""

    @pytest.fixture
    def seen(self, me, mine):
        return me.get(f"/decks/{mine.slug}/edit/").context["form"]["seen"].value()

    def test_each_field_keeps_what_the_one_or_the_other_page_saved(self, me, mine, seen):
        describe(me, mine, "Cells", mine.description, seen)
        page = describe(me, mine, mine.title, "All of them", seen)
        assert "Saved “Cells”. What was changed elsewhere in the meantime was kept too: Title." in words(page)
        mine.refresh_from_db()
        assert (mine.title, mine.description) == ("Cells", "All of them")

    def test_a_title_that_both_changed_is_asked_about_once(self, me, mine, seen):
        describe(me, mine, "Cells", mine.description, seen)
        page = describe(me, mine, "Plants", mine.description, seen)
        assert page.status_code == 422
        assert "This was changed elsewhere in the meantime to: Cells" in words(page)
        describe(me, mine, "Plants", mine.description, page.context["form"]["seen"].value())
        mine.refresh_from_db()
        assert mine.title == "Plants"


class TestArchive:
    @pytest.fixture
    def archived(self, me, mine, learner):
        subscribe(learner, mine, today=TODAY)
        me.post(f"/decks/{mine.slug}/archive/")
        return mine

    def test_it_leaves_today_and_the_list_and_is_folded_below(self, me, archived, learner):
        assert not queue.counts(learner, TODAY).left
        assert not decks_today.subscriptions(learner, TODAY)
        page = me.get("/decks/")
        assert not page.context["page"].object_list
        assert "1 archived deck" in words(page)
        assert not me.get("/").context["not_studied"]

    def test_the_list_offers_to_undo_it(self, me, mine, learner):
        subscribe(learner, mine, today=TODAY)
        page = me.post(f"/decks/{mine.slug}/archive/", follow=True)
        assert "Archived “Biology::Cells”. Your schedule stays as it is. Undo" in words(page)
        undone = me.post(f"/decks/{mine.slug}/unarchive/", follow=True)
        assert "“Biology::Cells” is no longer archived." in words(undone)
        assert queue.counts(learner, TODAY).new == 4
        assert "Archived “" not in words(me.get(page.redirect_chain[-1][0]))

    def test_its_page_says_so_and_it_cannot_be_studied(self, me, archived):
        assert "This deck is archived" in words(me.get(f"/decks/{archived.slug}/"))
        assert me.post(f"/decks/{archived.slug}/subscribe/").status_code == 404

    def test_unarchived_it_is_reviewed_as_before(self, me, archived, learner):
        me.post(f"/decks/{archived.slug}/unarchive/")
        assert queue.counts(learner, TODAY).new == 4
        assert me.get("/decks/").context["page"].object_list == [archived]

    def test_one_that_was_paused_stays_paused(self, me, mine, learner):
        pause(subscribe(learner, mine, today=TODAY))
        for act in ("archive", "unarchive"):
            me.post(f"/decks/{mine.slug}/{act}/")
        assert learner.subscriptions.get().paused


class TestDelete:
    @pytest.fixture
    def deleted(self, me, mine, learner):
        """A deck that its owner reviews, with an answer, deleted just now."""
        subscribe(learner, mine, today=TODAY)
        grade_card(Schedule.objects.filter(deck=mine).first(), 4, seen_version=0, at=NOW)
        me.post(f"/decks/{mine.slug}/delete/")
        return mine

    def test_it_exists_nowhere_and_can_be_undone(self, me, deleted, learner):
        page = me.get("/decks/")
        assert "Deleted “Biology::Cells”. You can undo this for a day." in words(page)
        assert not page.context["page"].object_list
        for path in ("", "edit/", "print/", "export/", "limits/"):
            assert me.get(f"/decks/{deleted.slug}/{path}").status_code == 404
        assert me.get(f"/review/?deck={deleted.slug}").status_code == 404
        assert not queue.counts(learner, TODAY).left
        assert not search_cards(learner, "", now=NOW)

    def test_statistics_leave_it_out(self, deleted, learner):
        assert not card_figures(learner, None).total
        assert not tallies.counts(learner, TODAY, TODAY).days

    def test_undone_all_is_as_before(self, me, deleted, learner):
        page = me.post(f"/decks/{deleted.slug}/restore/", follow=True)
        assert "Restored “Biology::Cells”." in words(page)
        assert queue.counts(learner, TODAY).new == 3
        assert card_figures(learner, None).total == 1
        assert not [*problems()]

    def test_an_archived_one_is_archived_again(self, me, mine, learner):
        subscribe(learner, mine, today=TODAY)
        for act in ("archive", "delete", "restore"):
            me.post(f"/decks/{mine.slug}/{act}/")
        assert not queue.counts(learner, TODAY).left
        me.post(f"/decks/{mine.slug}/unarchive/")
        assert queue.counts(learner, TODAY).new == 4

    def test_an_import_makes_a_new_one_of_another_slug(self, me, deleted):
        confirm(me, send(me, package("What is a cell?", "What is a nucleus?")))
        assert Deck.objects.get().slug == f"{deleted.slug}-2"

    def test_after_a_day_housekeeping_deletes_it_with_all_that_was_learned_of_it(self, deleted, learner, deck):
        subscribe(learner, deck, today=TODAY)
        list(remove_deleted(NOW + timedelta(hours=23)))
        assert Deck.with_deleted.count() == 2
        list(remove_deleted(NOW + timedelta(hours=24)))
        assert list(Deck.with_deleted.all()) == [deck]
        assert Schedule.objects.count() == 3
        assert not ReviewLog.objects.exists()
        assert not Note.history.exclude(deck_id=deck.pk).exists()

    def test_then_it_cannot_be_undone(self, me, deleted, clock):
        clock.move_to(NOW + timedelta(days=1), tick=False)
        assert "You can undo this" not in words(me.get("/decks/"))
        assert me.post(f"/decks/{deleted.slug}/restore/").status_code == 404
        assert Deck.with_deleted.get().deleted_at

    def test_nor_once_the_worker_has_begun_to_remove_it(self, me, deleted):
        next(remove_deleted(NOW + timedelta(days=1)))
        assert me.post(f"/decks/{deleted.slug}/restore/").status_code == 404
        assert Deck.with_deleted.get().deleted_at


class TestBrokenOff:
    """A process that is killed while it deletes or restores a deck."""

    @pytest.fixture
    def studied(self, mine, learner):
        subscribe(learner, mine, today=TODAY)
        return mine

    def test_a_deck_is_never_deleted_and_still_in_the_review(self, studied, learner, monkeypatch):
        killed_in(monkeypatch, "pause_for_everyone", own_decks.mark_deleted, studied, at=NOW)
        assert Deck.objects.get() == studied
        killed_in(monkeypatch, "settle", own_decks.mark_deleted, studied, at=NOW)
        assert not Deck.objects.exists()
        assert learner.subscriptions.get().paused
        list(settle_broken_off(NOW + timedelta(hours=1)))
        assert not queue.counts(learner, TODAY).left
        assert not [*problems()]

    def test_a_deck_that_is_not_in_the_review_yet_is_still_one_that_was(self, studied, learner, monkeypatch):
        own_decks.archive_deck(studied, at=NOW)
        killed_in(monkeypatch, "subscribe", own_decks.unarchive_deck, studied, today=TODAY)
        assert Deck.objects.get().was_reviewed


def killed_in(monkeypatch, name, act, deck, **arguments):
    """Call an act on a deck that ends where it calls a function."""
    with monkeypatch.context() as patch:
        patch.setattr(own_decks, name, Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            act(deck, **arguments)


def test_a_deck_of_others_or_of_a_course_cannot_be_changed(client, mine, instructor, deck):
    client.force_login(instructor)
    for slug in (mine.slug, deck.slug, "nowhere"):
        assert client.get(f"/decks/{slug}/edit/").status_code == 404
        for act in ("edit", "archive", "unarchive", "delete", "restore"):
            assert client.post(f"/decks/{slug}/{act}/", {"title": "x"}).status_code == 404
    assert Deck.objects.count() == 2
