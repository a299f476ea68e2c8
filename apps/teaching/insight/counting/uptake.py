"""Who of a course uses what: how many learners practiced, reviewed, on how many days, and how far they are."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet

from apps.lessons.models import Attempt, Lesson, Mark, Writing
from apps.reviews.models import ReviewLog, Schedule
from apps.scheduler.maturity import MATURE_DAYS
from apps.teaching.insight.definitions import is_shown, learners_of, tries_of, week_began_at
from apps.teaching.models import CourseInsight, InsightPeriod

DAY_BANDS = (0, 1, 2, 6, 15)  # from how many days on a learner belongs to a band
STAGES = 4  # not started, begun, reviewed, mature
MATURE_PART = 2  # a learner has half of the cards mature
PRACTICED = ((Mark, "marked_at"), (Attempt, "attempted_at"), (Writing, "written_at"))


@dataclass
class Uptake:
    """Who practiced, and who reviewed on how many days, in one period."""

    practiced: set[int]
    days: Mapping[int, int]

    @property
    def begun(self) -> set[int]:
        """Who did either."""
        return self.practiced | self.days.keys()

    def columns(self, learners: int, named: set[int]) -> dict[str, Any]:
        """Return the columns of a `LessonInsight` of a course with so many learners, of whom some may be named."""
        return {
            "begun": len(self.begun),
            "practiced": len(self.practiced),
            "reviewing": len(self.days),
            "days": median(self.days.values()) if is_shown(len(self.days)) else None,
            "not_begun": sorted(named - self.begun),
            "days_of_learners": _banded([0] * (learners - len(self.days)) + list(self.days.values())),
        }


def uptake(
    insight: CourseInsight, decks: QuerySet[Lesson, int], answers: QuerySet[ReviewLog], period: InsightPeriod
) -> Uptake:
    """Return who used the decks in the period."""
    tries = tries_of(answers)
    if period == InsightPeriod.WEEK:
        tries = tries.filter(day__gte=insight.week_from)
    days = tries.values_list("user").annotate(Count("day", distinct=True))
    return Uptake(_practiced(insight, decks, period), dict(days))


def stages(insight: CourseInsight, schedules: QuerySet[Schedule], cards: int, begun: set[int]) -> list[int]:
    """Return how many learners have not started, have begun, have reviewed, and have half of the cards mature."""
    reviewed, mature = Q(repetitions__gte=2) | Q(lapses__gte=1), Q(interval_days__gte=MATURE_DAYS)
    by_learner = schedules.values_list("user").annotate(
        reviewed=Count("pk", filter=reviewed), mature=Count("pk", filter=mature)
    )
    reached = dict.fromkeys(begun, 1)
    for user, reviewed_cards, mature_cards in by_learner:
        if reviewed_cards:
            reached[user] = 3 if MATURE_PART * mature_cards >= cards else 2
    counts = Counter(reached.values())
    return [max(0, insight.learners - len(reached)), *(counts[stage] for stage in range(1, STAGES))]


def activity(answers: QuerySet[ReviewLog]) -> list[tuple[str, int]]:
    """Return the days with their answers, without those on which few learners answered."""
    days = answers.values_list("day").annotate(Count("pk"), Count("user", distinct=True)).order_by("day")
    return [(day.isoformat(), number) for day, number, learners in days if is_shown(learners)]


def added_activity(lessons: Iterable[list[list[Any]]]) -> list[tuple[str, int]]:
    """Return the days of several lessons together."""
    total: Counter[str] = Counter()
    for days in lessons:
        for day, number in days:
            total[day] += number
    return sorted(total.items())


def of_week(days: Iterable[tuple[str, int]], first: date) -> list[tuple[str, int]]:
    """Return those days that belong to the week."""
    return [each for each in days if each[0] >= first.isoformat()]


def _practiced(insight: CourseInsight, decks: QuerySet[Lesson, int], period: InsightPeriod) -> set[int]:
    people, learners = set[int](), learners_of(insight.course_id)
    for model, at in PRACTICED:
        rows = model._default_manager.filter(user__in=learners, note__deck__in=decks, **{f"{at}__lt": insight.as_of})
        if period == InsightPeriod.WEEK:
            rows = rows.filter(**{f"{at}__gte": week_began_at(insight)})
        people |= set(rows.order_by().values_list("user", flat=True).distinct())
    return people


def _banded(days: Iterable[int]) -> list[int]:
    counts = Counter(bisect_right(DAY_BANDS, each) - 1 for each in days)
    return [counts[band] for band in range(len(DAY_BANDS))]
