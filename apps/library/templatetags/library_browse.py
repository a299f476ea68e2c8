"""Figures and texts of cards in words, for the browser and the page of a card."""

from django import template

from apps.cards.front_line import as_line
from apps.library.browse.columns import due_text, short_date
from apps.reviews.arithmetic import format_days, format_hundredths

register = template.Library()
register.filter("as_hundredths", format_hundredths)
register.filter("as_line", as_line)
register.filter("due_text", due_text)
register.filter("in_days", format_days)
register.filter("short_date", short_date)
