"""A scenario with labels in the review: chosen by key, by mouse, and with JavaScript off."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.reviews import services
from apps.reviews.models import ReviewLog
from ditcards.tests.support.accessibility import look
from ditcards.tests.support.sent_requests import requests_of

pytestmark = pytest.mark.browser

URL = "/review/?deck=backbones"


@pytest.fixture(autouse=True)
def scenarios(site):
    """Three scenarios of an exercise with two labels, in the daily review of the demo's learner."""
    course = Course.objects.first()
    deck = make_deck(course, "backbones")
    Lesson.objects.create(course=course, deck=deck, slug="choosing", title="Choosing a backbone", position=9)
    section = deck.sections.create(
        kind="exercise",
        title="Choose a backbone",
        introduction="Three teams ask you which backbone their model should have. Advise each of them.",
        labels=["U-Net", "DiT"],
    )
    for front, label in (("A large lab", "DiT"), ("A laptop", "U-Net"), ("A long video", "DiT")):
        make_note(deck, front, "For a reason.", section=section, kind="choice", label=label)
    learner = User.objects.get(email="learner@example.org")
    services.subscribe(learner, deck, today=learner.study_day(timezone.now()))


def question(page, text):
    expect(page.locator("#question")).to_have_text(text)
    expect(page.locator("#answer")).to_have_count(0)


def test_choosing_and_grading_by_keyboard(log_in):
    page = log_in(url=URL)
    question(page, "A large lab")
    expect(page.get_by_role("link", name="DiT 2")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_text("Correct.", exact=True)).to_be_visible()
    expect(page.locator("#answer")).to_be_focused()
    page.keyboard.press("Enter")
    question(page, "A laptop")
    page.keyboard.press("2")
    expect(page.locator("#answer")).to_contain_text("You chose DiT. It is U-Net.")
    page.keyboard.press("Space")
    question(page, "A long video")
    page.keyboard.press("1")
    expect(page.locator("#answer")).to_contain_text("You chose U-Net. It is DiT.")
    page.keyboard.press("4")
    expect(page.locator("#answer")).to_have_count(0)
    assert list(ReviewLog.objects.order_by("pk").values_list("grade", flat=True)) == [4, 1, 5]


def test_the_answer_can_be_seen_without_choosing(log_in):
    page = log_in(url=URL)
    question(page, "A large lab")
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_contain_text("For a reason.")
    expect(page.locator("#answer")).not_to_contain_text("You chose")
    page.keyboard.press("Space")
    question(page, "A laptop")
    assert ReviewLog.objects.get().grade == 4


def test_nothing_moves_under_the_pointer(log_in, site):
    page = log_in(url=URL)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(site + URL)
        parts = ["#question", ".options li:first-child > *", ".options li:last-child > *"]
        before = [page.locator(part).bounding_box() for part in parts]
        page.get_by_role("link", name="U-Net").click()
        expect(page.locator("#answer")).to_be_visible()
        assert [page.locator(part).bounding_box() for part in parts] == before


def test_a_switch_turns_the_keys_off(log_in):
    User.objects.update(shortcuts=False)
    page = log_in(url=URL)
    question(page, "A large lab")
    with requests_of(page) as sent:
        page.keyboard.press("2")
        page.get_by_role("link", name="U-Net").click()
        expect(page.locator("#answer")).to_contain_text("You chose U-Net")
    assert len(sent) == 1


@pytest.mark.slow
@pytest.mark.parametrize("label", [None, "DiT", "U-Net"])
def test_the_page_is_for_everyone(log_in, label):
    page = log_in(url=URL)
    if label:
        page.get_by_role("list", name="Choices").get_by_role("link", name=label).click()
        expect(page.locator("#answer")).to_be_visible()
    look(page, f"choice {label}")


def test_the_decks_page_leads_to_its_practice_page(log_in):
    page = log_in(url="/decks/backbones/")
    page.get_by_role("link", name="Practice page").click()
    expect(page.get_by_role("heading", name="Choosing a backbone")).to_be_visible()
    assert page.url.endswith("/choosing/practice/")


def test_the_decks_page_shows_what_there_is_to_choose(log_in):
    page = log_in(url="/decks/backbones/")
    expect(page.get_by_text("U-Net / DiT").first).to_be_visible()
    page.get_by_role("link", name="Change daily limits").click()
    page.get_by_label("Cards to review").select_option("Only cards I picked")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You haven’t picked any cards from this deck yet.")).to_be_visible()
    look(page, "deck")


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_choosing_and_grading(self, log_in):
        page = log_in(url=URL)
        question(page, "A large lab")
        page.get_by_role("link", name="U-Net").click()
        expect(page.locator("#answer")).to_contain_text("You chose U-Net. It is DiT.")
        page.locator("button.again").click()
        question(page, "A laptop")
        page.get_by_role("link", name="U-Net").click()
        expect(page.locator("#answer")).to_contain_text("Correct.")
        page.get_by_role("button", name="Good").click()
        question(page, "A long video")
        page.get_by_role("link", name="Show answer").click()
        page.get_by_role("button", name="Easy").click()
        expect(page.locator("#answer")).to_have_count(0)
        assert list(ReviewLog.objects.order_by("pk").values_list("grade", flat=True)) == [1, 4, 5]
