"""Headings, long code, wide tables and transparent pictures inside cards, where cards are shown."""

from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from apps.accounts.models import User
from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck, make_section
from apps.courses.models import Course
from apps.reviews import services
from ditcards.tests.support.accessibility import look

pytestmark = pytest.mark.browser

LONG_CODE = f"```python\n{'x = 1; ' * 60}\n```"
WIDE_TABLE = f"|{'column|' * 30}\n|{'-|' * 30}\n|{'1|' * 30}"
FRONT = f"# Noise\n\n### Steps\n\n{LONG_CODE}\n\n![A line](line.png)"
BACK = f"#### Answer\n\n## Part\n\n{LONG_CODE}\n\n{WIDE_TABLE}"


@pytest.fixture
def deck(site):
    """A deck of such a card, which the learner studies."""
    line, file = Image.new("RGBA", (60, 20), (0, 0, 0, 0)), BytesIO()
    line.paste((0, 0, 0, 255), (0, 8, 60, 12))
    line.save(file, "PNG")
    deck = make_deck(Course.objects.first(), "rich")
    add_to_deck(deck, {"line.png": store_media(verify(file.getvalue()))})
    make_section(deck, "flashcards", "Cards", [(FRONT, BACK)])
    learner = User.objects.get(email="learner@example.org")
    services.subscribe(learner, deck, today=learner.study_day(timezone.now()))
    return deck


def ground_of_picture(page):
    """Return the color behind a picture that is drawn in black on nothing."""
    return page.locator("img").first.evaluate("image => getComputedStyle(image).backgroundColor")


def test_a_deck_of_such_cards_has_a_page_that_everyone_can_read(log_in, deck):
    page = log_in(url="/decks/rich/")
    page.get_by_role("heading", name="Noise").wait_for()
    look(page, "/decks/rich/")


def test_such_a_card_is_reviewed_by_everyone_and_its_picture_has_a_light_ground_in_the_dark(log_in, deck):
    page = log_in(url="/review/?deck=rich")
    page.emulate_media(color_scheme="dark")
    assert ground_of_picture(page) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="light")
    assert ground_of_picture(page) == "rgba(0, 0, 0, 0)"
    page.get_by_role("link", name="Show answer").click()
    page.locator("#answer").wait_for()
    page.wait_for_function("() => document.getAnimations().every(each => each.playState === 'finished')")
    look(page, "/review/ with its answer")
