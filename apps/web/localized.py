"""Numbers and dates as the active language writes them."""

from collections.abc import Iterable
from datetime import date

from django.utils.dates import MONTHS_AP
from django.utils.formats import date_format, number_format
from django.utils.translation import pgettext


def number(value: int) -> str:
    """Return a whole number with the language's separator of thousands: “12,000”."""
    return number_format(value, use_l10n=True, force_grouping=True)


def enumeration(items: Iterable[str]) -> str:
    """Return items as a list in a sentence: “1 added, 2 changed”."""
    return pgettext("between the items of a list", ", ").join(items)


def conjunction(items: Iterable[str]) -> str:
    """Return items as a list that ends in “and”: “1 due, 2 new and 3 in drill”."""
    *others, last = items
    if not others:
        return last
    return pgettext("the last item of a list", "%(others)s and %(last)s") % {
        "others": enumeration(others),
        "last": last,
    }


def weekday_date(day: date) -> str:
    """Return a day with its weekday: “Monday, Nov. 23, 2026”."""
    parts = {"weekday": date_format(day, "l"), "date": date_format(day)}
    return pgettext("weekday and date", "%(weekday)s, %(date)s") % parts


def short_day(day: date) -> str:
    """Return a day without its year: “Nov. 29”."""
    parts = {"month": MONTHS_AP[day.month], "day": number(day.day)}
    return pgettext("month and day", "%(month)s %(day)s") % parts
