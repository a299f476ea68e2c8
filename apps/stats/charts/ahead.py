"""The charts of what comes: what is due, and what other limits would lead to."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import batched

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.reviews.models import DayTally
from apps.stats import wording
from apps.stats.cards import Load
from apps.stats.charts.axis import age_name, ticks_of
from apps.stats.marks import Columns, Lines, Series
from apps.stats.what_if import Forecast, Limits
from apps.web import localized

MAX_DAY_COLUMNS = 92  # beyond, a column is a week


def due(loads: Sequence[Load], today: date) -> Columns:
    """Draw the reviews of the next days, or of the next weeks where there are many days."""
    size = 1 if len(loads) <= MAX_DAY_COLUMNS else 7
    groups = list(batched(loads, size))
    days = [today + timedelta(days=size * number) for number in range(len(groups))]
    young = [sum(load.young for load in group) for group in groups]
    mature = [sum(load.mature for load in group) for group in groups]
    total = sum(young) + sum(mature)
    reviews, daily = wording.review_count(total), wording.decimal(total / len(loads))
    values = {"reviews": reviews, "daily": daily}
    return Columns(
        title=ngettext("Due in the next %(days)s day", "Due in the next %(days)s days", len(loads))
        % {"days": localized.number(len(loads))},
        caption=_("%(reviews)s, %(daily)s a day. New cards and answers still to come are not counted.") % values,
        sentence=_("%(reviews)s are due, %(daily)s a day.") % values,
        head=_("Day") if size == 1 else _("Week from"),
        places=[localized.short_day(day) for day in days],
        ticks=[(0, _("Today")), *ticks_of(days)[1:]],
        series=[
            Series(age_name(DayTally.Age.YOUNG), "young", young, hatched=True),
            Series(age_name(DayTally.Age.MATURE), "mature", mature),
        ],
        name="due",
        days=days,
    )


def what_if(now: Forecast, then: Forecast, limits: Limits, today: date) -> Lines:
    """Draw the reviews a day of the coming weeks, with the limits of now and with others."""
    weeks = [today + timedelta(weeks=number) for number in range(len(now.reviews))]
    values = {
        "new": localized.number(limits.new),
        "reviews": wording.decimal(max(then.reviews)),
        "minutes": wording.decimal(max(then.minutes)),
        "before": wording.decimal(max(now.reviews)),
    }
    sentence = _(
        "With %(new)s new cards a day: up to %(reviews)s reviews and %(minutes)s minutes a day. "
        "As now: up to %(before)s reviews."
    )
    return Lines(
        title=_("Reviews a day in the next %(weeks)s weeks") % {"weeks": localized.number(len(weeks))},
        caption=sentence % values,
        sentence=sentence % values,
        head=_("Week from"),
        places=[localized.short_day(week) for week in weeks],
        ticks=ticks_of(weeks),
        series=[
            Series(_("What if"), "one", then.reviews),
            Series(_("As now"), "two", now.reviews, dashed=True),
        ],
        name="what-if",
        days=weeks,
        wording=wording.decimal,
    )
