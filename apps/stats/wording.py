"""Numbers, days and times of statistics in words."""

from collections.abc import Callable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.web import localized


def percent(share: float) -> str:
    """Return a share as a percentage with one decimal place: “92.4%”."""
    return pgettext("percentage", "%(number)s%%") % {"number": number_format(round(100 * share, 1), 1)}


def whole_percent(value: float) -> str:
    """Return a number of hundredths as a percentage: “92%”."""
    return pgettext("percentage", "%(number)s%%") % {"number": localized.number(round(value))}


def decimal(value: float) -> str:
    """Return a number with one decimal place where it is small."""
    return number_format(round(value, 1), 1) if value < 10 else localized.number(round(value))


def easiness(value: float) -> str:
    """Return an easiness of so many hundredths: “2.50”."""
    return number_format(value / 100, 2)


def span(first: int, last: int, word: Callable[[int], str] = localized.number) -> str:
    """Return the numbers from the first to the last: “2 to 6”, or one that stands alone."""
    return word(first) if first == last else _("%(first)s to %(last)s") % {"first": word(first), "last": word(last)}


def and_more(number: str) -> str:
    """Return the numbers from one on: “360 and more”."""
    return _("%(number)s and more") % {"number": number}


def answer_count(number: int) -> str:
    """Return a number of answers."""
    if not number:
        return _("no answers")
    return ngettext("%(number)s answer", "%(number)s answers", number) % {"number": localized.number(number)}


def card_count(number: int) -> str:
    """Return a number of cards."""
    return ngettext("%(number)s card", "%(number)s cards", number) % {"number": localized.number(number)}


def review_count(number: int) -> str:
    """Return a number of reviews."""
    return ngettext("%(number)s review", "%(number)s reviews", number) % {"number": localized.number(number)}


def minute_count(number: int) -> str:
    """Return a number of minutes."""
    return ngettext("%(number)s minute", "%(number)s minutes", number) % {"number": localized.number(number)}
