"""One card in a lesson's editor: opened, saved, added, archived."""

import pytest

from apps.cards.media.verify_media import verify
from apps.cards.models import Note, NoteText, Section
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.pictures import one_dot
from apps.lessons.tests.support.practice_page import text
from apps.teaching.editor.tests.support.editor import EDITOR, card_url, fronts, opened
from apps.web.tests.support.htmx import HTMX

NEW = {"kind": "basic", "front": "What is luff?", "back": "The front edge."}


def new_url(section):
    return f"{EDITOR}sections/{section.pk}/new/"


class TestEditing:
    def test_a_line_opens_as_a_form(self, teaching, notes):
        note = notes["What is noise?"]
        row = teaching.get(card_url(note), headers=HTMX)
        assert f'<li id="note-{note.pk}" class="open"' in row.text
        assert "<main" not in row.text

    def test_without_a_script_it_opens_on_a_page_of_its_own(self, teaching, notes):
        assert 'name="front"' in teaching.get(card_url(notes["What is noise?"])).text

    def test_a_saved_card_becomes_a_line_again(self, teaching, notes):
        note = notes["What is noise?"]
        row = teaching.post(card_url(note), opened(teaching, card_url(note)) | {"back": "Mine."}, headers=HTMX)
        assert "Saved." in row.text
        assert 'name="front"' not in row.text
        assert Note.objects.get(pk=note.pk).back == "Mine."
        assert "Mine." in note.cards.get().back

    def test_without_a_script_saving_leads_to_its_line(self, teaching, notes):
        note = notes["What is noise?"]
        saved = teaching.post(card_url(note), opened(teaching, card_url(note)) | {"back": "Mine."})
        assert saved.url == f"{EDITOR}#note-{note.pk}"

    def test_a_card_without_a_front_stays_open_with_what_was_typed(self, teaching, notes):
        note = notes["What is noise?"]
        sent = opened(teaching, card_url(note)) | {"front": "", "back": "Mine."}
        row = teaching.post(card_url(note), sent, headers=HTMX)
        assert "Write the question." in row.text
        assert "Mine." in row.text
        assert teaching.post(card_url(note), sent).status_code == 422

    def test_cancel_shows_the_line(self, teaching, notes):
        row = teaching.get(f"{card_url(notes['What is noise?'])}?closed", headers=HTMX)
        assert 'name="front"' not in row.text
        assert "What is noise?" in row.text

    def test_the_preview_saves_nothing(self, teaching, notes):
        note = notes["What is noise?"]
        row = teaching.post(card_url(note), {**NEW, "preview": "1"}, headers=HTMX)
        assert "What is luff?" in row.text
        assert "What is luff?" in teaching.post(card_url(note), {**NEW, "preview": "1"}).text
        assert Note.objects.get(pk=note.pk).front == "What is noise?"

    def test_masks_are_drawn_on_a_page_of_its_own_whose_preview_brings_the_picture(self, teaching, notes):
        note = notes["What is a token?"]
        picture = store_media(verify(one_dot()))
        add_to_deck(note.deck, {"dot.png": picture})
        assert "occlusion-editor.js" in teaching.get(card_url(note)).text
        assert "Image occlusion" not in teaching.get(card_url(note), headers=HTMX).text
        sent = {**NEW, "front": "![a dot](dot.png)", "preview": "1", "cover": "all"}
        assert (
            picture.file_name
            in teaching.post(card_url(note), sent, headers=HTMX).text.partition("occlusion-picture")[2]
        )

    def test_a_scenario_without_a_label_is_open(self, teaching, notes):
        note = notes["One GPU."]
        teaching.post(card_url(note), opened(teaching, card_url(note)) | {"label": ""})
        assert Note.objects.get(pk=note.pk).kind == "basic"

    def test_a_label_that_the_exercise_does_not_offer_can_be_added(self, teaching, notes, parts):
        note, exercise = notes["One GPU."], parts["Try it yourself: U-Net or DiT?"]
        sent = opened(teaching, card_url(note)) | {"label": "GAN"}
        refused = teaching.post(card_url(note), sent, headers=HTMX)
        assert "The exercise does not offer the label “GAN”." in refused.text
        teaching.post(card_url(note), sent | {"add_label": "on"})
        exercise.refresh_from_db()
        assert exercise.labels == ["U-Net", "DiT", "GAN"]
        assert notes["A big cluster."].cards.get().choices == ["U-Net", "DiT", "GAN"]

    def test_a_card_moves_to_another_section_as_its_last(self, teaching, notes, parts):
        note = notes["What is noise?"]
        sent = opened(teaching, card_url(note)) | {"section": parts["Flashcards"].pk}
        saved = teaching.post(card_url(note), sent, headers=HTMX)
        assert saved["HX-Redirect"] == f"{EDITOR}?moved={note.pk}-{parts['Flashcards'].pk}#note-{note.pk}"
        assert fronts(parts["Flashcards"])[-1] == "What is noise?"

    def test_a_card_of_another_lesson_is_not_found(self, teaching, lesson, schedule):
        assert teaching.get(card_url(schedule.card.note)).status_code == 404
        assert teaching.post(f"{card_url(schedule.card.note)}archive/").status_code == 404


