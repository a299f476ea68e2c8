"""The text of a card as one line of a list."""

import html

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

MAX_SCANNED = 20_000  # characters of HTML
MAX_CHARACTERS = 120


def as_line(card_html: str) -> str:
    """Return the words of a side of a card; of one that has none, that it is a picture or a sound."""
    words = " ".join(html.unescape(strip_tags(card_html[:MAX_SCANNED])).split())
    if len(words) > MAX_CHARACTERS:
        return Truncator(words).chars(MAX_CHARACTERS)
    return words or _("A picture or a sound")
