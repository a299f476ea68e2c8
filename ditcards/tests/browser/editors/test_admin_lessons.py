"""A lesson edited as its page reads: by keyboard, by mouse, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from apps.cards.models import Note
from apps.cards.services.notes import save_note
from apps.lessons.models import Lesson
from ditcards.tests.support.accessibility import look

pytestmark = pytest.mark.browser


@pytest.fixture
def lesson(site):
    return Lesson.objects.get(slug="transformers-in-diffusion")


@pytest.fixture
def instructor(log_in):
    return log_in("instructor", "/admin/")


@pytest.fixture
def editing(instructor, site, lesson):
    """The page of the lesson, with its preview."""
    instructor.goto(f"{site}/admin/lessons/lesson/{lesson.pk}/change/")
    instructor.locator("#preview .qa").wait_for()
    return instructor


@pytest.fixture
def check(lesson):
    """The self-check's questions, in their order."""
    section = lesson.deck.sections.get(kind="self_check")
    return lambda: [note.front for note in section.notes.filter(archived=False).order_by("position")]


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved:").wait_for()


def test_everybody_can_use_the_page(editing):
    look(editing, "lesson")


@pytest.mark.parametrize("page", ["", "add/", "{lesson}/history/", "sections/{section}/history/"])
def test_everybody_can_use_the_pages_around_it(instructor, site, lesson, page):
    section = lesson.deck.sections.first()
    instructor.goto(f"{site}/admin/lessons/lesson/" + page.format(lesson=lesson.pk, section=section.pk))
    look(instructor, page)


def test_the_preview_follows_what_is_typed_and_mistakes_are_shown(editing):
    question = editing.get_by_role("group", name="Question 1").get_by_label("Question", exact=True)
    question.fill("What does $\\foo$ mean?")
    editing.locator("#preview").get_by_text("Unknown command").wait_for()
    question.fill("What is **typed**?")
    expect(editing.locator("#preview .qa strong").first).to_have_text("typed")
    look(editing, "typed")


def test_advice_appears_beside_the_question_and_goes_when_it_is_followed(editing):
    group = editing.get_by_role("group", name="Question 1")
    question = group.get_by_label("Question", exact=True)
    question.fill("What is a patch? What is a token?")
    group.get_by_text("Two questions in one").wait_for()
    look(editing, "advice")
    question.fill("What is a patch?")
    expect(group.get_by_text("Two questions in one")).to_have_count(0)


def test_a_question_moves_by_keyboard_and_its_new_position_is_announced(editing, check):
    before = check()
    grip = editing.locator(".item").first.get_by_role("button", name="Move this question")
    grip.focus()
    editing.keyboard.press("ArrowDown")
    editing.keyboard.press("ArrowDown")
    expect(editing.locator("#moved")).to_have_text("Position 3 of 7 in Self-check.")
    editing.keyboard.press("ArrowUp")
    expect(editing.locator("#preview .qa .ask").nth(1)).to_have_text(before[0])
    save(editing)
    assert check() == [before[1], before[0], *before[2:]]


def test_a_question_at_the_end_goes_on_into_the_next_section(editing, lesson, check):
    last = check()[-1]
    editing.locator(".part").first.locator(".item[data-movable]").last.locator("[data-grip]").focus()
    editing.keyboard.press("ArrowDown")
    expect(editing.locator("#moved")).to_contain_text("Position 1 of 4")
    save(editing)
    assert Note.objects.get(deck=lesson.deck, front=last).section == lesson.deck.sections.all()[1]


def test_a_question_is_dragged(editing, check):
    before = check()
    editing.locator(".part").first.evaluate("part => part.scrollIntoView()")
    editing.locator(".item [data-grip]").first.hover()
    editing.mouse.down()
    target = editing.locator(".item").nth(1).bounding_box()
    editing.mouse.move(target["x"] + 40, target["y"] + target["height"] - 8, steps=8)
    editing.mouse.up()
    save(editing)
    assert check() == [before[1], before[0], *before[2:]]


def test_several_questions_are_added_at_once(editing, check):
    before = check()
    part = editing.locator(".part").first
    for number in (1, 2):
        part.get_by_text("Add a question").last.click()
        new = part.get_by_role("group", name="New question").nth(number - 1)
        expect(new.get_by_label("Question", exact=True)).to_be_focused()
        new.get_by_label("Question", exact=True).fill(f"New question {number}?")
        new.get_by_label("Answer", exact=True).fill("Yes.")
    save(editing)
    assert check() == [*before, "New question 1?", "New question 2?"]


def test_labels_that_are_typed_are_offered_to_scenarios(editing):
    part = editing.locator(".part[data-kind=exercise]").first
    part.get_by_text("Title, introduction, labels and closing words").click()
    part.get_by_label("Labels").fill("U-Net\nDiT\nGAN")
    assert part.locator("datalist option").evaluate_all("all => all.map((each) => each.value)") == [
        "U-Net",
        "DiT",
        "GAN",
    ]
    part.get_by_text("No scenario has the label “GAN”.").wait_for()


def test_two_instructors_lose_nothing(editing, lesson):
    note = lesson.deck.notes.get(section__kind="self_check", position=1)
    group = editing.get_by_role("group", name="Question 1")
    group.get_by_label("Answer", exact=True).fill("Mine.")
    note.back = "Theirs."
    save_note(note)
    editing.get_by_role("button", name="Save", exact=True).click()
    editing.get_by_role("alert").wait_for()
    expect(group.get_by_text("Theirs.")).to_be_visible()
    look(editing, "conflict")
    save(editing)
    note.refresh_from_db()
    assert note.back == "Mine."


def test_a_version_is_compared_and_restored(instructor, site, lesson):
    note = lesson.deck.notes.first()
    before = note.front
    note.front = f"{before} Really?"
    save_note(note)
    instructor.goto(f"{site}/admin/cards/note/{note.pk}/history/")
    expect(instructor.locator("ins")).to_contain_text("Really?")
    look(instructor, "versions")
    instructor.get_by_role("button", name="Restore this version").click()
    instructor.get_by_text("The version was restored.").wait_for()
    note.refresh_from_db()
    assert note.front == before


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    @pytest.fixture
    def plain(self, log_in, site, lesson):
        page = log_in("instructor", "/admin/")
        page.goto(f"{site}/admin/lessons/lesson/{lesson.pk}/change/")
        return page

    def test_a_lesson_is_edited_added_to_and_reordered(self, plain, check):
        before = check()
        third = plain.get_by_role("group", name="Question 3")
        third.get_by_label("Question", exact=True).fill("Third, now first?")
        third.get_by_label("Position").fill("1")
        part = plain.locator(".part").first
        part.get_by_text("Add a question").click()
        part.get_by_role("group", name="New question").get_by_label("Question", exact=True).fill("New?")
        part.get_by_role("group", name="New question").get_by_label("Answer", exact=True).fill("Yes.")
        plain.get_by_role("button", name="Save", exact=True).click()
        plain.get_by_text("Saved: 1 note added, 1 note changed, order.").wait_for()
        assert check() == ["Third, now first?", *before[:2], *before[3:], "New?"]
        assert plain.get_by_role("button", name="Move this question").count() == 0

    def test_the_preview_opens_beside_the_form(self, plain):
        plain.get_by_role("group", name="Question 1").get_by_label("Question", exact=True).fill("Typed, not saved?")
        with plain.context.expect_page() as opened:
            plain.get_by_role("button", name="Show preview").click()
        opened.value.get_by_text("Nothing is saved yet.").wait_for()
        assert opened.value.get_by_text("Typed, not saved?").count() == 1
