"""The chart of one card: its interval from answer to answer."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.reviews.grading.explain import Step
from apps.reviews.models import ReviewLog
from apps.stats.marks import Lines, Series
from apps.web import localized

MAX_TICKS = 4


def interval_chart(answers: Iterable[Step]) -> Lines | None:
    """Draw the interval after each answer to a card, of answers with the newest first; None for fewer than two."""
    logs = [step.log for step in answers if step.log and _sets_interval(step.log)]
    return _chart(logs[::-1]) if len(logs) > 1 else None


def _sets_interval(log: ReviewLog) -> bool:
    return not log.undone_at and log.kind not in (ReviewLog.Kind.DRILL, ReviewLog.Kind.PRACTICE)


def _chart(logs: Sequence[ReviewLog]) -> Lines:
    """Draw the interval after each answer."""
    days = [log.day for log in logs]
    step = -(-len(logs) // MAX_TICKS)
    longest = max(log.interval_days_after for log in logs)
    sentence = ngettext("The longest was %(days)s day.", "The longest was %(days)s days.", longest)
    return Lines(
        title=_("Interval after each answer"),
        caption=sentence % {"days": localized.number(longest)},
        sentence=sentence % {"days": localized.number(longest)},
        head=_("Answer on"),
        places=[localized.short_day(day) for day in days],
        ticks=[(place, localized.short_day(days[place])) for place in range(0, len(days), step)],
        series=[Series(_("Days"), "one", [log.interval_days_after for log in logs])],
    )
