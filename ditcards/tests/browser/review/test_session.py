"""A learner's whole session: by keyboard, by mouse, and with JavaScript off."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.cards.models import Card
from apps.reviews.models import ReviewLog, Schedule
from ditcards.tests.support.sent_requests import requests_of

pytestmark = pytest.mark.browser


def left(page):
    """Return the counter: due, new, in drill; a zero is not shown."""
    items = page.get_by_role("list", name="Left today").locator("li").all_inner_texts()
    shown = dict(reversed(each.split(" ", 1)) for each in items)
    return [int(shown.get(part, 0)) for part in ("due", "new", "in drill")]


def test_a_session_by_keyboard_from_login_to_the_last_card(log_in):
    page = log_in()
    expect(page.get_by_text("10 cards are new")).to_be_visible()
    page.get_by_role("link", name="Start review").click()
    expect(page.get_by_role("button", name="Keys")).to_be_visible()  # it shows once keys work
    for answered in range(10):
        assert left(page) == [0, 10 - answered, 0]
        page.keyboard.press("Space")
        expect(page.locator("#answer")).to_be_focused()
        page.keyboard.press("Enter" if answered % 2 else "3")
        expect(page.locator("#answer")).to_have_count(0)
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    assert ReviewLog.objects.filter(grade=4).count() == 10
    assert all(taken is not None for taken in ReviewLog.objects.values_list("taken_ms", flat=True))


def test_keys_undo_any_number_of_answers(log_in):
    page = log_in(url="/review/")
    first = page.locator("#question").inner_text()
    for key in ("1", "2", "4"):
        page.keyboard.press("Space")
        expect(page.locator("#answer")).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator("#answer")).to_have_count(0)
    assert left(page) == [0, 7, 2]
    for key, counts in (("z", [0, 8, 2]), ("u", [0, 9, 1]), ("Control+z", [0, 10, 0])):
        page.keyboard.press(key)
        expect(page.get_by_role("list", name="Left today").get_by_text(f"{counts[1]} new")).to_be_visible()
        assert left(page) == counts
    assert page.locator("#question").inner_text() == first
    assert ReviewLog.objects.filter(undone_at=None).count() == 0


def test_the_final_drill_ends_with_good_answers(log_in):
    Schedule.objects.filter(user__email="learner@example.org").exclude(card__note__guid="demo-dit").delete()
    page = log_in(url="/review/")
    for key in ("1", "2", "3"):
        page.keyboard.press("Space")
        expect(page.locator("#answer")).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator("#answer")).to_have_count(0)
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    assert list(ReviewLog.objects.order_by("pk").values_list("kind", "grade")) == [
        ("learn", 1),
        ("drill", 3),
        ("drill", 4),
    ]


def test_the_question_does_not_move_when_the_answer_appears(log_in):
    page = log_in(url="/review/")
    before = page.locator("#question").bounding_box()
    page.get_by_role("link", name="Show answer").click()
    expect(page.locator("#answer")).to_be_visible()
    assert page.locator("#question").bounding_box() == before


def test_the_answer_to_a_long_question_comes_into_sight(log_in):
    Card.objects.update(front="<p>" + "A long question. " * 300 + "</p>")
    page = log_in(url="/review/")
    page.get_by_role("link", name="Show answer").click()
    expect(page.locator("#answer")).to_be_in_viewport()


def test_a_screen_reader_hears_what_a_press_did(log_in):
    page = log_in(url="/review/")
    page.get_by_role("link", name="Show answer").click()
    page.get_by_role("button", name="Good").click()
    expect(page.locator("#announcement")).to_have_text("Good, back in 1 day.")
    expect(page.locator("#question")).to_be_focused()


def test_a_double_click_is_one_grade(log_in):
    page = log_in(url="/review/")
    page.get_by_role("link", name="Show answer").click()
    page.get_by_role("button", name="Good").dblclick()
    expect(page.locator("#answer")).to_have_count(0)
    assert ReviewLog.objects.count() == 1


def test_two_tabs_give_one_grade_and_a_polite_sentence(log_in, context, site):
    first, second = log_in(url="/review/"), context.new_page()
    second.goto(f"{site}/review/")
    for page in (first, second):
        page.get_by_role("link", name="Show answer").click()
        expect(page.locator("#answer")).to_be_visible()
    for page in (first, second):
        page.get_by_role("button", name="Easy").click()
        expect(page.locator("#answer")).to_have_count(0)
    expect(second.get_by_text("You had already answered that card.").first).to_be_visible()
    assert ReviewLog.objects.count() == 1


def test_the_back_button_gives_no_second_grade(log_in, site):
    page = log_in(url="/review/")
    page.goto(page.get_by_role("link", name="Show answer").evaluate("link => link.href"))
    page.get_by_role("button", name="Good").click()
    expect(page.locator("#answer")).to_have_count(0)
    page.goto(f"{site}/")
    page.go_back()
    page.go_back()
    assert ReviewLog.objects.count() == 1


def test_a_reload_comes_back_to_the_card_in_sight_with_its_answer_open(log_in, site):
    page = log_in(url="/review/")
    page.goto(page.get_by_role("link", name="Show answer").evaluate("link => link.href"))  # where an edit leads back to
    page.keyboard.press("3")
    expect(page.locator("#answer")).to_have_count(0)
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_visible()
    shown = page.locator("#question").inner_text()
    page.reload()
    expect(page.locator("#answer")).to_be_visible()
    expect(page.locator("#question")).to_have_text(shown)
    expect(page.get_by_text("You had already answered that card.")).to_have_count(0)


def test_question_mark_lists_the_keys_and_escape_closes_it(log_in):
    page = log_in(url="/review/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Space")
    assert page.locator("#answer").count() == 0
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()


def test_a_switch_turns_the_keys_off(log_in):
    User.objects.update(shortcuts=False)
    page = log_in(url="/review/")
    with requests_of(page) as sent:
        page.keyboard.press("Space")
        page.keyboard.press("1")
        page.get_by_role("link", name="Show answer", exact=True).click()
        expect(page.locator("#answer")).to_be_visible()
    assert len(sent) == 1
    assert not ReviewLog.objects.exists()


def test_a_lost_connection_is_reported_and_loses_nothing(log_in, context):
    page = log_in(url="/review/")
    page.get_by_role("link", name="Show answer").click()
    expect(page.locator("#answer")).to_be_visible()
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')) }")
    page.get_by_role("button", name="Good").click()
    expect(page.get_by_role("alert")).to_contain_text("press again")
    expect(page.locator("#answer")).to_be_visible()
    assert ReviewLog.objects.count() == 0


def test_a_refusal_is_shown_and_stays_to_be_read(log_in):
    page = log_in(url="/review/")
    page.get_by_role("link", name="Show answer").click()
    page.get_by_role("button", name="Good").evaluate("button => { button.value = 'perhaps' }")
    page.get_by_role("button", name="Good").click()
    expect(page.get_by_role("alert")).to_have_text("Press one of the buttons below the answer.")
    expect(page.locator("#answer")).to_be_visible()


def test_the_pdf_of_the_deck_has_a_page_for_each_card(log_in, site, tmp_path):
    page = log_in(url="/decks/transformers-in-diffusion/")
    page.get_by_text("More", exact=True).click()
    link = page.get_by_role("link", name="Print flashcards")
    response = page.request.get(site + link.get_attribute("href"))
    assert response.headers["content-type"] == "application/pdf"
    assert len(pypdfium2.PdfDocument(response.body())) == 11  # and one that says where they are from


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_a_session_from_login_to_the_last_card(self, log_in):
        page = log_in()
        page.get_by_role("link", name="Start review").click()
        for answered in range(10):
            assert left(page) == [0, 10 - answered, 0]
            page.get_by_role("link", name="Show answer").click()
            page.get_by_role("button", name="Good").click()
            expect(page.locator("#answer")).to_have_count(0)
        expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#question")).to_be_visible()
        assert ReviewLog.objects.filter(undone_at=None).count() == 9

    def test_a_deck_can_be_read_and_added(self, log_in, site):
        page = log_in("instructor", "/decks/transformers-in-diffusion/")
        page.locator(".cards summary").first.click()
        expect(page.locator(".cards .answer").first).to_be_visible()
        page.get_by_role("button", name="Add to daily review").click()
        expect(page.get_by_role("link", name=re.compile(r"^Review \d+ new$"))).to_be_visible()


def test_keys_flag_and_suspend_a_card(log_in):
    page = log_in(url="/review/")
    first = page.locator("#question").inner_text()
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_focused()
    page.keyboard.press("*")
    expect(page.get_by_text("Red flag")).to_be_visible()
    expect(page.locator("#answer")).to_be_visible()
    page.keyboard.press("*")
    expect(page.get_by_text("Red flag")).to_have_count(0)
    page.keyboard.press("@")
    expect(page.get_by_text("Suspended. That card won’t come up.")).to_be_visible()
    assert page.locator("#question").inner_text() != first
    page.get_by_role("button", name="Unsuspend").click()
    expect(page.locator("#question")).to_have_text(first)


def test_a_card_is_flagged_and_suspended_by_mouse(log_in):
    page = log_in(url="/review/")
    menu = page.locator("#card-menu summary")
    menu.click()
    page.get_by_role("button", name="Flag").click()
    expect(page.get_by_text("Red flag")).to_be_visible()
    expect(menu).to_be_focused()
    menu.click()
    page.get_by_role("button", name="Suspend").click()
    expect(page.get_by_role("button", name="Unsuspend")).to_be_visible()
    assert Schedule.objects.filter(suspended=True, flag=1).count() == 1


def test_keys_open_the_cards_menu_and_its_history(log_in):
    page = log_in(url="/review/")
    page.keyboard.press("m")
    expect(page.get_by_role("link", name="History and dates")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="History and dates")).to_be_hidden()
    page.keyboard.press("i")
    expect(page.get_by_role("heading", name="Why this date?")).to_be_visible()


def test_practice_by_keyboard_asks_again_what_was_missed(log_in):
    page = log_in(url="/practice/?deck=transformers-in-diffusion")
    for known, key in enumerate(["1", *("2" * 10)]):
        page.keyboard.press("Space")
        expect(page.locator("#answer")).to_be_focused()
        page.keyboard.press(key)
        expect(page.get_by_text(f"{known} of 10 known")).to_be_visible()
        expect(page.locator("#answer")).to_have_count(0)
    expect(page.get_by_text("You knew 9 of 10 cards right away.")).to_be_visible()
    assert ReviewLog.objects.filter(kind="practice").count() == 11
    assert not Schedule.objects.filter(version__gt=0).exists()
