"""The charts of insight: how far the learners are, on how many days they reviewed, and their answers by day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.stats import wording
from apps.stats.charts.axis import ticks_of
from apps.stats.marks import Columns, Series
from apps.teaching.insight.counting.uptake import DAY_BANDS
from apps.teaching.insight.small_groups import people_word, rounded
from apps.teaching.models import InsightPeriod, LessonInsight
from apps.web import localized

MAX_DAYS = 31  # then a column is a week
DAY, WEEK = timedelta(days=1), timedelta(days=7)
STAGES = (
    gettext_lazy("Not started"),
    gettext_lazy("Begun"),
    gettext_lazy("Reviewed"),
    gettext_lazy("Mature"),
)


def stages(row: LessonInsight) -> Columns:
    """Draw how many learners are how far in a lesson."""
    caption = _(
        "Begun: answered anything. Reviewed: remembered or forgot a card on a later day. "
        "Mature: half of the cards have intervals of three weeks or more."
    )
    return _people(_("How far the class is"), caption, _("Progress"), [str(each) for each in STAGES], row.stages)


def days_of_learners(row: LessonInsight) -> Columns:
    """Draw how many learners reviewed on how many days."""
    ranges = [wording.span(first, following - 1) for first, following in pairwise(DAY_BANDS)]
    most = localized.number(DAY_BANDS[-1])
    caption = _("Learners by the number of days on which they reviewed")
    chart = _people(_("Days of review"), caption, _("Days"), [*ranges, wording.and_more(most)], row.days_of_learners)
    return replace(chart, ticks=list(enumerate([*ranges, _("%(number)s+") % {"number": most}])))  # on a phone as well


def activity(row: LessonInsight, last: date) -> Columns:
    """Draw the answers of each day, or of each week where that would be too many."""
    numbers = {date.fromisoformat(day): number for day, number in row.activity}
    first = last - 6 * DAY if row.period == InsightPeriod.WEEK else min(numbers, default=last)
    step = DAY if (last - first).days < MAX_DAYS else WEEK
    starts = [first + step * place for place in range((last - first) // step + 1)]
    values = [sum(number for day, number in numbers.items() if start <= day < start + step) for start in starts]
    return Columns(
        title=_("Answers a day") if step == DAY else _("Answers a week"),
        caption=_("Days on which few learners answered are left out."),
        sentence=_("%(answers)s in all") % {"answers": wording.answer_count(sum(values))},
        head=_("Day") if step == DAY else _("Week from"),
        places=[localized.short_day(each) for each in starts],
        ticks=ticks_of(starts),
        series=[Series(_("Answers"), "one", [value or None for value in values])],
        days=starts,
    )


def _people(title: str, caption: str, head: str, places: Sequence[str], people: Sequence[int]) -> Columns:
    words = [
        _("%(name)s: %(number)s") % {"name": name, "number": people_word(each)}
        for name, each in zip(places, people, strict=True)
    ]
    return Columns(
        title=title,
        caption=caption,
        sentence=localized.enumeration(words),
        head=head,
        places=places,
        ticks=list(enumerate(places)),
        series=[Series(_("Learners"), "one", [rounded(each) for each in people])],
    )
