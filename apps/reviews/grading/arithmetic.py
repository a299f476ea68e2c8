"""The arithmetic of SM-2 in sentences, for learners who ask why a card is due when it is."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.scheduler.sm2 import (
    FIRST_INTERVALS_DAYS,
    INTERVAL_CAP_DAYS,
    PASS,
    CardState,
    Sm2Variant,
    next_interval_days,
)
from apps.scheduler.sm2 import grade as state_after
from apps.web import localized

YEAR_DAYS = 365


def explain_interval(
    before: CardState, grade: int, variant: Sm2Variant = Sm2Variant.TEXT, *, cap_days: int = INTERVAL_CAP_DAYS
) -> str:
    """Return how the grade leads to its interval: "6 days x 2.36 = 14.16, rounded up to 15"."""
    if grade < PASS:
        return _("Not remembered, so it starts again with 1 day")
    if before.repetitions in FIRST_INTERVALS_DAYS:
        return _explain_first_interval(before, cap_days)
    uncapped = next_interval_days(before, variant)
    product = _explain_product(before, uncapped)
    if uncapped <= cap_days:
        return product
    return _("%(product)s, but never more than %(days)s") % {"product": product, "days": format_days(cap_days)}


def explain_easiness(before: CardState, grade: int, variant: Sm2Variant = Sm2Variant.TEXT) -> str:
    """Return what the grade does to the easiness: "Easiness 2.50 - 0.14 = 2.36"."""
    after = state_after(before, grade, variant).easiness
    values = {
        "before": format_hundredths(before.easiness),
        "change": format_hundredths(abs(after - before.easiness)),
        "after": format_hundredths(after),
    }
    if after == before.easiness:
        return _("Easiness stays %(after)s") % values
    if after > before.easiness:
        return _("Easiness %(before)s + %(change)s = %(after)s") % values
    return _("Easiness %(before)s - %(change)s = %(after)s") % values


def format_days(count: int) -> str:
    """Return "1 day", "15 days" or "36,500 days"."""
    return ngettext("%(number)s day", "%(number)s days", count) % {"number": localized.number(count)}


def format_interval(days: int) -> str:
    """Return “1 day” or “36 days”; from a year on “1 year” or “1.4 years”."""
    if days < YEAR_DAYS:
        return format_days(days)
    years = round(Decimal(days) / YEAR_DAYS, 1)
    number = number_format(years.normalize(), force_grouping=True) if years % 1 else localized.number(int(years))
    return ngettext("%(number)s year", "%(number)s years", 1 if years == 1 else max(2, int(years))) % {"number": number}


def format_hundredths(value: int) -> str:
    """Return 236 as "2.36"."""
    return number_format(Decimal(value) / 100, 2, force_grouping=True)


def _explain_first_interval(before: CardState, cap_days: int) -> str:
    days = format_days(min(cap_days, FIRST_INTERVALS_DAYS[before.repetitions]))
    if before.repetitions == 0:
        return _("The first success in a row always gives %(days)s") % {"days": days}
    return _("The second success in a row always gives %(days)s") % {"days": days}


def _explain_product(before: CardState, interval_days: int) -> str:
    """Return the product of interval and easiness, and how it was rounded to whole days."""
    product = before.interval_days * before.easiness  # in hundredths of a day
    values = {
        "days": format_days(before.interval_days),
        "easiness": format_hundredths(before.easiness),
        "product": format_hundredths(product),
        "interval": localized.number(interval_days),
    }
    if product == interval_days * 100:
        return _("%(days)s x %(easiness)s = %(interval)s") % values
    if product < interval_days * 100:
        return _("%(days)s x %(easiness)s = %(product)s, rounded up to %(interval)s") % values
    return _("%(days)s x %(easiness)s = %(product)s, rounded down to %(interval)s") % values
