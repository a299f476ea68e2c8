"""The front page as a visitor finds it: its parts work, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_visitor_tries_a_card_and_a_practice_page(new_context, site, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto(site)
    page.locator(".hero summary").click()
    expect(page.get_by_text("the effort is what strengthens the memory")).to_be_visible()
    page.get_by_label("Rereading").check()
    expect(page.get_by_text("Not this one.")).to_be_visible()
    page.get_by_label("Recall", exact=True).check()
    expect(page.get_by_text("Correct.")).to_be_visible()
    expect(page.get_by_text("Not this one.")).to_be_hidden()
    page.get_by_text("What is an interval?").click()
    expect(page.get_by_text("The days between two reviews of a card.")).to_be_visible()


def test_a_visitor_signs_up_at_the_end_of_the_page(context, site):
    page = context.new_page()
    page.goto(site)
    page.get_by_label("E-mail address").fill("visitor@example.org")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="What do you want to remember?")).to_be_visible()
