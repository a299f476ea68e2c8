"""The people of a course as those who run it see them: found, filtered, and when they last answered.

Who may not be named is found and sorted by pseudonym alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.courses.models import Course, Enrolment, EnrolmentQuerySet
from apps.courses.models.membership import NAMED, SHOWN_NAME
from apps.lessons.models import Attempt, Mark
from apps.reviews.models import ReviewLog
from apps.web.statements import across_users

PER_PAGE = 50
AWAY = timedelta(days=14)
ANSWERS = (ReviewLog.Kind.LEARN, ReviewLog.Kind.REVIEW, ReviewLog.Kind.DRILL, ReviewLog.Kind.PRACTICE)
RANK = Case(*(When(role=role, then=Value(-rank)) for rank, role in enumerate(Enrolment.STAFF, 1)), default=Value(0))
FILTERS: dict[str, Promise] = {
    "all": pgettext_lazy("people", "All"),
    "staff": _("Staff"),
    "learners": _("Learners"),
    "away": _("No answer for 14 days"),
    "invited": _("Invited"),
    "requests": _("Asking to join"),
}
WAITING = ("invited", "requests")  # filters of those who are no members yet


@dataclass(frozen=True)
class RosterOptions:
    """What of the roster is shown: a filter of `FILTERS`, the key of a group, and what a name contains."""

    filter: str = "all"
    group: int | None = None
    query: str = ""


@dataclass
class Member:
    """A row of the roster."""

    enrolment: Enrolment
    answers: int = 0
    last_answer: datetime | None = None  # also on a practice page


def members(course: Course, options: RosterOptions, now: datetime) -> EnrolmentQuerySet:
    """Return the memberships that the options ask for: those who run the course first, then by the name shown."""
    found: EnrolmentQuerySet = _present(course).select_related("user", "group").annotate(shown_name=SHOWN_NAME)
    if options.group:
        found = found.filter(group=options.group)
    if options.query:
        named = NAMED & Q(user__email__icontains=options.query)
        found = found.filter(Q(shown_name__icontains=options.query) | named)
    if options.filter == "staff":
        found = found.staff()
    elif options.filter == "learners":
        found = found.learners()
    elif options.filter == "away":
        found = found.filter(_is_away(course, now))
    return found.by_shown_name(RANK.asc())


@across_users("who answered nothing lately is for those who run the course")
def page_of(course: Course, options: RosterOptions, now: datetime, number: str | None) -> Page[Any]:
    """Return a page of members."""
    page: Page[Any] = Paginator(members(course, options, now), PER_PAGE).get_page(number)
    page.object_list = with_figures(course, page.object_list)
    return page


@across_users("who answered nothing lately is for those who run the course")
def all_of(course: Course, options: RosterOptions, now: datetime) -> list[Member]:
    """Return all members that the options ask for."""
    return with_figures(course, members(course, options, now))


@across_users("when and how much people answered is for those who run the course")
def with_figures(course: Course, enrolments: Iterable[Enrolment]) -> list[Member]:
    """Return the rows of these people, whose answers in the course are counted together."""
    rows = {each.user_id: Member(each) for each in enrolments}
    log = ReviewLog.objects.filter(
        user__in=list(rows), schedule__user=F("user"), schedule__deck__course=course, kind__in=ANSWERS, undone_at=None
    )
    for user, answers, last in log.order_by().values_list("user").annotate(Count("pk"), Max("reviewed_at")):
        rows[user].answers, rows[user].last_answer = answers, last
    for model, moment in ((Attempt, "attempted_at"), (Mark, "marked_at")):
        practiced = model.objects.filter(user__in=list(rows), note__deck__course=course).order_by()
        for user, last in practiced.values_list("user").annotate(Max(moment)):
            rows[user].last_answer = max(last, rows[user].last_answer or last)
    return list(rows.values())


@across_users("who answered nothing lately is for those who run the course")
def counts(course: Course, now: datetime) -> dict[str, int]:
    """Return how many each filter has."""
    is_away = ExpressionWrapper(_is_away(course, now), output_field=BooleanField())
    return (
        _present(course)
        .annotate(is_away=is_away)
        .aggregate(
            all=Count("pk"),
            staff=Count("pk", filter=Q(role__in=Enrolment.STAFF)),
            learners=Count("pk", filter=Q(role=Enrolment.Role.LEARNER)),
            away=Count("pk", filter=Q(is_away=True)),
        )
    )


def _present(course: Course) -> EnrolmentQuerySet:
    """Return the memberships of the course, but for those of accounts that the worker is about to remove."""
    present: EnrolmentQuerySet = course.enrolments.present()
    return present


def _is_away(course: Course, now: datetime) -> Q:
    """Return the condition that a learner who joined before did nothing in the course lately."""
    since, user = now - AWAY, OuterRef("user")
    answered = ReviewLog.objects.filter(
        user=user, reviewed_at__gte=since, kind__in=ANSWERS, schedule__user=F("user"), schedule__deck__course=course
    )
    chose = Attempt.objects.filter(user=user, attempted_at__gte=since, note__deck__course=course)
    marked = Mark.objects.filter(user=user, marked_at__gte=since, note__deck__course=course)
    joined = Q(role=Enrolment.Role.LEARNER, joined_at__lt=since)
    return joined & ~Q(Exists(answered)) & ~Q(Exists(chose)) & ~Q(Exists(marked))
