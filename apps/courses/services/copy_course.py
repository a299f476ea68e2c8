"""Makes the course of a next term: its settings, without its people and its lessons."""

from datetime import date, timedelta

from apps.accounts.models import User
from apps.courses.models import Course
from apps.courses.services.new_course import create_course

COPIED = ("description", "language", "licence", "drafts_first", "takes_requests", "shows_names")


def copy_settings(source: Course, owner: User, title: str, *, starts_on: date | None, weeks: int) -> Course:
    """Save a course of the person with the settings of another one, which ends some weeks later than that."""
    values = {name: getattr(source, name) for name in COPIED}
    is_private = source.visibility == Course.Visibility.PRIVATE
    values["visibility"] = Course.Visibility.PRIVATE if is_private else Course.Visibility.UNLISTED
    ends_on = source.ends_on and source.ends_on + timedelta(weeks=weeks)
    if starts_on and ends_on and ends_on < starts_on:
        ends_on = starts_on
    return create_course(owner, Course(title=title, starts_on=starts_on, ends_on=ends_on, **values))
