"""The print page in a real browser: nothing typed, picked or focused gets lost, and the button stays in sight."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PRINT = "/decks/transformers-in-diffusion/print/"
HIDDEN = """() => {
  const field = document.activeElement.getBoundingClientRect();
  const bar = document.querySelector(".print-bar").getBoundingClientRect();
  return field.bottom > bar.top && field.top < bar.bottom && field.left < bar.right && field.right > bar.left;
}"""

IS_ON_TOP = """(button) => {
  const { left, top, width, height } = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


@pytest.fixture
def page(context, site):
    page = context.new_page()
    page.goto(site + PRINT)
    return page


def focused(page):
    return page.evaluate("document.activeElement.id")


def tab_to_the_button(page):
    page.get_by_role("radio").first.focus()
    for _ in range(45):
        page.keyboard.press("Tab")
        if focused(page) == "make":
            break
        assert not page.evaluate(HIDDEN), (page.viewport_size, focused(page))
    assert focused(page) == "make"


def test_a_choice_changes_the_preview_and_keeps_the_focus(page):
    page.get_by_label("Paper").focus()
    page.get_by_label("Paper").select_option("A7")
    expect(page.locator('.print-preview svg[viewBox="0 0 396.9 279.7"]')).to_be_visible()
    assert focused(page) == "id_paper"
    assert page.url.endswith("?paper=a7")
    page.get_by_label("Cards to cut").check()
    expect(page.get_by_role("img", name="First sheet, fronts")).to_be_visible()
    expect(page.get_by_label("Paper")).to_have_value("")


def test_enter_in_a_field_updates_the_preview_and_prints_nothing(page):
    page.get_by_label("Text size").fill("160")
    page.keyboard.press("Enter")
    expect(page.locator("g[transform*='scale(1.6)']").first).to_be_visible()
    assert focused(page) == "id_scale"
    assert page.url.endswith("?scale=160")


def test_a_mistake_is_shown_beside_the_button_and_leads_to_its_field(page):
    page.get_by_label("Margins").fill("99")
    page.keyboard.press("Tab")
    link = page.get_by_role("status").get_by_role("link", name="Margins (mm): Enter a whole number")
    link.click()
    assert focused(page) == "id_margin_mm"
    expect(page.get_by_role("img", name="The first card as printed")).to_be_visible()


def test_on_a_phone_nothing_covers_the_button(log_in):
    page = log_in("learner", PRINT)
    page.set_viewport_size({"width": 360, "height": 740})
    button = page.get_by_role("button", name="Make the PDF")
    expect(button).to_be_in_viewport(ratio=1)
    assert button.evaluate(IS_ON_TOP)


def test_a_search_for_cards_keeps_what_was_typed_and_picked(page):
    page.get_by_label("Cards", exact=True).select_option("Cards I pick")
    page.get_by_label("Which backbone did the first").check()
    expect(page.locator("#print-count")).to_contain_text("1 card")
    page.get_by_label("Search the cards").fill("latent")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("found. 1 picked.")
    assert focused(page) == "id_q"
    page.get_by_role("checkbox").first.check()
    expect(page.locator("#print-count")).to_contain_text("2 cards")


@pytest.mark.parametrize("query", ["", "?layout=sheet", "?which=cards"])
def test_the_bar_never_hides_the_field_that_is_tabbed_to(page, site, query):
    page.goto(site + PRINT + query)
    for width, height in [(360, 740), (320, 640), (768, 1024), (1280, 800)]:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        tab_to_the_button(page)
        expect(page.get_by_role("button", name="Make the PDF")).to_be_in_viewport()
