"""The chart of the days ahead, beside what is due today."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.stats import wording
from apps.stats.marks import Columns, Series
from apps.web import localized

HEIGHT = 124


def days_ahead(numbers: Sequence[int], today: date) -> Columns | None:
    """Draw how many cards are due on each of the next days, the first of which is today; nothing where none are."""
    if not any(numbers):
        return None
    days = [today + timedelta(days=number) for number in range(len(numbers))]
    words = [str(WEEKDAYS_ABBR[day.weekday()]) for day in days]
    each = [f"{word} {localized.number(number)}" for word, number in zip(words, numbers, strict=True)]
    return Columns(
        title=ngettext("The next %(days)s day", "The next %(days)s days", len(days))
        % {"days": localized.number(len(days))},
        caption=_caption(round(sum(numbers) / len(numbers))),
        sentence=_("Cards due: %(days)s.") % {"days": localized.enumeration(each)},
        head=_("Day"),
        places=[localized.weekday_date(day) for day in days],
        ticks=list(enumerate(words)),
        series=[Series(_("Cards due"), "one", numbers)],
        height=HEIGHT,
    )


def _caption(daily: int) -> str:
    if not daily:
        return _("Less than one card a day, without new ones.")
    return _("About %(cards)s a day, without new ones.") % {"cards": wording.card_count(daily)}
