"""The page of a lesson's editor."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.cards.models import Note
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.services.notes import save_notes
from apps.cards.tests.support.factory import make_note
from apps.courses.models import Enrolment
from apps.lessons.tests.support.practice_page import text
from apps.teaching.editor.outline import first_words
from apps.teaching.editor.tests.support.editor import EDITOR

FORM = 'name="front"'


@pytest.fixture
def assisting(client, stranger, course):
    """A client of somebody who assists in the course."""
    Enrolment.objects.create(user=stranger, course=course, role=Enrolment.Role.ASSISTANT)
    client.force_login(stranger)
    return client


def test_each_card_is_a_line_and_no_form(teaching, notes):
    page = teaching.get(EDITOR)
    assert all(f'id="note-{note.pk}"' in page.text for note in notes.values())
    assert FORM not in page.text


def test_five_hundred_cards_take_as_many_statements_as_seven(teaching, lesson, parts, django_assert_num_queries):
    teaching.get(EDITOR)
    with CaptureQueriesContext(connection) as few:
        teaching.get(EDITOR)
    fields = {"deck": lesson.deck, "section": parts["Flashcards"], "back": "A."}
    save_notes([Note(front=f"{each}?", position=9 + each, **fields) for each in range(493)])
    with django_assert_num_queries(len(few)):
        page = teaching.get(EDITOR)
    assert page.text.count("data-opener") == 500 + 4  # and a line that adds a card to each section


def test_a_lesson_with_more_cards_has_pages(teaching, lesson, parts, monkeypatch):
    monkeypatch.setattr("apps.teaching.editor.views.lesson.PER_PAGE", 5)
    first, second = teaching.get(EDITOR), teaching.get(EDITOR, {"page": 2})
    assert "What is a token?" not in first.text
    assert "1 to 5 of 7" in text(first)
    assert "What is a token?" in second.text
    assert "What is noise?" not in second.text


@pytest.mark.parametrize("page", ["0", "x", "9" * 400])
def test_a_page_that_there_is_not_is_the_last_or_the_first(teaching, lesson, page):
    assert teaching.get(EDITOR, {"page": page}).status_code == 200


def test_archived_cards_are_shown_on_demand(teaching, notes):
    set_archived([notes["What is noise?"]], archived=True)
    page = teaching.get(EDITOR)
    assert "What is noise?" not in page.text
    assert "Show 1 archived card" in text(page)
    assert "What is noise?" in teaching.get(EDITOR, {"archived": "shown"}).text


def test_advice_counts_the_cards_that_the_page_shows(teaching, lesson, parts):
    section = parts["Flashcards"]
    section.introduction = "Four cards."
    section.save()
    make_note(lesson.deck, "Luff", "Front edge", section=section, kind="reversed")
    assert "but this section has" not in text(teaching.get(EDITOR))
    make_note(lesson.deck, "Leech", "Back edge", section=section)
    assert "but this section has 5" in text(teaching.get(EDITOR))


def test_an_archived_card_is_not_counted_by_advice(teaching, notes):
    set_archived([notes["What is noise?"]], archived=True)
    assert "but this section has 1" in text(teaching.get(EDITOR))


def test_an_assistant_sees_the_cards_and_edits_none(assisting, notes):
    note = notes["What is noise?"]
    page, card = assisting.get(EDITOR), assisting.get(f"{EDITOR}cards/{note.pk}/")
    assert "What is noise?" in page.text
    assert "Add a question" not in page.text
    assert "What is <em>taken away</em>." in card.text
    assert FORM not in card.text
    assert assisting.post(f"{EDITOR}cards/{note.pk}/", {"preview": "1", "front": "Mine?"}).status_code == 404


def test_a_lesson_of_another_course_is_not_found(teaching, lesson):
    assert teaching.get("/teach/multimodal/other/").status_code == 404


def test_a_line_shows_formulas_drawn(teaching, lesson):
    lesson.deck.notes.update(front="What is $x_t$?")
    page = teaching.get(f"/teach/multimodal/{lesson.slug}/").text
    assert "What is <math><msub><mi>x</mi><mi>t</mi></msub></math>?" in page
    assert "$x_t$" not in page


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("What is **noise**?", "What is noise?"),
        ("The {{c1::luff}} is the {{c2::front::where?}} edge.", "The [luff] is the [front] edge."),
        ("![a knot](knot.png)", "a knot"),
        ("Two\nlines", "Two lines"),
    ],
)
def test_a_line_has_the_first_words_of_a_card(front, words):
    assert first_words(front) == words
