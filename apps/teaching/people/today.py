"""What Today says about the people of courses: invitations that wait for oneself, and who asks to join one's course."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from apps.accounts.models import User
from apps.courses.models import Enrolment, Invitation, JoinRequest
from apps.web.page_notes import PageNote

INVITED, ASKED = "invited", "asked"
TEMPLATES = {INVITED: "teaching/people/_invited_note.html", ASKED: "teaching/people/_asked_note.html"}


def notes_about_people(user: User, today: date, now: datetime) -> Iterator[PageNote]:
    """Yield a note for each invitation of an address that the person verified, and for each course that people ask for.

    One statement for both.
    """
    rows = sorted(_invitations(user).union(_requests(user), all=True).order_by())
    for kind, title, key, number in rows:
        yield TEMPLATES[kind], {"title": title, "key": key, "number": number}


def _invitations(user: User) -> QuerySet[Invitation, Any]:
    waiting = Invitation.objects.open().to_verified_addresses_of(user).order_by()
    joined = Enrolment.objects.filter(user=user, role=Enrolment.Role.LEARNER).values("course")
    waiting = waiting.exclude(role=Enrolment.Role.LEARNER, course__in=joined)
    return waiting.values_list(
        Value(INVITED, CharField()), Cast("course__title", CharField()), "token", Value(1, IntegerField())
    )


def _requests(user: User) -> QuerySet[JoinRequest, Any]:
    edited = Enrolment.objects.filter(user=user, role__in=Enrolment.EDITORS).values("course")
    waiting = JoinRequest.objects.filter(course__in=edited, declined_at=None, course__deleted_at=None).order_by()
    by_course = waiting.values("course__title", "course__slug").annotate(number=Count("pk"))
    return by_course.values_list(Value(ASKED, CharField()), "course__title", "course__slug", "number")
