"""The text of a card as one line of a list."""

import html
import re

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

MAX_SCANNED = 20_000  # characters of HTML
MAX_CHARACTERS = 120
PICTURED = re.compile(r'(?:alt|aria-label)="([^"]+)"')  # what a picture shows, or its masks cover


def as_line(card_html: str) -> str:
    """Return the words of a side of a card; of one that has none, the alternative text of its picture."""
    scanned = card_html[:MAX_SCANNED]
    words = _words(strip_tags(scanned)) or _words(", ".join(PICTURED.findall(scanned)))
    if len(words) > MAX_CHARACTERS:
        return Truncator(words).chars(MAX_CHARACTERS)
    return words or _("A picture or a sound")


def _words(text: str) -> str:
    return " ".join(html.unescape(text).split())
