"""Figures of statistics in words, and the front of a card as a line of a list."""

from django import template

from apps.cards.front_line import as_line
from apps.stats import wording
from apps.stats.charts.days_ahead import days_ahead
from apps.stats.charts.interval_chart import interval_chart
from apps.web import localized

register = template.Library()
register.filter("percentage", wording.percent)
register.filter("short_decimal", wording.decimal)
register.filter("as_easiness", wording.easiness)
register.filter("plain_front", as_line)
register.simple_tag(interval_chart)
register.simple_tag(days_ahead)


@register.filter
def in_minutes(milliseconds: int) -> str:
    """Return a time in whole minutes, at least one where there is any."""
    return localized.number(round(milliseconds / 60_000) or int(milliseconds > 0))
