"""What an owner or an instructor changes of a course: what it says, and its end."""

from datetime import datetime

from apps.courses.models import Course

SETTINGS = (
    "title",
    "description",
    "visibility",
    "language",
    "licence",
    "starts_on",
    "ends_on",
    "drafts_first",
)


def save_settings(course: Course) -> None:
    """Save what the course says of itself, and who sees it."""
    course.save(update_fields=SETTINGS)


def archive_course(course: Course, *, at: datetime) -> None:
    """Take nobody in any more, and list the course for its people alone; what they study stays as it is."""
    Course.objects.filter(pk=course.pk, archived_at=None).update(archived_at=at)


def unarchive_course(course: Course) -> None:
    """Take people in again."""
    Course.objects.filter(pk=course.pk).update(archived_at=None)
