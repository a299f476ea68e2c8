"""How the cards of a lesson did: counted in SQL, one row a card."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.reviews.models import LEECH, ReviewLog
from apps.scheduler.sm2 import PASS
from apps.teaching.insight.definitions import TRIES, is_shown, schedules_of, tries_of
from apps.teaching.models import CardInsight, CourseInsight, InsightPeriod

TRY, LAPSE = Q(kind__in=TRIES), Q(lapses_after__gt=F("lapses_before"))


class CardCount(NamedTuple):
    """The first tries of a card and its lapses in a period; `outside`: the learners with tries in no such period."""

    card: int
    learners: int
    outside: int
    tries: int
    right: int
    lapses: int


def card_insights(insight: CourseInsight, lesson: Any, answers: QuerySet[ReviewLog]) -> Iterator[CardInsight]:
    """Yield a row for each card and period that enough learners answered."""
    deck = lesson.deck
    leeches = dict(schedules_of(deck, insight).filter(LEECH).values_list("card").annotate(Count("pk")))
    for period, within in periods(insight):
        medians = _medians(tries_of(answers).filter(within))
        for each in map(CardCount._make, _counted(answers, within)):
            if is_shown(each.learners, each.outside):
                yield CardInsight(
                    insight=insight,
                    lesson=lesson,
                    card_id=each.card,
                    period=period,
                    learners=each.learners,
                    tries=each.tries,
                    right=each.right,
                    share=each.right / each.tries,
                    lapses=each.lapses,
                    leeches=leeches.get(each.card, 0),
                    median_ms=medians.get(each.card),
                )


def periods(insight: CourseInsight) -> list[tuple[InsightPeriod, Q]]:
    """Return the periods and the condition that an answer was given in them."""
    return [(InsightPeriod.ALL, Q()), (InsightPeriod.WEEK, Q(day__gte=insight.week_from))]


def _counted(answers: QuerySet[Any], within: Q) -> QuerySet[Any, Any]:
    """Return a row for each card with tries in the period: what `CardCount` has."""
    tries = within & TRY
    outside = Count("user", distinct=True, filter=~within & TRY) if within else Count("user", filter=Q(pk=None))
    counted = answers.values_list("card").annotate(
        learners=Count("user", distinct=True, filter=tries),
        outside=outside,
        tries=Count("pk", filter=tries),
        right=Count("pk", filter=tries & Q(grade__gte=PASS)),
        lapses=Count("pk", filter=tries & LAPSE),
    )
    found: QuerySet[Any, Any] = counted.filter(tries__gt=0)
    return found


def _medians(tries: QuerySet[ReviewLog]) -> dict[int, int]:
    """Return the median time of the tries by card: the databases sort, and give the one or two in the middle."""
    ranked = tries.filter(taken_ms__isnull=False).annotate(
        twice=2 * Window(RowNumber(), partition_by=F("card"), order_by=["taken_ms", "pk"]),
        number=Window(Count("pk"), partition_by=F("card")),
    )
    middle: dict[int, list[int]] = {}
    in_the_middle = ranked.filter(twice__gte=F("number"), twice__lte=F("number") + 2)
    for each, taken_ms in in_the_middle.values_list("card", "taken_ms"):
        middle.setdefault(each, []).append(taken_ms or 0)
    return {each: round(sum(times) / len(times)) for each, times in middle.items()}
