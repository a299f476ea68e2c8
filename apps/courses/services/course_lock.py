"""The lock of a course: who saves its rows waits for others who do."""

from apps.courses.models import Course


def lock_course(course: int) -> None:
    """Wait until nobody else saves rows of the course with this key, and let others wait for this transaction."""
    Course.objects.select_for_update(no_key=True).only("pk").get(pk=course)
