"""Figures of statistics in words, and the front of a card as a line of a list."""

import html

from django import template
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext

from apps.stats import wording
from apps.web import localized

MAX_CHARACTERS = 120

register = template.Library()
register.filter("percentage", wording.percent)
register.filter("short_decimal", wording.decimal)
register.filter("as_easiness", wording.easiness)


@register.filter
def in_minutes(milliseconds: int) -> str:
    """Return a time in whole minutes."""
    return localized.number(round(milliseconds / 60_000))


@register.filter
def plain_front(front: str) -> str:
    """Return the words of a card's front; of one that has none, that it is a picture."""
    text = " ".join(html.unescape(strip_tags(front)).split())
    return Truncator(text).chars(MAX_CHARACTERS) or gettext("A picture")
