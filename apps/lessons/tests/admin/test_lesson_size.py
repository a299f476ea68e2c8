"""Long lessons in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.cards.models import Note
from apps.lessons.admin import page_form
from apps.lessons.tests.support.page_form import change_url, edited, fronts, messages_of, opened, save


def queries_of(client, lesson):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(change_url(lesson)).status_code == 200
    return len(queries)


def test_a_page_of_a_hundred_notes_needs_as_few_queries_as_one_of_seven(teaching, lesson, parts):
    queries_of(teaching, lesson)  # fills Django's caches
    few = queries_of(teaching, lesson)
    _add_notes(lesson, parts["Flashcards"], 93)
    assert queries_of(teaching, lesson) == few
    assert few <= 14


@pytest.mark.slow
def test_a_page_of_a_hundred_notes_is_saved_with_few_queries(teaching, lesson, parts):
    _add_notes(lesson, parts["Flashcards"], 93)
    last = Note.objects.get(front="More 92?")
    posted = edited(opened(teaching, lesson), last, front="Last?", rank=1)
    with CaptureQueriesContext(connection) as queries:
        assert save(teaching, lesson, posted).status_code == 302
    assert len(queries) <= 40
    assert fronts(parts["Flashcards"])[0] == "Last?"


def _add_notes(lesson, section, number):
    for each in range(number):
        Note.objects.create(deck=lesson.deck, section=section, front=f"More {each}?", back="Yes.", position=10 + each)


def test_a_lesson_with_too_many_notes_links_to_their_list_and_saves_its_sections(teaching, lesson, parts, monkeypatch):
    monkeypatch.setattr(page_form, "MAX_NOTES", 6)
    page = teaching.get(change_url(lesson)).text
    assert "This lesson has 7 notes, too many for this page." in page
    assert "What is noise?" not in page
    posted = edited(opened(teaching, lesson), parts["Flashcards"], title="Cards")
    assert messages_of(save(teaching, lesson, posted)) == ["Saved: 1 section."]
    assert lesson.deck.notes.count() == 7
