"""Keys of the review on many keyboards; a layout is what its keys say (`key`) and where they are (`code`)."""

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.cards.models import Card
from apps.reviews.models import ReviewLog, Schedule
from ditcards.tests.support.sent_requests import requests_of

pytestmark = pytest.mark.browser


@pytest.fixture
def page(log_in):
    return log_in(url="/review/")


def press(page, key, code, **modifiers):
    """Press a key as a keyboard of another layout does."""
    event = {"key": key, "code": code, "bubbles": True, "cancelable": True, **modifiers}
    page.evaluate("event => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', event))", event)


def reveal(page):
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_focused()


def grades():
    return list(ReviewLog.objects.filter(undone_at=None).order_by("pk").values_list("grade", flat=True))


def answer(page, *key, **modifiers):
    reveal(page)
    press(page, *key, **modifiers)
    expect(page.locator("#answer")).to_have_count(0)


DIGITS = {
    "French, unshifted": ('"', "Digit3", {}),
    "French, shifted": ("3", "Digit3", {"shiftKey": True}),
    "Czech": ("š", "Digit3", {}),
    "Arabic": ("٣", "Digit3", {}),
    "Persian": ("۳", "Digit3", {}),
    "Hindi": ("३", "Digit3", {}),
    "full-width": ("３", "Digit3", {}),
    "input method": ("Process", "Digit3", {}),
    "number pad": ("3", "Numpad3", {}),
    "number pad without Num Lock": ("PageDown", "Numpad3", {}),
}
OTHERS = {
    "a shifted sign": ("#", "Digit3", {"shiftKey": True}),
    "a sign behind AltGr": ("#", "Digit3", {"modifierAltGraph": True}),
    "a tab of the browser": ("3", "Digit3", {"ctrlKey": True}),
    "another tab of the browser": ("3", "Digit3", {"altKey": True}),
    "a key that is held": ("3", "Digit3", {"repeat": True}),
    "a page down": ("PageDown", "PageDown", {}),
    "a search": ("F3", "F3", {}),
}
UNDO = {
    "Caps Lock": ("Z", "KeyZ", {}),
    "Russian": ("я", "KeyZ", {}),
    "Russian with Caps Lock": ("Я", "KeyZ", {}),
    "Russian u": ("г", "KeyU", {}),
    "Greek": ("ζ", "KeyZ", {}),
    "Hebrew": ("ז", "KeyZ", {}),
    "Arabic": ("ئ", "KeyZ", {}),
    "Korean": ("ㅋ", "KeyZ", {}),
    "French": ("z", "KeyW", {}),
    "German": ("z", "KeyY", {}),
    "Ctrl, Russian": ("я", "KeyZ", {"ctrlKey": True}),
    "Ctrl, Caps Lock": ("Z", "KeyZ", {"ctrlKey": True}),
    "Command": ("z", "KeyZ", {"metaKey": True}),
}


def test_a_digit_grades_on_any_keyboard(page):
    for number, (layout, (key, code, modifiers)) in enumerate(DIGITS.items(), start=1):
        answer(page, key, code, **modifiers)
        assert grades() == [4] * number, layout


def test_other_keys_grade_nothing(page):
    reveal(page)
    with requests_of(page) as sent:
        for key, code, modifiers in OTHERS.values():
            press(page, key, code, **modifiers)
        expect(page.locator("#answer")).to_be_visible()
        press(page, "3", "Digit3")
        expect(page.locator("#answer")).to_have_count(0)
    assert len(sent) == 1
    assert grades() == [4]


def test_undo_on_any_keyboard(page):
    for layout, (key, code, modifiers) in UNDO.items():
        answer(page, "3", "Digit3")
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
        press(page, key, code, **modifiers)
        expect(page.get_by_role("button", name="Undo")).to_have_count(0)
        assert grades() == [], layout


def test_a_letter_of_a_latin_layout_is_what_it_prints(page):
    answer(page, "3", "Digit3")
    with requests_of(page) as sent:
        for key, code in (("w", "KeyZ"), ("y", "KeyZ"), ("ж", "Semicolon"), ("é", "KeyU")):
            press(page, key, code)
        reveal(page)
    assert len(sent) == 1
    assert grades() == [4]


def test_the_question_mark_of_any_script_lists_the_keys(page):
    for key, code in (("؟", "Slash"), ("？", "Slash"), ("?", "Minus")):
        press(page, key, code, shiftKey=True)
        expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()


def test_space_on_the_focused_link_shows_the_answer(page):
    page.get_by_role("link", name="Show answer").focus()
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_focused()


