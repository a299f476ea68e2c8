import pytest

from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck, make_note, make_section
from apps.cards.tests.support.pictures import one_dot


@pytest.fixture
def deck(course):
    """A lesson with all that a deck may have."""
    deck = make_deck(course, "diffusion", description="Noise.", language="de", licence="CC BY", attribution="A. Author")
    picture = store_media(verify(one_dot()))
    add_to_deck(deck, {"dot.png": picture})
    cards = make_section(deck, "flashcards", "Cards", introduction="Read this.", closing="Done.")
    exercise = make_section(deck, "exercise", "Which?", labels=["x", "y"], introduction="Choose.")
    make_note(deck, "![A dot](dot.png)", "A dot", section=cards, tags="dots", extra="More")
    make_note(deck, "front", "back", section=cards, kind="reversed")
    make_note(deck, "{{c1::one}} and {{c2::two}}", section=cards, kind="cloze")
    make_note(deck, "A or B?", "Because", section=exercise, kind="choice", label="x")
    make_note(deck, "old", "gone", section=cards, archived=True)
    return deck
