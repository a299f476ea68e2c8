"""Archived notes are found by those who may restore them."""

import pytest

from apps.cards.models import Note
from apps.cards.services.archive_and_tags import set_archived
from apps.exchange.tests.support.imports import words
from apps.library.models import BulkAct
from apps.library.tests.support.acts import press, undo
from apps.reviews import invariants
from apps.search.search import search_cards
from apps.web.tests.support.clock import NOW


class TestArchivedNotes:
    @pytest.fixture
    def archived(self, me, own):
        """A note that was deleted more than a day ago."""
        note = Note.objects.get(front="el perro")
        set_archived([note], True)
        return note

    def test_they_are_found_and_restored_with_undo(self, me, learner, archived):
        found = me.get("/browse/?kind=notes&q=is:archived deck:spanish")
        assert "el perro" in words(found)
        page = press(me, "restore", "is:archived")
        assert "Restored 1 note." in words(page)
        assert not Note.objects.get(pk=archived.pk).archived
        undo(me)
        assert Note.objects.get(pk=archived.pk).archived
        assert not [*invariants.problems()]

    def test_others_do_not_find_them(self, stranger, classmate, archived):
        for person in (stranger, classmate):
            assert not search_cards(person, "is:archived", now=NOW)

    def test_a_learner_does_not_find_those_of_a_course(self, me, learner, studied):
        set_archived(studied.notes.all()[:1], True)
        assert not search_cards(learner, "is:archived", now=NOW)

    def test_all_other_searches_leave_them_out(self, me, learner, archived):
        for query in ("", "perro", "-is:archived"):
            assert archived.pk not in search_cards(learner, query, now=NOW).values_list("note", flat=True)

    @pytest.mark.parametrize("kind", ["cards", "notes"])
    def test_those_that_were_ticked_are_restored_and_all_that_were_found(self, me, learner, archived, kind):
        key = archived.pk if kind == "notes" else archived.cards.get().pk
        for data in ({"pick": key}, {"all": "yes"}):
            me.post("/browse/change/", {"act": "restore", "q": "is:archived", "kind": kind, **data})
            assert not Note.objects.get(pk=archived.pk).archived
            undo(me)

    def test_only_a_search_that_asks_for_them_offers_to_restore(self, me, archived):
        assert 'value="restore"' in me.get("/browse/?q=is:archived").text
        assert 'value="restore"' not in me.get("/browse/?q=perro or gato").text

    def test_their_list_on_the_page_of_the_deck_restores_each_by_one_press(self, me, learner, archived):
        page = me.get("/decks/spanish/")
        assert ("archived", 1) in [(name, number) for name, _, number in page.context["list"].filters]
        page = me.get("/decks/spanish/?show=archived")
        assert "el perro" in words(page)
        assert "la mesa" not in words(page)
        form = {"act": "restore", "kind": "notes", "q": "is:archived", "pick": archived.pk}
        page = me.post("/browse/change/", {**form, "back": "spanish", "list": "show=archived"}, follow=True)
        assert page.redirect_chain[-1][0].startswith("/decks/spanish/?")
        assert "Restored 1 note." in words(page)
        assert not Note.objects.get(pk=archived.pk).archived
        act = BulkAct.objects.latest("pk")
        page = me.post(f"/browse/undo/{act.pk}/", {"back": "spanish", "list": "show=archived"}, follow=True)
        assert page.redirect_chain[-1][0] == "/decks/spanish/?show=archived"
        assert Note.objects.get(pk=archived.pk).archived

    def test_a_deck_whose_notes_are_all_archived_lists_them(self, me, own):
        set_archived(own.notes.all(), True)
        page = me.get("/decks/spanish/?show=archived")
        assert [row.card.note_id for row in page.context["list"].rows] == [note.pk for note in own.notes.all()]

    def test_who_may_not_edit_the_deck_is_not_offered_its_archived_notes(self, me, studied):
        set_archived(studied.notes.all()[:1], True)
        page = me.get("/decks/diffusion/?show=archived")
        assert "archived" not in [name for name, *_ in page.context["list"].filters]
        assert len(page.context["list"].rows) == 2
        assert not page.context["list"].filter

    def test_a_page_to_return_to_that_is_not_there_is_the_browser(self, me, archived):
        data = {"act": "restore", "kind": "notes", "q": "is:archived", "pick": archived.pk, "back": "//elsewhere"}
        assert me.post("/browse/change/", data)["Location"].startswith("/browse/?")