@pytest.mark.parametrize(("key", "name", "value"), [("Space", "Hard", 3), ("Enter", "Easy", 5)])
def test_space_and_enter_on_a_focused_grade_press_that_grade_once(page, key, name, value):
    reveal(page)
    page.get_by_role("button", name=name).focus()
    page.keyboard.press(key)
    expect(page.locator("#answer")).to_have_count(0)
    reveal(page)
    assert grades() == [value]


def test_a_new_card_begins_at_its_top(page, log_in):
    Card.objects.update(front="<p>" + "A long question. " * 300 + "</p>", back="<p>" + "A long answer. " * 300 + "</p>")
    page.reload()
    reveal(page)
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    page.keyboard.press("3")
    expect(page.locator("#answer")).to_have_count(0)
    assert page.evaluate("() => scrollY") == 0


def test_z_takes_back_a_suspension_and_a_flag_before_the_grade(page):
    answer(page, "3", "Digit3")
    page.keyboard.press("*")
    expect(page.get_by_role("button", name="Undo flag")).to_be_visible()
    reveal(page)
    page.keyboard.press("@")
    expect(page.get_by_role("button", name="Undo suspend")).to_be_visible()
    reveal(page)
    for name in ("Undo flag", "Undo"):
        page.keyboard.press("z")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    assert grades() == [4]
    assert not Schedule.objects.filter(suspended=True).exists()
    assert not Schedule.objects.filter(flag=1).exists()
    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    assert grades() == []


def test_undoing_a_flag_leaves_the_answer_in_sight(page):
    reveal(page)
    page.keyboard.press("*")
    expect(page.get_by_text("Red flag")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_text("Red flag")).to_have_count(0)
    expect(page.locator("#answer")).to_be_visible()
    expect(page.locator("#announcement")).to_have_text("Undone.")


PLAYED = "() => window.played"
WATCH = """() => {
  window.played = [];
  HTMLMediaElement.prototype.play = function () {
    window.played.push(this.getAttribute("src"));
    setTimeout(() => this.dispatchEvent(new Event("ended")));
    return Promise.resolve();
  };
}"""


def with_sounds(page, front="", back=""):
    url = page.locator("link[rel=icon]").get_attribute("href")
    audio = f'<p>Listen</p><audio controls src="{url}?{{}}"></audio>'
    sides = {"front": front and audio.format(front), "back": "".join(audio.format(each) for each in back.split())}
    Card.objects.update(**{side: html or "<p>Silent</p>" for side, html in sides.items()})
    page.reload()
    page.evaluate(WATCH)


def test_the_answers_sounds_play_in_turn_when_it_is_shown_and_again_by_r(page):
    with_sounds(page, front="AAAA", back="BBBB CCCC")
    reveal(page)
    page.wait_for_function("() => window.played.length === 2")
    press(page, "к", "KeyR")  # Russian
    page.wait_for_function("() => window.played.length === 4")
    assert [each[-4:] for each in page.evaluate(PLAYED)] == ["BBBB", "CCCC", "BBBB", "CCCC"]


def test_r_plays_the_questions_sounds_before_the_answer(page):
    with_sounds(page, front="AAAA", back="BBBB")
    page.keyboard.press("r")
    page.wait_for_function("() => window.played.length === 1")
    assert page.evaluate(PLAYED)[0].endswith("AAAA")


def test_sounds_wait_for_r_where_the_preference_is_off(page):
    User.objects.update(play_sounds=False)
    with_sounds(page, back="BBBB")
    reveal(page)
    assert page.evaluate(PLAYED) == []
    page.keyboard.press("r")
    page.wait_for_function("() => window.played.length === 1")


def test_the_title_says_how_much_is_left(page):
    assert page.title().startswith("10 left · Review")
    answer(page, "3", "Digit3")
    page.wait_for_function("() => document.title.startsWith('9 left · Review')")


def test_a_long_question_is_set_as_text_from_the_left(page):
    short = page.locator("#question").evaluate("each => getComputedStyle(each).textAlign")
    Card.objects.update(front="<p>" + "A long question. " * 30 + "</p>")
    page.reload()
    long = page.locator("#question").evaluate("each => getComputedStyle(each).textAlign")
    assert (short, long) == ("center", "start")


def test_an_exclamation_mark_reports_the_card_and_leads_back_to_its_answer(page):
    reveal(page)
    answer_page = page.url
    page.keyboard.press("!")
    page.get_by_label("There is a typo").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(answer_page)
    expect(page.get_by_text("The instructors will look at it")).to_be_visible()
    expect(page.locator("#answer")).to_be_visible()
    assert grades() == []
