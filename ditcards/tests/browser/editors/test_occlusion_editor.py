"""Masks are drawn over a picture by pointer and by keys, and as numbers without a script."""

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.pictures import picture
from ditcards.tests.support.accessibility import look

pytestmark = pytest.mark.browser

URL = "/decks/knots/add/?kind=occlusion"
BACK = "[name=back]"


@pytest.fixture
def knots(site):
    deck = User.objects.get(email="learner@example.org").decks.create(slug="knots", title="Knots")
    add_to_deck(deck, {"ship.png": store_media(verify(picture(size=(400, 200))))})
    return deck


@pytest.fixture
def editor(log_in, site, knots):
    """The form of a new occlusion, with its picture."""
    page = log_in()
    page.goto(site + URL)
    page.locator("#id_front").fill("![A ship](ship.png)")
    expect(page.locator("#occlusion-picture img")).to_be_visible()
    return page


def drag(page, start, end):
    """Drag over the picture, between places in parts of its sides."""
    svg = page.locator(".canvas svg")
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=4)
    page.mouse.up()


def sides(page):
    """Return the numbers of the only mask, in per cent."""
    words = page.locator(BACK).input_value().split()
    return words[:2], [round(100 * float(word)) for word in words[2:6]]


def test_a_mask_is_drawn_moved_and_sized_by_pointer(editor):
    drag(editor, (0.2, 0.2), (0.5, 0.4))
    assert sides(editor) == (["c1", "rect"], [20, 20, 30, 20])
    drag(editor, (0.3, 0.3), (0.4, 0.4))
    assert sides(editor)[1] == [30, 30, 30, 20]
    drag(editor, (0.6, 0.5), (0.7, 0.6))
    assert sides(editor)[1] == [30, 30, 40, 30]
    expect(editor.locator("#preview svg.occlusion").first).to_be_visible()
    look(editor, URL)


def test_a_mask_is_added_moved_sized_and_removed_by_keys(editor):
    undo = editor.get_by_role("button", name="Undo", exact=True)
    expect(undo).to_be_disabled()
    editor.get_by_role("button", name="Add a rectangle").press("Enter")
    expect(editor.get_by_role("button", name="Mask 1", exact=True)).to_be_focused()
    editor.keyboard.press("ArrowRight")
    editor.keyboard.press("Shift+ArrowDown")
    assert sides(editor)[1] == [41, 40, 20, 11]
    editor.keyboard.press("Delete")
    expect(editor.locator(BACK)).to_have_value("")
    undo.click()
    assert sides(editor)[1] == [41, 40, 20, 11]
    for _act in range(3):
        undo.press("Enter")
    expect(undo).to_be_disabled()
    expect(editor.get_by_role("button", name="Add a rectangle")).to_be_focused()


def test_masks_are_removed_in_the_list_one_after_the_other(editor):
    for _mask in range(3):
        editor.get_by_role("button", name="Add a rectangle").click()
    editor.get_by_role("button", name="Mask 2", exact=True).focus()
    editor.get_by_role("button", name="Remove: Mask 1").press("Enter")
    expect(editor.get_by_role("button", name="Remove: Mask 2")).to_be_focused()
    expect(editor.locator(".canvas .current")).to_have_attribute("aria-label", "Mask 2")
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("button", name="Remove: Mask 3")).to_be_focused()
    expect(editor.locator(".canvas .current")).to_have_count(0)
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("button", name="Add a rectangle")).to_be_focused()
    expect(editor.locator(BACK)).to_have_value("")


def test_what_was_typed_for_another_kind_comes_back_with_it(editor):
    editor.get_by_role("radio", name="Basic").check()
    editor.locator(BACK).fill("A bowline\nand a hitch")
    editor.get_by_role("radio", name="Occlusion").check()
    editor.get_by_role("button", name="Add a rectangle").click()
    expect(editor.locator(BACK)).to_have_value("c1 rect 0.4 0.4 0.2 0.1 always")
    editor.get_by_role("radio", name="Basic").check()
    expect(editor.locator(BACK)).to_have_value("A bowline\nand a hitch")
    editor.get_by_role("radio", name="Occlusion").check()
    expect(editor.get_by_role("button", name="Mask 1", exact=True)).to_be_visible()


def test_masks_are_grouped_and_undone_by_keys(editor):
    for _mask in range(3):
        editor.get_by_role("button", name="Add a rectangle").click()
    editor.get_by_role("button", name="Mask 1", exact=True).focus()
    editor.keyboard.press("Space")
    editor.get_by_role("button", name="Mask 3", exact=True).focus()
    editor.keyboard.press("Control+g")
    assert [line.split()[0] for line in editor.locator(BACK).input_value().splitlines()] == ["c1", "c2", "c1"]
    editor.keyboard.press("Control+z")
    assert [line.split()[0] for line in editor.locator(BACK).input_value().splitlines()] == ["c1", "c2", "c3"]


def test_what_is_under_a_mask_is_shown_with_the_answer(editor, knots):
    editor.get_by_role("button", name="Add a rectangle").click()
    editor.get_by_label("What is under it").fill("The bowline")
    expect(editor.locator(BACK)).to_have_value("c1 rect 0.4 0.4 0.2 0.1 always = The bowline")
    expect(editor.locator("#preview").get_by_text("The bowline")).to_be_visible()
    editor.keyboard.press("Control+Enter")
    expect(editor.get_by_role("heading", name="Added just now")).to_be_visible()
    card = knots.notes.get().cards.get()
    assert "The bowline" in card.back
    assert "The bowline" not in card.front
    editor.get_by_role("link", name="Edit").first.click()
    expect(editor.locator("#occlusion-picture img")).to_be_visible()
    editor.wait_for_load_state()
    assert editor.evaluate("scrollY") == 0


class TestOnAPhone:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 740}}

    def test_a_mask_is_drawn_moved_and_sized_by_a_finger(self, editor):
        finger = editor.context.new_cdp_session(editor)
        for start, end in [((0.2, 0.2), (0.5, 0.6)), ((0.3, 0.3), (0.4, 0.3)), ((0.6, 0.6), (0.7, 0.7))]:
            slide(editor, finger, start, end)
        assert sides(editor) == (["c1", "rect"], [30, 20, 40, 50])
        expect(editor.get_by_text("Drag over the picture")).to_be_visible()
        expect(editor.get_by_text("Arrow keys move the chosen mask")).to_be_hidden()


def slide(page, finger, start, end):
    """Slide a finger over the picture, between places in parts of its sides."""
    svg = page.locator(".canvas svg")
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    places = [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]} for x, y in (start, end)]
    for name, points in [("touchStart", places[:1]), ("touchMove", places[1:]), ("touchEnd", [])]:
        finger.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": points})


def test_masks_of_one_number_make_one_card_and_all_or_one_is_covered(editor, knots):
    for _mask in range(2):
        editor.get_by_role("button", name="Add an ellipse").click()
    editor.get_by_label("Card").nth(1).fill("1")
    editor.get_by_label("Card").nth(1).press("Tab")
    editor.get_by_label("Cover only the one asked").check()
    expect(editor.locator(BACK)).to_have_value("c1 ellipse 0.4 0.4 0.2 0.1\nc1 ellipse 0.4 0.52 0.2 0.1")
    editor.keyboard.press("Control+Enter")
    expect(editor.get_by_role("heading", name="Added just now")).to_be_visible()
    assert knots.notes.get().cards.count() == 1
