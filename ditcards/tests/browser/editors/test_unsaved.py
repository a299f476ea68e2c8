"""Nobody leaves an editor by accident with text that is not saved."""

import pytest
from playwright.sync_api import expect

from apps.cards.models import Note
from apps.lessons.models import Lesson

pytestmark = pytest.mark.browser

EDITORS = {
    "note": lambda note: (f"/admin/cards/note/{note.pk}/change/", "#id_front"),
    "deck": lambda note: (f"/admin/cards/deck/{note.deck_id}/change/", "#id_title"),
    "new note": lambda note: ("/admin/cards/note/add/", "#id_front"),
    "lesson": lambda note: (f"/admin/lessons/lesson/{note.deck.lesson.pk}/change/", "#id_lesson-title"),
    "new lesson": lambda note: ("/admin/lessons/lesson/add/", "#id_title"),
    "preferences": lambda note: ("/preferences/", "#id_name"),
}


@pytest.fixture
def note(site):
    return Note.objects.filter(deck=Lesson.objects.get(slug="transformers-in-diffusion").deck).first()


@pytest.fixture
def instructor(log_in):
    return log_in("instructor", "/admin/")


def leave(page):
    """Follow a link of the page as a person does; return the questions that the browser asks."""
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("header a, #header a").first.click()
    page.wait_for_load_state()
    return asked


@pytest.mark.parametrize("editor", EDITORS)
def test_every_editor_asks_before_unsaved_text_is_lost(instructor, site, note, editor):
    url, field = EDITORS[editor](note)
    instructor.goto(site + url)
    instructor.locator(field).press_sequentially("Mine")
    assert leave(instructor) == ["beforeunload"]


def test_what_is_unchanged_or_saved_is_left_without_a_question(instructor, site, note):
    url, field = EDITORS["note"](note)
    instructor.goto(site + url)
    assert leave(instructor) == []
    instructor.goto(site + url)
    instructor.locator(field).press_sequentially(" Mine")
    instructor.get_by_role("button", name="Save", exact=True).click()
    message = instructor.locator(".messagelist .success")
    expect(message).to_be_visible()
    assert message.evaluate("each => getComputedStyle(each).backgroundImage") == "none"
    assert leave(instructor) == []
