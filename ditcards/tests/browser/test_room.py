"""A room: one browser before the screen, one with a phone, which follow each other without being loaded again."""

import pytest
from playwright.sync_api import expect

from ditcards.tests.support.accessibility import look

pytestmark = pytest.mark.browser

START = "/teach/multimodal-ai/transformers-in-diffusion/room/"


def test_a_phone_follows_the_screen_and_the_screen_counts_its_answer(log_in, new_context, site):
    screen = log_in("instructor", START)
    screen.get_by_role("button", name="Start").click()
    code = screen.locator(".code").inner_text()
    phone = new_context().new_page()
    phone.goto(f"{site}/room/")
    phone.get_by_label("The code on the screen").fill(code.lower())
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_role("status")).to_contain_text(["The question comes up here"])

    screen.get_by_text("Sections").click()
    screen.get_by_role("button", name="U-Net or DiT?").click()
    phone.get_by_role("button", name="U-Net").click()
    expect(phone.get_by_role("button", name="U-Net")).to_have_attribute("aria-pressed", "true")
    expect(screen.get_by_role("status")).to_have_text("1 answer")

    screen.keyboard.press("PageDown")
    expect(screen.get_by_role("row", name="U-Net")).to_contain_text("100 %")
    expect(phone.get_by_text("Wait for the reveal.")).to_be_visible()
    expect(phone.get_by_text("Correct.")).not_to_be_attached()
    screen.keyboard.press("ArrowRight")
    expect(phone.get_by_text("Correct.")).to_be_visible()
    look(phone, "a phone that shows which is right")
    look(screen, "a screen that shows which is right")
