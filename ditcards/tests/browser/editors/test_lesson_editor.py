"""The editor of a lesson with its script: lines open, save and move in their place. Lessons move in their list."""

import re

import pytest
from playwright.sync_api import expect

from apps.lessons.models import Lesson

pytestmark = pytest.mark.browser


@pytest.fixture
def lesson(site):
    return Lesson.objects.select_related("course").get(slug="transformers-in-diffusion")


@pytest.fixture
def editor(log_in, lesson):
    """The page of the editor, open for the instructor."""
    return log_in("instructor", f"/teach/{lesson.course.slug}/{lesson.slug}/")


def test_a_card_is_edited_moved_and_added_by_keys_alone(editor, lesson):
    section = lesson.deck.sections.get(kind="flashcards")
    first, second = section.notes.all()[:2]
    line = editor.locator(f"#note-{first.pk}")
    line.get_by_role("link").press("Enter")
    front = line.locator("[name=front]")
    expect(front).to_be_focused()
    front.press_sequentially(" Mine?")
    expect(line.locator(".card-preview .question")).to_contain_text("Mine?")
    front.press("Control+Enter")
    expect(line).to_contain_text("Saved.")
    expect(line.get_by_role("link")).to_be_focused()
    first.refresh_from_db()
    assert "Mine?" in first.front

    line.get_by_role("button", name="Move").press("ArrowDown")
    expect(editor.locator(f"#note-{second.pk} .num")).to_have_text("1")
    expect(line.locator(".num")).to_have_text("2")
    expect(line.get_by_role("button", name="Move")).to_be_focused()

    adding = editor.locator(f"#new-{section.pk}")
    adding.get_by_role("link", name="Add a card").press("Enter")
    adding.locator("[name=front]").press_sequentially("What is new?")
    adding.locator("[name=back]").press_sequentially("This.")
    adding.locator("[name=back]").press("Control+Enter")
    expect(editor.get_by_text("Added “What is new?”.")).to_be_visible()
    expect(adding.locator("[name=front]")).to_be_focused()
    expect(adding.locator("[name=front]")).to_have_value("")
    assert [note.pk for note in section.notes.all()][:2] == [second.pk, first.pk]


def test_an_archived_card_comes_back_and_an_open_one_asks_before_it_is_lost(editor, lesson):
    note = lesson.deck.notes.first()
    line = editor.locator(f"#note-{note.pk}")
    line.get_by_role("link").click()
    line.get_by_role("button", name="Archive").click()
    line.get_by_role("button", name="Undo").press("Enter")
    expect(line).to_contain_text("Restored.")
    line.get_by_role("link").click()
    line.locator("[name=front]").press_sequentially("Mine")
    asked = []
    editor.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    line.get_by_role("link", name="Cancel").click()
    expect(line.locator("[name=front]")).to_have_value(re.compile("Mine"))
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    editor.locator("header a").first.click()
    editor.wait_for_load_state()
    assert asked == ["confirm", "beforeunload"]


def test_the_lessons_of_a_course_move_by_keys_and_by_mouse(log_in, lesson):
    page = log_in("instructor", f"/teach/{lesson.course.slug}/")
    first, second = lesson.course.lessons.all()
    lower = page.locator(f"#deck-{second.deck_id} .grip")
    lower.press("ArrowUp")
    expect(page.locator(f"#deck-{second.deck_id} .number")).to_have_text("1")
    expect(page.locator("#done")).to_contain_text("Undo")
    expect(lower).to_be_focused()
    assert list(lesson.course.lessons.all()) == [second, first]
    grip, target = page.locator(f"#deck-{first.deck_id} .grip").bounding_box(), lower.bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(target["x"] + 5, target["y"] + 2, steps=4)
    with page.expect_response("**/place/"):
        page.mouse.up()
    assert list(lesson.course.lessons.all()) == [first, second]


def test_the_tracks_of_a_course_move_by_keys_by_mouse_and_by_buttons(log_in, lesson):
    first, second = lesson.course.lessons.all()
    for each, track in ((first, "Early"), (second, "Late")):
        Lesson.objects.filter(pk=each.pk).update(track=track)
    page = log_in("instructor", f"/teach/{lesson.course.slug}/")
    early, late = (page.get_by_role("button", name=f"Move the track {name} with") for name in ("Early", "Late"))
    with page.expect_response("**/place/"):
        late.press("ArrowUp")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Late", "Early"])
    expect(page.locator(f"#deck-{second.deck_id} .number")).to_have_text("1")
    expect(page.locator("#moved")).to_have_text("Late is track 1 of 2 on this page.")
    expect(late).to_be_focused()
    assert list(lesson.course.lessons.all()) == [second, first]

    grip = early.bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    expect(page.locator(f"#deck-{first.deck_id}")).to_be_hidden()  # what is in the tracks is folded away
    target = late.bounding_box()
    page.mouse.move(target["x"] + 5, target["y"] + 2, steps=4)
    with page.expect_response("**/place/"):
        page.mouse.up()
    expect(page.locator(f"#deck-{first.deck_id}")).to_be_visible()
    assert list(lesson.course.lessons.all()) == [first, second]

    page.get_by_role("button", name="Move the track Early down").click()
    expect(page.locator("#done")).to_contain_text("Moved the track “Early”.")
    assert list(lesson.course.lessons.all()) == [second, first]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=3)).to_have_text(["Early", "Late"])


def test_arrow_keys_on_the_only_lesson_of_a_track_move_both_and_a_dragged_one_comes_back(log_in, lesson):
    first, second = lesson.course.lessons.all()
    for each, track in ((first, "Early"), (second, "Late")):
        Lesson.objects.filter(pk=each.pk).update(track=track)
    page = log_in("instructor", f"/teach/{lesson.course.slug}/")
    rows = {each: page.locator(f"#deck-{each.deck_id}") for each in (first, second)}
    grip = rows[second].locator(".grip")
    with page.expect_response("**/place/"):
        grip.press("ArrowUp")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Late", "Early"])
    expect(grip).to_be_focused()
    assert [*lesson.course.lessons.values_list("track", flat=True)] == ["Late", "Early"]

    for track, expected in (("Early", ["Early", "Early"]), ("Late", ["Late", "Early"])):
        box, target = grip.bounding_box(), page.locator(f"[data-track={track}]").bounding_box()
        page.mouse.move(box["x"] + 5, box["y"] + 5)
        page.mouse.down()
        page.mouse.move(target["x"] + 5, target["y"] + 2, steps=4)
        with page.expect_response("**/place/") as response:
            page.mouse.up()
        assert response.value.ok
        assert [*lesson.course.lessons.values_list("track", flat=True)] == expected
