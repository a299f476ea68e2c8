"""The browser of cards by keyboard, on a phone, and without JavaScript."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.library.services.shared_links import share
from apps.reviews.models import Schedule

pytestmark = pytest.mark.browser


def rows(page):
    return page.locator("[data-row]")


def test_cards_are_searched_shown_and_changed_by_keys_alone(log_in):
    page = log_in(url="/browse/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("is:new")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/browse/\?q=is(%3A|:)new"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("tr.shown").get_by_role("rowheader")).to_have_text(rows(page).nth(1).inner_text())
    page.keyboard.press("Space")
    expect(page.get_by_text("Selected: 1")).to_be_visible()
    page.get_by_role("button", name="Suspend").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Suspended 1 card.")).to_be_visible()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Undone for 1 card.")).to_be_visible()
    page.keyboard.press("?")
    page.wait_for_url(re.compile(r"/help/#keys-title$"))


def test_the_box_in_the_heading_selects_the_page_and_the_bar_goes_with_the_last_one(log_in):
    page = log_in(url="/browse/")
    bar = page.get_by_role("group", name="With the selected cards")
    expect(bar).to_be_hidden()
    page.get_by_label("Select all on this page").check()
    expect(bar).to_contain_text(f"Selected: {rows(page).count()}")
    expect(bar.get_by_text("Select all")).to_be_hidden()  # these are all
    page.get_by_label("Select all on this page").uncheck()
    expect(bar).to_be_hidden()


def test_a_tag_is_added_by_enter_but_one_of_two_words_stays_to_be_changed_with_what_is_selected(log_in):
    page = log_in("instructor", url="/browse/")
    rows(page).first.press("Space")
    page.locator(".bulk summary", has_text="Tag").click()
    tag = page.get_by_label("Tag", exact=True)
    tag.fill("week 1")
    page.keyboard.press("Enter")
    expect(page.locator(".bulk :invalid")).to_have_value("week 1")
    tag.fill("week1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tagged 1 note with “week1”.")).to_be_visible()


def test_on_a_phone_a_row_opens_the_cards_own_page(log_in):
    page = log_in(url="/browse/")
    page.set_viewport_size({"width": 390, "height": 800})
    front = rows(page).first.inner_text()
    rows(page).first.click()
    page.wait_for_url("**/cards/*/")
    expect(page.get_by_role("heading", level=1)).to_have_text(front)


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_cards_are_ticked_and_changed_and_a_row_opens_its_page(self, log_in):
        page = log_in(url="/browse/")
        page.locator("[name=pick]").first.check()
        page.get_by_role("button", name="Suspend").click()
        expect(page.get_by_text("Suspended 1 card.")).to_be_visible()
        assert Schedule.objects.filter(suspended=True).exists()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Undone for 1 card.")).to_be_visible()
        rows(page).first.click()
        page.wait_for_url("**/cards/*/")


def test_the_link_of_a_shared_deck_is_copied_by_a_press(context, log_in, site):
    deck = User.objects.get(email="learner@example.org").decks.create(slug="mine", title="Mine")
    share(deck, at=timezone.now())
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = log_in(url="/decks/mine/share/")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}/decks/shared/{deck.shared_link.token}/"
