"""Who of a list of e-mail addresses, in lower case, needs no invitation to a course. Only reads."""

from collections.abc import Collection

from django.db.models.functions import Lower

from apps.courses.models import Course
from apps.courses.models.membership import NAMED


def named_members(course: Course, emails: Collection[str]) -> set[str]:
    """Return the addresses of those in the course whose names are seen: who has a pseudonym is given away to nobody."""
    people = course.enrolments.present().filter(NAMED).annotate(address=Lower("user__email"))
    return set(people.filter(address__in=emails).values_list("address", flat=True))


def invited_before(course: Course, emails: Collection[str], *, again: bool) -> set[str]:
    """Return the addresses that keep the invitation they have. `again`: who accepted one needs another."""
    return set(course.invitations.kept(again=again).filter(email__in=emails).values_list("email", flat=True))
