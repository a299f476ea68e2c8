"""A room: one browser before the screen, one with a phone, which follow each other without being loaded again."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.lessons.models import Lesson
from apps.teaching.room.services import presenting
from apps.teaching.room.state import questions_of
from ditcards.tests.browser.conftest import READY
from ditcards.tests.support.accessibility import look

pytestmark = pytest.mark.browser

START = "/teach/multimodal-ai/transformers-in-diffusion/room/"


def test_a_phone_follows_the_screen_and_the_screen_counts_its_answer(log_in, new_context, site):
    screen = log_in("instructor", START)
    screen.get_by_role("button", name="Start").click()
    code = screen.locator(".code").inner_text()
    phone = new_context().new_page()
    phone.goto(f"{site}/code/")
    phone.get_by_label("Have a code?").fill(code.lower())
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_role("status")).to_contain_text(["The question comes up here"])

    screen.get_by_text("Sections").click()
    screen.get_by_role("button", name="U-Net or DiT?").click()
    phone.get_by_role("button", name="U-Net").click()
    expect(phone.get_by_role("button", name="U-Net")).to_have_attribute("aria-pressed", "true")
    expect(screen.get_by_role("status")).to_have_text("1 answer")

    screen.keyboard.press("PageDown")
    expect(screen.get_by_role("row", name="U-Net")).to_contain_text("100%")
    expect(phone.get_by_text("Wait for the right answer.")).to_be_visible()
    expect(phone.get_by_text("Correct.")).not_to_be_attached()
    screen.keyboard.press("ArrowRight")
    expect(phone.get_by_text("Correct.")).to_be_visible()
    look(phone, "a phone that shows which is right")
    look(screen, "a screen that shows which is right")


def test_a_press_that_does_not_get_through_says_so_until_one_does(new_context, site):
    lesson = Lesson.objects.get(slug="transformers-in-diffusion")
    room = presenting.start_room(lesson, at=timezone.now())
    note = questions_of(lesson).of_kind("exercise").first().note_id
    presenting.ask(room, note, seen_version=0, at=timezone.now())
    context = new_context()
    phone = context.new_page()
    phone.goto(f"{site}/room/{room.code}/")
    phone.wait_for_function(READY)
    context.set_offline(True)
    phone.get_by_role("button", name="U-Net").click()
    expect(phone.get_by_role("alert")).to_contain_text("could not be reached")
    context.set_offline(False)
    phone.get_by_role("button", name="U-Net").click()
    expect(phone.get_by_role("button", name="U-Net")).to_have_attribute("aria-pressed", "true")
    expect(phone.get_by_role("alert")).to_be_empty()
