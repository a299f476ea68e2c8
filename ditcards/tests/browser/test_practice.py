"""The practice page as a person uses it: by mouse, by keyboard only, and without JavaScript."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from apps.lessons.models import Attempt, Mark, Writing
from apps.lessons.services import demo
from ditcards.tests.support.accessibility import look

pytestmark = pytest.mark.browser

PAGE = "/courses/multimodal-ai/transformers-in-diffusion/practice/"
OPEN_EXERCISE = "/courses/multimodal-ai/learning-to-draw/practice/"
COURSE = "/courses/multimodal-ai/"


def question(page, number):
    return page.locator(".qa > li").nth(number - 1)


def scenario(page, letter):
    return page.locator(".scenario", has=page.locator(".name", has_text=f"{letter}.")).first


@pytest.mark.parametrize("url", [PAGE, OPEN_EXERCISE, COURSE])
def test_a_visitors_page(context, site, url):
    page = context.new_page()
    page.goto(site + url)
    look(page, url)


def test_a_learners_page_with_answers(log_in, site):
    page = log_in(url=PAGE)
    question(page, 1).get_by_text("Show answer").click()
    question(page, 1).get_by_role("button", name="Not yet").click()
    scenario(page, "A").get_by_role("radio", name="DiT").check()
    page.get_by_role("button", name="Check").first.click()
    expect(scenario(page, "A").get_by_text("Not this one.")).to_be_visible()
    page.locator(".grid summary").first.click()
    look(page, "answered")


def test_a_question_by_keyboard_alone(log_in):
    page = log_in(url=PAGE)
    question(page, 2).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(question(page, 2).get_by_text("biomedical")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    pressed = question(page, 2).get_by_role("button", name="Not yet")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(pressed).to_be_focused()
    expect(page.get_by_text("1 of 7 answered")).to_be_visible()
    expect(page.locator("#announcement")).to_have_text("Not yet")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(question(page, 2).get_by_text("In your daily review")).to_be_visible()
    assert Mark.objects.get().knew is False


def test_all_answers_open_and_close_at_once(context, site):
    page = context.new_page()
    page.goto(site + PAGE)
    show = page.get_by_role("button", name="Show all answers")
    show.press("Space")
    expect(page.locator(".qa details[open]")).to_have_count(7)
    page.get_by_role("button", name="Hide all answers").click()
    expect(page.locator(".qa details[open]")).to_have_count(0)


def test_an_exercise_by_keyboard_alone(log_in):
    page = log_in(url=PAGE)
    for letter, presses in (("A", ["Space"]), ("B", ["Space", "ArrowRight"]), ("C", ["Space"])):
        scenario(page, letter).get_by_role("radio").first.focus()
        for key in presses:
            page.keyboard.press(key)
    button = page.get_by_role("button", name="Check").first
    button.focus()
    page.keyboard.press("Enter")
    expect(scenario(page, "A").get_by_text("Correct.", exact=True)).to_be_visible()
    expect(scenario(page, "C").get_by_text("You chose U-Net.")).to_be_visible()
    expect(page.locator(".exercise [data-announcement]").first).to_have_text("2 of 3 correct on the first try")
    expect(page.locator("#announcement")).to_contain_text("2 of 3 correct")
    expect(page.locator(".takeaway").first).to_contain_text("The pattern:")
    expect(button).to_be_focused()
    assert Attempt.objects.count() == 3


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_flashcard_reveals_with_a_key(context, site, key):
    page = context.new_page()
    page.goto(site + PAGE)
    card = page.locator(".grid details").nth(2)
    card.locator("summary").focus()
    page.keyboard.press(key)
    expect(card.locator(".answer")).to_be_visible()


def test_a_flashcard_reveals_with_a_click(context, site):
    page = context.new_page()
    page.goto(site + PAGE)
    card = page.locator(".grid details").nth(3)
    card.click()
    expect(card.locator(".answer")).to_be_visible()


def test_print_flashcards_makes_a_page_of_each(context, site):
    page = context.new_page()
    page.goto(site + PAGE)
    link = page.get_by_role("link", name="Print flashcards")
    response = page.request.get(site + link.get_attribute("href"))
    assert len(pypdfium2.PdfDocument(response.body())) == 11  # and one that says where they are from


@pytest.mark.usefixtures("intercepted")
def test_what_is_written_is_there_again_also_when_it_was_saved_twice_in_quick_succession(log_in):
    page, held = log_in(url=OPEN_EXERCISE), []
    page.route("**/scenarios/*/", lambda route: held.append(route), times=1)
    with page.expect_request("**/scenarios/*/"):
        page.get_by_label("Your answer (only you can see it)").fill("A small U-Net.")
        page.get_by_role("button", name="Save").click()
    page.get_by_label("Your answer (only you can see it)").fill("A small U-Net, overnight.")
    page.get_by_role("button", name="Save").click()
    held[0].continue_()
    expect(page.get_by_text("Saved.", exact=True).first).to_be_visible()
    page.reload()
    expect(page.get_by_label("Your answer (only you can see it)")).to_have_value("A small U-Net, overnight.")


def test_a_visitors_answers_come_along_into_their_account(context, site):
    page = context.new_page()
    page.goto(site + PAGE)
    question(page, 1).get_by_text("Show answer").click()
    question(page, 1).get_by_role("button", name="Not yet").click()
    question(page, 1).get_by_role("button", name=re.compile("Sign up")).click()
    page.get_by_label("E-mail address").fill("new@example.org")
    page.get_by_label(re.compile("^Password")).first.fill("a long sentence of mine")
    if page.locator("[name=password2]").count():
        page.locator("[name=password2]").fill("a long sentence of mine")
    page.get_by_role("main").get_by_role("button", name=re.compile("Sign up")).click()
    page.wait_for_url(f"{site}/")
    page.goto(site + PAGE)
    expect(page.get_by_text("1 of 7 answered")).to_be_visible()
    assert Mark.objects.get().user.email == "new@example.org"


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_a_whole_page(self, log_in):
        page = log_in("instructor", PAGE)
        question(page, 3).get_by_text("Show answer").click()
        question(page, 3).get_by_role("button", name="Knew it").click()
        expect(page.get_by_text("1 of 7 answered")).to_be_visible()
        expect(question(page, 3).locator("details")).to_have_attribute("open", "")
        page.get_by_role("link", name="Show all answers").click()
        expect(page.locator(".qa details[open]")).to_have_count(7)
        scenario(page, "B").get_by_role("radio", name="DiT").check()
        page.get_by_role("button", name="Check").first.click()
        expect(scenario(page, "B").get_by_text("Correct.", exact=True)).to_be_visible()
        page.get_by_role("link", name="Try again from the start").click()
        expect(scenario(page, "B").get_by_text("Correct.", exact=True)).to_have_count(0)
        page.locator(".grid input").nth(4).check()
        page.get_by_role("button", name="Add only the selected cards").click()
        expect(page.get_by_text("1 card is in your daily review.")).to_be_visible()
        page.get_by_role("button", name="Add to daily review").click()
        expect(page.get_by_text("is in your daily review.")).to_be_visible()

    def test_an_open_exercise(self, log_in):
        page = log_in(url=OPEN_EXERCISE)
        page.get_by_label("Your answer (only you can see it)").fill("Overnight.")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_label("Your answer (only you can see it)")).to_have_value("Overnight.")
        assert Writing.objects.get().text == "Overnight."


@pytest.mark.usefixtures("send_worker_home")
def test_a_page_is_imported_from_the_form(log_in, site):
    page = log_in("instructor", f"{COURSE}import/")
    look(page, "import")
    text = (demo.PAGES / "transformers-in-diffusion" / "practice.mdx").read_text(encoding="utf-8")
    page.get_by_label("Or paste text").fill(text.replace("out of pure noise", "from pure noise"))
    page.get_by_label("Lesson").select_option("transformers-in-diffusion")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("25 unchanged")).to_be_visible()
    look(page, "plan")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    look(page, "report")
    page.get_by_role("link", name="Practice: Transformers in diffusion").click()
    page.wait_for_url(site + PAGE)
