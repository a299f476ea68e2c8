"""The history of one card: every answer with its arithmetic, and its interval from answer to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import Card
from apps.reviews import explain, queue
from apps.reviews.explain import Step
from apps.reviews.models import ReviewLog, Schedule
from apps.stats import wording
from apps.stats.marks import Lines, Series
from apps.web import localized

MAX_TICKS = 4


@dataclass(frozen=True)
class CardHistory:
    """A learner's schedule of a card, the answers that led to it (the newest first), and the chart of its interval."""

    schedule: Schedule
    answers: Sequence[Step]
    chart: Lines | None


def card_history(user: User, card: Card) -> CardHistory | None:
    """Return what a learner did with a card, or None if it was never in their queue."""
    schedule = queue.with_card(Schedule.objects.filter(user=user, card=card)).first()
    if schedule is None:
        return None
    answers = list(explain.answers(schedule, user))
    standing = [step.log for step in reversed(answers) if step.log and _sets_interval(step.log)]
    return CardHistory(schedule, answers, _chart(standing) if len(standing) > 1 else None)


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
        places=[wording.short_day(day) for day in days],
        ticks=[(place, wording.short_day(days[place])) for place in range(0, len(days), step)],
        series=[Series(_("Days"), "one", [log.interval_days_after for log in logs])],
        mirrored=get_language_bidi(),
    )
