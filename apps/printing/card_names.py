"""What cards, decks and lessons are called in print: short names, credits and IDs."""

import hashlib
import html
import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags
from django.utils.text import Truncator

from apps.cards.models import Card, Deck

MAX_SCANNED = 20_000  # characters of a card that are searched for its name
NAME_LENGTH, TITLE_LENGTH, CREDIT_LENGTH = 80, 90, 160
WORDS_ALONE = re.compile(r"<p>([^<>&]*+)</p>")  # as most fronts are, without any other tag
ID_LENGTH = 6
ID_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"  # hard to misread in any case and hand; no vowels, so that no words arise


def short_id(card: Card) -> str:
    """Return an ID that stays with a card and can be typed; about one card in 500 million shares its ID."""
    number = int.from_bytes(hashlib.sha256(f"{card.note.guid} {card.ordinal}".encode()).digest())
    base = len(ID_ALPHABET)
    return "".join(ID_ALPHABET[number // base**position % base] for position in range(ID_LENGTH))


def lesson_name(deck: Deck) -> str:
    """Return the title of the deck's lesson; of a deck without a lesson, its own title."""
    lesson = getattr(deck, "lesson", None)
    return lesson.title if lesson else deck.title


def credit_line(deck: Deck) -> str:
    """Return the license and the attribution as one line of small print."""
    return truncate(" · ".join(filter(None, (deck.licence, deck.attribution))), CREDIT_LENGTH)


def card_name(card_html: str) -> str:
    """Return the start of a card's text as its name; empty where it has no words."""
    return truncate(" ".join(html.unescape(plain_text(card_html[:MAX_SCANNED])).split()), NAME_LENGTH)


def plain_text(card_html: str) -> str:
    """Return HTML without its tags, or unchanged where it is not HTML at all (which no author can save)."""
    if words := WORDS_ALONE.fullmatch(card_html):
        return words[1]
    try:
        return strip_tags(card_html)
    except SuspiciousOperation:
        return card_html


def truncate(text: str, length: int) -> str:
    """Return the text, cut with an ellipsis where it is longer."""
    if len(text) <= length and unicodedata.is_normalized("NFC", text):
        return text  # as Truncator would, which looks at each character
    return Truncator(text).chars(length)


@lru_cache(maxsize=64)  # the cards of a deck share its title and its credits
def truncate_to_width(text: str, max_width: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than so many average letters."""
    ends = list(accumulate(map(_width, text)))
    if not ends or ends[-1] <= max_width:
        return text
    return text[: bisect_right(ends, max_width - 1)].rstrip() + "…"


def _width(character: str) -> float:
    """Return about how many average letters wide a character is."""
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF" or character in "MW@%":
        return 2
    return 1.3 if character.isupper() else 1