class TestAdding:
    def test_a_new_card_is_the_last_of_its_section_and_the_next_one_is_open(self, teaching, parts):
        section = parts["Flashcards"]
        sent = opened(teaching, new_url(section)) | NEW
        rows = teaching.post(new_url(section), sent, headers=HTMX)
        assert "Added “What is luff?”." in text(rows)
        assert f'<li id="new-{section.pk}" class="open">' in rows.text
        assert fronts(section)[-1] == "What is luff?"
        assert NoteText.objects.filter(note__front="What is luff?").exists()

    def test_pressing_twice_adds_one(self, teaching, parts):
        section = parts["Flashcards"]
        sent = opened(teaching, new_url(section)) | NEW
        teaching.post(new_url(section), sent, headers=HTMX)
        again = teaching.post(new_url(section), sent, headers=HTMX)
        assert "You already added that card." in again.text
        assert fronts(section).count("What is luff?") == 1

    def test_a_new_scenario_may_bring_a_label(self, teaching, parts):
        section = parts["Try it yourself: U-Net or DiT?"]
        teaching.post(new_url(section), {**NEW, "label": "GAN", "add_label": "on"})
        assert Note.objects.get(front="What is luff?").kind == "choice"
        section.refresh_from_db()
        assert "GAN" in section.labels

    def test_done_shows_the_line_that_adds(self, teaching, parts):
        row = teaching.get(f"{new_url(parts['Flashcards'])}?closed", headers=HTMX)
        assert "Add a card" in row.text
        assert 'name="front"' not in row.text


class TestArchiving:
    def test_an_archived_card_can_be_taken_back_at_once(self, teaching, notes):
        note = notes["What is noise?"]
        row = teaching.post(f"{card_url(note)}archive/", headers=HTMX)
        assert "Archived “What is noise?”." in text(row)
        assert Note.objects.get(pk=note.pk).archived
        teaching.post(f"{card_url(note)}archive/", {"archived": "no"}, headers=HTMX)
        assert not Note.objects.get(pk=note.pk).archived
        assert not note.cards.get().archived

    def test_without_a_script_the_page_offers_to_undo(self, teaching, notes):
        note = notes["What is noise?"]
        page = teaching.post(f"{card_url(note)}archive/", follow=True)
        assert "Archived “What is noise?”." in text(page)
        assert "Undo" in page.text

    def test_nothing_is_offered_for_a_card_that_is_in_use(self, teaching, notes):
        page = teaching.get(EDITOR, {"undo": notes["What is noise?"].pk})
        assert "Undo" not in page.text
        assert teaching.get(EDITOR, {"undo": "9" * 400}).status_code == 200

    def test_an_archived_card_opens_with_its_way_back(self, teaching, notes):
        note = notes["What is noise?"]
        set_archived([note], archived=True)
        assert "Restore" in teaching.get(card_url(note), headers=HTMX).text


@pytest.mark.parametrize("section", ["Self-check", "Flashcards"])
def test_where_a_section_has_no_choices_none_is_offered_and_the_form_says_where_they_are(teaching, parts, section):
    url = new_url(parts[section])
    page = teaching.get(url, headers=HTMX).text
    assert 'value="choice"' not in page
    assert "add a section that is an exercise" in page
    assert teaching.post(url, {**NEW, "kind": "choice", "label": "Luff"}).status_code == 422
    assert not Note.objects.filter(front=NEW["front"]).exists()


def test_a_section_of_flashcards_that_has_choices_offers_them(teaching, parts):
    section = parts["Flashcards"]
    Section.objects.filter(pk=section.pk).update(labels=["Luff", "Leech"])
    assert 'value="choice"' in teaching.get(new_url(section), headers=HTMX).text
    teaching.post(new_url(section), {**NEW, "kind": "choice", "label": "luff"}, headers=HTMX)
    assert Note.objects.get(front=NEW["front"]).cards.get().choices == ["Luff", "Leech"]


def test_a_choice_without_its_correct_one_has_one_error_and_is_offered_no_label_to_add(teaching, parts):
    Section.objects.filter(pk=parts["Flashcards"].pk).update(labels=["Luff", "Leech"])
    url = new_url(parts["Flashcards"])
    page = teaching.post(url, {**NEW, "kind": "choice", "label": ""}, headers=HTMX).text
    assert page.count("Write the correct choice.") == 1
    assert "Add this label" not in page
