"""Whether others can ask to join a course, and whether its instructors see names."""

from django.db import transaction

from apps.courses.models import Course


@transaction.atomic
def set_entry(course: Course, *, takes_requests: bool, shows_names: bool) -> None:
    """Save both. Who is in the course already stays as they were promised."""
    Course.objects.filter(pk=course.pk).update(takes_requests=takes_requests, shows_names=shows_names)
