"""A review on a bad connection: what others answer for us, presses that do not arrive, and a session that has ended."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.lessons.services import demo
from apps.reviews import services
from apps.reviews.models import ReviewLog, Schedule
from ditcards.tests.browser.conftest import READY

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("intercepted")]

GRADE = re.compile(r"/review/\d+/grade/")
REVEAL = re.compile(r"/review/\d+/answer/")
WIFI = "<!doctype html><title>Wi-Fi</title><main><h1>Welcome to the airport</h1><form><input name=room></form></main>"
FOREIGN = [
    pytest.param({"status": 502, "body": "<h1>Bad Gateway</h1>"}, "not available", id="502"),
    pytest.param({"status": 503, "body": ""}, "not available", id="503, empty"),
    pytest.param({"status": 504, "body": "<h1>Gateway Timeout</h1>"}, "not available", id="504"),
    pytest.param({"status": 429, "body": "Slow down"}, "too many requests", id="429"),
    pytest.param({"status": 200, "body": WIFI}, "Wi-Fi", id="a login page"),
    pytest.param({"status": 511, "body": WIFI}, "not available", id="511"),
    pytest.param({"status": 403, "body": WIFI}, "Wi-Fi", id="a firewall"),
    pytest.param({"status": 200, "body": f'<div id="card">{WIFI}</div>'}, "Wi-Fi", id="a part of that name"),
    pytest.param({"status": 200, "body": '{"ok": true}', "content_type": "application/json"}, "Wi-Fi", id="JSON"),
    pytest.param({"status": 201, "body": '<section id="card">Created</section>'}, "Wi-Fi", id="another success"),
]


@pytest.fixture
def page(log_in):
    page = log_in(url="/review/")
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_focused()
    return page


def good(page):
    page.get_by_role("button", name="Good").click()


def grades():
    return list(ReviewLog.objects.order_by("pk").values_list("grade", flat=True))


@pytest.mark.parametrize(("response", "sentence"), FOREIGN)
def test_another_answer_than_ours_leaves_the_card_and_is_named(page, response, sentence):
    page.route(GRADE, lambda route: route.fulfill(**{"content_type": "text/html", **response}))
    question = page.locator("#question").inner_text()
    good(page)
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.get_by_role("alert")).to_contain_text("“Good” is kept on this page")
    expect(page.locator("#answer")).to_be_visible()
    assert page.locator("#question").inner_text() == question
    assert "airport" not in page.content()
    assert grades() == []
    page.unroute(GRADE)
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#answer")).to_have_count(0)
    expect(page.get_by_role("alert")).to_be_empty()
    assert grades() == [4]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_line_about_the_connection_hides_nothing(page, width):
    page.set_viewport_size({"width": width, "height": 640})
    page.route("**/grade/", lambda route: route.abort())
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("Ditcards could not be reached.")
    line, bar = page.get_by_role("alert").bounding_box(), page.locator("#card .top").bounding_box()
    assert line["y"] + line["height"] <= bar["y"]


def test_a_kept_press_is_sent_again_after_a_while(page):
    page.route(GRADE, lambda route: route.fulfill(status=502, body=""), times=1)
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("kept")
    expect(page.locator("#answer")).to_have_count(0)
    assert grades() == [4]


def test_a_kept_press_is_sent_when_the_connection_is_back(page, context):
    context.set_offline(True)
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("could not be reached")
    context.set_offline(False)
    expect(page.locator("#answer")).to_have_count(0, timeout=1500)
    assert grades() == [4]


def test_a_press_that_arrived_before_its_answer_was_lost_counts_once(page):
    def lose(route):
        route.fetch()
        route.fulfill(status=504, body="")

    page.route(GRADE, lose, times=1)
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("kept")
    expect(page.locator("#answer")).to_have_count(0)
    assert grades() == [4]


def test_the_time_of_a_press_that_is_sent_again_is_that_of_the_first(page):
    page.route(GRADE, lambda route: route.abort(), times=1)
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("kept")
    taken = page.locator("[name=taken_ms]").input_value()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#answer")).to_have_count(0)
    assert ReviewLog.objects.get().taken_ms == int(taken)


def test_another_grade_replaces_the_kept_one(page):
    page.route(GRADE, lambda route: route.abort(), times=2)
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("“Good” is kept")
    page.locator("button.again").click()
    expect(page.get_by_role("alert")).to_contain_text("“Again” is kept")
    expect(page.locator("#answer")).to_have_count(0)
    assert grades() == [1]


def test_a_flag_while_a_grade_is_kept_loses_neither(page, context):
    context.set_offline(True)
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("“Good” is kept")
    page.keyboard.press("*")
    expect(page.get_by_role("alert")).to_contain_text("Flag")
    context.set_offline(False)
    expect(page.locator("#answer")).to_have_count(0)
    assert grades() == [4]
    assert Schedule.objects.filter(flag=1).count() == 1


def test_a_suspension_never_takes_the_place_of_a_kept_grade(page):
    page.route(GRADE, lambda route: route.abort(), times=1)
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("kept")
    page.keyboard.press("@")
    expect(page.locator("#answer")).to_have_count(0)
    assert grades() == [4]
    assert not Schedule.objects.filter(suspended=True).exists()


def test_z_takes_back_a_press_that_has_not_arrived(page):
    good(page)
    expect(page.locator("#answer")).to_have_count(0)
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_visible()
    page.route(GRADE, lambda route: route.abort())
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("kept")
    page.keyboard.press("z")
    expect(page.get_by_role("alert")).to_be_empty()
    assert ReviewLog.objects.filter(undone_at=None).count() == 1


def test_a_reveal_that_does_not_arrive_is_sent_again(log_in):
    page = log_in(url="/review/")
    page.route(REVEAL, lambda route: route.fulfill(status=200, content_type="text/html", body=WIFI), times=1)
    page.keyboard.press("Space")
    expect(page.get_by_role("alert")).to_contain_text("“Show answer” is kept")
    expect(page.locator("#answer")).to_be_focused()


def test_a_press_that_takes_long_shows_itself(page):
    held = []
    page.route(GRADE, lambda route: held.append(route))
    good(page)
    expect(page.get_by_text("Sending…")).to_be_visible()
    held[0].continue_()
    expect(page.locator("#answer")).to_have_count(0)
    expect(page.get_by_text("Sending…")).to_be_hidden()


@pytest.mark.slow
def test_a_request_without_a_response_ends_and_is_sent_again(page):
    page.route(GRADE, lambda route: None, times=1)
    good(page)
    expect(page.get_by_role("alert")).to_contain_text("did not respond in time", timeout=12_000)
    expect(page.locator("#answer")).to_have_count(0)
    assert grades() == [4]


def log_in_again(page, name="learner"):
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=False).first.fill(demo.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in", exact=False).first.click()


def end_session(context, *cookies):
    for name in cookies:
        context.clear_cookies(name=name)


class TestLostSessions:
    @pytest.mark.parametrize("cookies", [["sessionid"], ["sessionid", "csrftoken"]])
    def test_a_grade_is_given_after_the_login(self, page, context, cookies):
        end_session(context, *cookies)
        good(page)
        expect(page.get_by_text("Your session has ended")).to_be_visible()
        assert grades() == []
        log_in_again(page)
        expect(page.locator("#announcement")).to_have_text("Good, back in 1 day.")
        assert grades() == [4]

    def test_a_login_in_another_tab_refuses_no_press(self, page, context, site):
        end_session(context, "sessionid", "csrftoken")
        other = context.new_page()
        other.goto(f"{site}/accounts/login/")
        log_in_again(other)
        other.wait_for_url(f"{site}/")
        good(page)
        expect(page.locator("#announcement")).to_have_text("Good, back in 1 day.")
        assert grades() == [4]

    def test_a_grade_for_a_version_that_is_gone_is_not_given(self, page, context):
        end_session(context, "sessionid")
        good(page)
        expect(page.get_by_text("Your session has ended")).to_be_visible()
        Schedule.objects.update(version=7)
        log_in_again(page)
        expect(page.get_by_role("alert")).to_contain_text("was not saved")
        assert grades() == []

    def test_another_persons_login_gives_no_grade(self, page, context):
        instructor = User.objects.get(email="instructor@example.org")
        services.subscribe(
            instructor, Deck.objects.get(slug="transformers-in-diffusion"), today=instructor.study_day(timezone.now())
        )
        end_session(context, "sessionid")
        good(page)
        expect(page.get_by_text("Your session has ended")).to_be_visible()
        log_in_again(page, "instructor")
        expect(page.locator("#answer")).to_be_visible()
        page.wait_for_function(READY)
        page.keyboard.press("*")
        expect(page.get_by_role("button", name="Undo flag")).to_be_visible()
        assert grades() == []

    def test_a_reveal_leads_to_the_same_card(self, log_in, context):
        page = log_in(url="/review/")
        question = page.locator("#question").inner_text()
        end_session(context, "sessionid")
        page.keyboard.press("Space")
        expect(page.get_by_text("Your session has ended")).to_be_visible()
        log_in_again(page)
        expect(page.locator("#answer")).to_be_visible()
        assert page.locator("#question").inner_text() == question

    def test_a_reload_sends_no_press_a_second_time(self, page, context):
        end_session(context, "sessionid")
        good(page)
        log_in_again(page)
        expect(page.locator("#announcement")).to_have_text("Good, back in 1 day.")
        page.reload()
        page.get_by_role("link", name="Show answer").click()
        expect(page.locator("#answer")).to_be_visible()
        assert grades() == [4]


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_a_lost_session_leads_back_to_the_same_card(self, log_in, context):
        page = log_in(url="/review/")
        page.get_by_role("link", name="Show answer").click()
        question = page.locator("#question").inner_text()
        end_session(context, "sessionid")
        good(page)
        expect(page.get_by_text("Your session has ended")).to_be_visible()
        log_in_again(page)
        expect(page.locator("#answer")).to_be_visible()
        assert page.locator("#question").inner_text() == question
