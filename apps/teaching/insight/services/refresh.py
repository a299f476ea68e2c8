"""Counts courses again whose numbers are older than a day, where enough learners have answered since.

Fewer than that would be seen in the difference between the numbers before and after.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from apps.courses.models import Course, Enrolment
from apps.lessons.models import Attempt, Mark
from apps.reviews.models import ReviewLog, Schedule
from apps.teaching.insight.definitions import learners_of, min_learners
from apps.teaching.insight.services.compute import STALE_AFTER, begin, steps
from apps.teaching.models import CourseInsight
from apps.web.statements import across_users


def newest(course: Course) -> CourseInsight | None:
    """Return the numbers of the course that are shown, if there are any."""
    return course.insights.filter(finished=True).order_by("-pk").first()


@across_users("whether enough learners of the course have answered")
def has_news(course: Course) -> bool:
    """Whether enough learners have answered since the course was counted, or at all."""
    last, learners = newest(course), learners_of(course)
    decks = course.lessons.order_by().values("deck")
    people = set[int]()
    for rows in _answered_since(last.as_of, decks) if last else _ever_answered(decks):
        found = rows.filter(user__in=learners).order_by().values_list("user", flat=True).distinct()
        people |= set(found[: min_learners()])
    return len(people) >= min_learners()


def refresh_stale(now: datetime) -> Iterator[None]:
    """Count one stale course after the other, in steps."""
    for course in _stale(now):
        if has_news(course):
            yield from steps(begin(course, now))
        else:
            course.insights.filter(finished=True).update(checked_at=now)
            yield


def _stale(now: datetime) -> QuerySet[Course]:
    fresh = CourseInsight.objects.filter(finished=True, checked_at__gt=now - STALE_AFTER)
    is_learner = Q(enrolments__role=Enrolment.Role.LEARNER, enrolments__left_at=None)
    counted = Course.objects.annotate(learners=Count("enrolments", filter=is_learner))
    return counted.filter(learners__gte=min_learners()).exclude(pk__in=fresh.values("course")).order_by("pk")


def _answered_since(since: datetime, decks: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    yield ReviewLog.objects.filter(schedule__user=F("user"), schedule__deck__in=decks, reviewed_at__gte=since)
    yield Mark.objects.filter(note__deck__in=decks, marked_at__gte=since)
    yield Attempt.objects.filter(note__deck__in=decks, attempted_at__gte=since)


def _ever_answered(decks: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    yield Schedule.objects.filter(Q(version__gt=0), deck__in=decks)
    yield Mark.objects.filter(note__deck__in=decks)
    yield Attempt.objects.filter(note__deck__in=decks)
