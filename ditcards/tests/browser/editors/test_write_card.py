"""Writing cards without leaving the keyboard, and without losing a text."""

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.cards.models import Note
from apps.cards.tests.support.pictures import picture
from ditcards.tests.support.accessibility import look

pytestmark = pytest.mark.browser

URL = "/decks/knots/add/"
FRONT, BACK = "#id_front", "#id_back"


@pytest.fixture
def knots(site):
    return User.objects.get(email="learner@example.org").decks.create(slug="knots", title="Knots")


def opened(page, site):
    page.goto(site + URL)
    expect(page.locator(FRONT)).to_be_focused()
    return page


def test_a_card_is_written_seen_and_saved_by_keyboard(log_in, site, knots):
    page = opened(log_in(), site)
    page.keyboard.type("Which knot makes a ")
    page.keyboard.press("Control+b")
    page.keyboard.type("fixed")
    page.keyboard.press("End")
    page.keyboard.type(" loop?")
    page.keyboard.press("Tab")  # the tools of the back are one stop
    page.keyboard.press("ArrowRight")
    expect(page.locator(".writes-back").get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(BACK)).to_be_focused()
    page.keyboard.type("A bowline.")
    expect(page.locator("#preview strong")).to_have_text("fixed")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Added just now")).to_be_visible()
    expect(page.locator(FRONT)).to_be_focused()
    assert Note.objects.get(deck=knots).front == "Which knot makes a **fixed** loop?"
    look(page, URL)


def test_a_blank_makes_a_cloze(log_in, site, knots):
    page = opened(log_in(), site)
    page.keyboard.type("luff")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+Shift+C")
    expect(page.locator(FRONT)).to_have_value("{{c1::luff}}")
    expect(page.get_by_role("radio", name="Cloze")).to_be_checked()
    expect(page.locator("#preview .question")).to_contain_text("[…]")


def test_a_text_survives_a_closed_tab_and_is_forgotten_once_it_is_saved(log_in, site, knots, context):
    page = opened(log_in(), site)
    page.keyboard.type("Half a thought")
    page.close(run_before_unload=False)
    page = opened(context.new_page(), site)
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator(FRONT)).to_have_value("Half a thought")
    page.locator(BACK).fill("The other half.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Added just now")).to_be_visible()
    expect(page.get_by_role("button", name="Restore it")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_a_text_is_not_left_by_accident_but_a_chosen_kind_alone_is(log_in, site, knots):
    page, asked = log_in(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    for change, questions in (
        (lambda: page.get_by_role("radio", name="Cloze").check(), []),
        (lambda: page.keyboard.type("Half a thought"), ["beforeunload"]),
    ):
        opened(page, site)
        change()
        page.get_by_role("link", name="Today").first.click()
        page.wait_for_url(site + "/")
        assert asked == questions


def test_a_picture_is_added_described_and_seen(log_in, site, knots):
    page = opened(log_in(), site)
    page.locator(BACK).fill("A bowline.")
    page.locator(FRONT).focus()
    with page.expect_file_chooser() as chooser:
        page.locator(".writes-front [data-tool=picture]").click()
    chooser.value.set_files({"name": "My knot.png", "mimeType": "image/png", "buffer": picture(size=(200, 100))})
    expect(page.locator(FRONT)).to_have_value("![](my-knot.png)")
    page.get_by_label("What does the picture show?").fill("A loop [of rope]")
    expect(page.locator(FRONT)).to_have_value("![A loop of rope](my-knot.png)")
    expect(page.locator("#preview img").first).to_have_attribute("alt", "A loop of rope")
    look(page, URL)


def test_a_file_that_is_no_picture_is_refused_with_what_to_do(log_in, site, knots):
    page = opened(log_in(), site)
    with page.expect_file_chooser() as chooser:
        page.locator(".writes-front [data-tool=picture]").click()
    chooser.value.set_files({"name": "x.png", "mimeType": "image/png", "buffer": b"MZ"})
    expect(page.locator(".dropped")).to_contain_text("Use PNG")
    expect(page.locator(FRONT)).to_have_value("")


def test_a_pasted_picture_is_added(log_in, site, knots):
    page = opened(log_in(), site)
    page.locator(FRONT).evaluate(
        """(text, bytes) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
            text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        list(picture()),
    )
    expect(page.locator(FRONT)).to_have_value("![](image.png)")
