"""What those who run a course call its people: by a name only where the course shows names."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.courses.models import Course, Enrolment


def names_of(course: Course, people: Iterable[int]) -> dict[int, str]:
    """Return what to call these people in the course, by their keys; who was never in it has no name there."""
    people = set(people)
    rows = Enrolment.with_former.filter(course=course, user__in=people).select_related("user")
    return dict.fromkeys(people, _("a learner")) | {row.user_id: row.name_for_staff for row in rows}
