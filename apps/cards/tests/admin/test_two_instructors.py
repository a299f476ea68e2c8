"""Two instructors edit one note or one deck at the same time: nothing that either wrote is lost."""

import pytest
from django.urls import reverse

from apps.cards.models import Deck, Note, Section
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.services.notes import save_note
from apps.cards.services.sections import save_section
from apps.cards.tests.support.posted import posted_by

CHANGED_ELSEWHERE = "This was changed elsewhere in the meantime"


@pytest.fixture
def note(deck):
    return deck.notes.first()


def change(row, save, **changed):
    """Change a row as someone else does in the meantime."""
    row = type(row).objects.get(pk=row.pk)
    for name, value in changed.items():
        setattr(row, name, value)
    save(row)


class TestNotePage:
    @pytest.fixture
    def url(self, note):
        return reverse("admin:cards_note_change", args=[note.pk])

    @pytest.mark.parametrize(
        ("mine", "theirs"),
        [
            ({"front": "Mine?"}, {"back": "Theirs."}),
            ({"tags": "mine"}, {"front": "Theirs?"}),
            ({"kind": "reversed"}, {"extra": "Theirs.", "back": "Theirs too."}),
            ({"extra": "Mine\r\n\r\nin lines"}, {"archived": True}),
            ({}, {"front": "Theirs?", "position": 7}),
        ],
    )
    def test_each_field_keeps_what_the_one_or_the_other_wrote(self, teaching, url, note, mine, theirs):
        posted = posted_by(teaching.get(url)) | mine
        change(note, save_note, **theirs)
        assert "What was changed elsewhere in the meantime was kept too" in teaching.post(url, posted, follow=True).text
        saved = Note.objects.get(pk=note.pk)
        assert {name: getattr(saved, name) for name in theirs} == theirs
        stored = {name: getattr(saved, name).strip().replace("\n", "\r\n") for name in mine}
        assert stored == mine

    def test_a_section_that_someone_else_chose_stays(self, teaching, url, note):
        section = note.deck.sections.create(title="Theirs", position=5)
        posted = posted_by(teaching.get(url)) | {"front": "Mine?"}
        change(note, save_note, section=section)
        teaching.post(url, posted)
        saved = Note.objects.get(pk=note.pk)
        assert (saved.section, saved.front) == (section, "Mine?")

    def test_a_field_that_both_changed_shows_both_texts_and_mine_is_saved_at_the_second_try(self, teaching, url, note):
        posted = posted_by(teaching.get(url)) | {"front": "Mine?"}
        change(note, save_note, front="Theirs?", back="Theirs.")
        response = teaching.post(url, posted)
        assert CHANGED_ELSEWHERE in response.text
        assert "Theirs?" in response.text
        assert Note.objects.get(pk=note.pk).front == "Theirs?"
        again = posted_by(response)
        assert again["front"] == "Mine?"
        assert teaching.post(url, again).status_code == 302
        saved = Note.objects.get(pk=note.pk)
        assert (saved.front, saved.back) == ("Mine?", "Theirs.")

    def test_a_third_change_is_shown_again(self, teaching, url, note):
        posted = posted_by(teaching.get(url)) | {"front": "Mine?"}
        change(note, save_note, front="Theirs?")
        posted = posted_by(teaching.post(url, posted))
        change(note, save_note, front="Theirs again?")
        assert "Theirs again?" in teaching.post(url, posted).text

    def test_a_field_that_someone_else_emptied_says_so(self, teaching, url, note):
        posted = posted_by(teaching.get(url)) | {"back": "Mine."}
        change(note, save_note, back="")
        assert "This was emptied elsewhere in the meantime." in teaching.post(url, posted).text

    def test_the_same_text_of_both_is_no_conflict(self, teaching, url, note):
        posted = posted_by(teaching.get(url)) | {"front": "Ours?"}
        change(note, save_note, front="Ours?")
        assert teaching.post(url, posted).status_code == 302


class TestDeckPage:
    @pytest.fixture
    def url(self, deck):
        return reverse("admin:cards_deck_change", args=[deck.pk])

    def test_different_fields_of_one_note_keep_both(self, teaching, url, note):
        posted = posted_by(teaching.get(url)) | {"notes-0-front": "Mine?"}
        change(note, save_note, back="Theirs.")
        assert teaching.post(url, posted).status_code == 302
        saved = Note.objects.get(pk=note.pk)
        assert (saved.front, saved.back) == ("Mine?", "Theirs.")

    def test_a_note_that_only_someone_else_changed_gets_no_new_version(self, teaching, url, note):
        posted = posted_by(teaching.get(url)) | {"title": "Mine"}
        change(note, save_note, front="Theirs?")
        versions = note.history.count()
        teaching.post(url, posted)
        assert Note.objects.get(pk=note.pk).front == "Theirs?"
        assert note.history.count() == versions

    def test_one_field_that_both_changed_saves_nothing_and_shows_both(self, teaching, url, note, deck):
        posted = posted_by(teaching.get(url)) | {"notes-0-front": "Mine?", "title": "Mine"}
        change(note, save_note, front="Theirs?")
        response = teaching.post(url, posted)
        assert CHANGED_ELSEWHERE in response.text
        assert "Theirs?" in response.text
        assert Deck.objects.get(pk=deck.pk).title == deck.title
        assert teaching.post(url, posted_by(response)).status_code == 302
        assert Note.objects.get(pk=note.pk).front == "Mine?"

    def test_a_note_that_someone_else_archived_does_not_keep_other_rows_from_being_saved(self, teaching, url, deck):
        posted = posted_by(teaching.get(url)) | {"attribution": "Mine", "notes-1-front": "Mine?"}
        set_archived([deck.notes.first()], archived=True)
        assert teaching.post(url, posted).status_code == 302
        assert Deck.objects.get(pk=deck.pk).attribution == "Mine"
        assert list(deck.notes.values_list("front", "archived"))[:2] == [("Question 1?", True), ("Mine?", False)]

    def test_text_for_a_note_that_someone_else_archived_stays_on_the_page(self, teaching, url, deck):
        posted = posted_by(teaching.get(url)) | {"notes-0-front": "Mine?"}
        set_archived([deck.notes.first()], archived=True)
        response = teaching.post(url, posted)
        assert "A row of this page was archived or moved in the meantime." in response.text
        assert posted_by(response)["notes-0-front"].strip() == "Mine?"

    def test_a_section_keeps_what_each_wrote(self, teaching, url, note):
        posted = posted_by(teaching.get(url)) | {"sections-0-title": "Mine"}
        change(note.section, save_section, introduction="Theirs.")
        assert teaching.post(url, posted).status_code == 302
        saved = Section.objects.get(pk=note.section_id)
        assert (saved.title, saved.introduction) == ("Mine", "Theirs.")

    def test_the_deck_keeps_what_each_wrote(self, teaching, url, deck):
        posted = posted_by(teaching.get(url)) | {"title": "Mine"}
        change(deck, Deck.save, attribution="Theirs", language="de")
        assert teaching.post(url, posted).status_code == 302
        saved = Deck.objects.get(pk=deck.pk)
        assert (saved.title, saved.attribution, saved.language) == ("Mine", "Theirs", "de")
