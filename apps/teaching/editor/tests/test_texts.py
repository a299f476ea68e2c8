"""The texts of a lesson and of its sections in the editor."""

from apps.cards.models import Section
from apps.teaching.editor.tests.support.editor import EDITOR, fronts, opened

SECTION = {"kind": "exercise", "title": "Sort them", "labels": "A\nB", "numbering": "letters"}


def test_a_new_section_is_the_last_one(teaching, lesson):
    saved = teaching.post(f"{EDITOR}sections/new/", SECTION)
    section = lesson.deck.sections.last()
    assert (section.title, section.labels) == ("Sort them", ["A", "B"])
    assert saved.url == f"{EDITOR}#section-{section.pk}"


def test_a_section_without_a_title_is_not_saved(teaching, lesson):
    assert teaching.post(f"{EDITOR}sections/new/", {"kind": "flashcards", "title": ""}).status_code == 422
    assert lesson.deck.sections.count() == 4


def test_a_renamed_exercise_is_named_on_its_cards(teaching, notes, parts):
    section = parts["Try it yourself: U-Net or DiT?"]
    url = f"{EDITOR}sections/{section.pk}/"
    teaching.post(url, opened(teaching, url) | {"title": "Which one?"})
    assert "Which one?" in notes["One GPU."].cards.get().context


def test_an_empty_section_can_be_removed(teaching, lesson):
    section = lesson.deck.sections.create(kind="flashcards", title="Empty", position=9)
    url = f"{EDITOR}sections/{section.pk}/"
    page = teaching.post(url, opened(teaching, url) | {"remove": "on"}, follow=True)
    assert "Removed the section “Empty”." in page.text
    assert not Section.objects.filter(pk=section.pk).exists()


def test_a_section_with_cards_cannot_be_removed(teaching, parts):
    url = f"{EDITOR}sections/{parts['Flashcards'].pk}/"
    assert "Remove this empty section" not in teaching.get(url).text
    teaching.post(url, opened(teaching, url) | {"remove": "on"})
    assert fronts(parts["Flashcards"])


def test_the_deck_gets_the_title_of_its_lesson(teaching, lesson):
    url = f"{EDITOR}texts/"
    teaching.post(url, opened(teaching, url) | {"title": "Spines"})
    lesson.refresh_from_db()
    assert (lesson.title, lesson.deck.title) == ("Spines", "Spines")


def test_a_slug_leads_to_the_lesson_and_to_no_page_of_the_course(teaching, lesson):
    url = f"{EDITOR}texts/"
    refused = teaching.post(url, opened(teaching, url) | {"slug": "people"})
    assert "A page of every course uses this slug." in refused.text
    moved = teaching.post(url, opened(teaching, url) | {"slug": "spines"})
    assert moved.url == "/teach/multimodal/spines/"


def test_a_section_of_another_lesson_is_not_found(teaching, lesson, schedule):
    section = schedule.card.note.section_id
    assert teaching.get(f"{EDITOR}sections/{section}/").status_code == 404
    assert teaching.get(f"{EDITOR}sections/{section}/new/").status_code == 404
