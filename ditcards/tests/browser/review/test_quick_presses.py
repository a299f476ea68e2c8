"""Presses that come while another one is on its way: none is lost, and no older response replaces a newer one."""

import re

import pytest
from playwright.sync_api import expect

from apps.lessons.models import Mark, Writing
from apps.reviews.models import ReviewLog, Schedule

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("intercepted")]

FLAG = re.compile(r"/review/\d+/flag/")
GRADE = re.compile(r"/review/\d+/grade/")
PRINT = "/decks/transformers-in-diffusion/print/"
PRACTICE = "/courses/multimodal-ai/transformers-in-diffusion/practice/"
OPEN_EXERCISE = "/courses/multimodal-ai/learning-to-draw/practice/"

# The next task after the one in which the text appears: no person is faster.
PRESS_Z_WITH = """text => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "z", bubbles: true }));
  new MutationObserver((_, observer) => {
    if (!document.getElementById("card").textContent.includes(text)) return;
    observer.disconnect();
    port2.postMessage("");
  }).observe(document.getElementById("main"), { childList: true, subtree: true });
}"""


@pytest.fixture
def review(log_in):
    page = log_in(url="/review/")
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_focused()
    return page


@pytest.fixture
def hold():
    """Return a function that keeps the requests to an address back, in the list that it returns."""

    def hold(page, url):
        routes = []
        page.route(url, lambda route: routes.append(route))
        return routes

    return hold


def wait_for(page, routes, number=1):
    """Let the page go on until that many requests were held back."""
    for _ in range(1_000):
        if len(routes) >= number:
            return
        page.wait_for_timeout(20)
    pytest.fail("The request was never sent.")


def grades():
    return list(ReviewLog.objects.filter(undone_at=None).values_list("grade", flat=True))


def flags():
    return Schedule.objects.filter(flag=1).count()


def test_z_at_the_moment_a_flag_is_shown_takes_it_back_in_the_same_page(review):
    review.evaluate(PRESS_Z_WITH, "Red flag")
    review.keyboard.press("*")
    expect(review.locator("#announcement")).to_have_text("Undone.")
    expect(review.locator("#answer")).to_be_visible()
    assert flags() == 0


def test_a_grade_while_a_flag_is_on_its_way_counts(review, hold):
    routes = hold(review, FLAG)
    review.keyboard.press("*")
    wait_for(review, routes)
    review.keyboard.press("3")
    assert grades() == []
    routes[0].continue_()
    expect(review.locator("#answer")).to_have_count(0)
    assert (grades(), flags()) == ([4], 1)


def test_a_click_while_a_flag_is_on_its_way_counts(review, hold):
    routes = hold(review, FLAG)
    review.keyboard.press("*")
    wait_for(review, routes)
    review.get_by_role("button", name="Good").click()
    routes[0].continue_()
    expect(review.locator("#answer")).to_have_count(0)
    assert (grades(), flags()) == ([4], 1)


def test_a_double_click_flags_once(review, hold):
    routes = hold(review, FLAG)
    review.locator("#card-menu summary").click()
    review.get_by_role("button", name="Flag").dblclick()
    wait_for(review, routes)
    routes[0].continue_()
    expect(review.get_by_text("Red flag")).to_be_visible()
    review.keyboard.press("3")
    expect(review.locator("#answer")).to_have_count(0)
    assert (len(routes), flags()) == (1, 1)


def test_z_while_a_flag_is_on_its_way_takes_back_the_flag(review, hold):
    review.keyboard.press("3")
    expect(review.locator("#answer")).to_have_count(0)
    routes = hold(review, FLAG)
    review.keyboard.press("*")
    wait_for(review, routes)
    review.keyboard.press("z")
    routes[0].continue_()
    expect(review.locator("#announcement")).to_have_text("Undone.")
    assert (grades(), flags()) == ([4], 0)


def test_z_while_a_grade_is_on_its_way_takes_back_the_grade(review, hold):
    routes = hold(review, GRADE)
    review.keyboard.press("3")
    wait_for(review, routes)
    review.keyboard.press("z")
    routes[0].continue_()
    expect(review.locator("#announcement")).to_have_text("Undone.")
    assert ReviewLog.objects.count() == 1
    assert grades() == []


def test_another_key_while_a_grade_is_on_its_way_answers_no_card_that_nobody_saw(review, hold):
    routes = hold(review, GRADE)
    review.keyboard.press("3")
    wait_for(review, routes)
    for key in ("Space", "3", "Space"):
        review.keyboard.press(key)
    routes[0].continue_()
    expect(review.locator("#announcement")).to_have_text("Good, back in 1 day.")
    expect(review.get_by_role("link", name="Show answer")).to_be_visible()
    assert grades() == [4]


def test_an_older_search_never_replaces_what_was_picked_after_it(context, site, hold):
    page = context.new_page()
    page.goto(site + PRINT)
    page.get_by_label("Cards", exact=True).select_option("Cards I pick")
    page.get_by_label("Which backbone did the first").check()
    expect(page.locator("#print-count")).to_contain_text("1 card")
    routes = hold(page, f"**{PRINT}")
    page.get_by_label("Search the cards").fill("latent")
    page.keyboard.press("Enter")
    wait_for(page, routes, 2)  # one for the field that changed, one for Enter
    page.locator(".picks input:not(:checked)").first.check()
    wait_for(page, routes, 3)
    routes[2].continue_()
    expect(page.locator("#print-count")).to_contain_text("2 cards")
    expect(page.locator("#found")).to_contain_text("2 picked.")
    assert all(route.request.failure for route in routes[:2])  # no response of theirs is waited for


def test_a_second_press_on_a_question_waits_for_the_first_one(log_in, hold):
    page = log_in(url=PRACTICE)
    question = page.locator(".qa > li").first
    question.locator("summary").click()
    routes = hold(page, re.compile(r"/questions/\d+/$"))
    question.get_by_role("button", name="Knew it").click()
    wait_for(page, routes)
    question.get_by_role("button", name="Not yet").click()
    expect(question.get_by_role("button", name="Not yet")).to_be_focused()
    assert len(routes) == 1  # sent at the same time, the second could be stored before the first
    routes[0].continue_()
    wait_for(page, routes, 2)
    assert Mark.objects.get().knew is True
    routes[1].continue_()
    expect(question.get_by_role("button", name="Not yet")).to_have_attribute("aria-pressed", "true")
    assert Mark.objects.get().knew is False


def test_what_is_typed_while_a_save_is_on_its_way_stays(log_in, hold):
    page = log_in(url=OPEN_EXERCISE)
    text = page.get_by_label("Your answer (only you can see it)").first
    scenario = page.locator(".scenario", has=text).first
    routes = hold(page, re.compile(r"/scenarios/\d+/$"))
    text.fill("A small U-Net")
    scenario.get_by_role("button", name="Save").click()
    wait_for(page, routes)
    text.press("End")
    text.press_sequentially(", overnight.")
    scenario.get_by_role("button", name="Save").focus()
    with page.expect_response(re.compile(r"/scenarios/")):
        routes[0].continue_()
    expect(scenario.locator("form:not(.htmx-request)")).to_have_count(1)
    expect(text).to_have_value("A small U-Net, overnight.")
    expect(scenario.get_by_text("Saved.")).to_have_count(0)
    scenario.get_by_role("button", name="Save").click()
    wait_for(page, routes, 2)
    routes[1].continue_()
    expect(scenario.get_by_text("Saved.")).to_be_visible()
    assert Writing.objects.get().text == "A small U-Net, overnight."
