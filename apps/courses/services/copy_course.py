"""Makes the course of a next term: its settings, without its people and its lessons."""

from datetime import date, datetime, timedelta

from apps.accounts.models import User
from apps.courses.models import Course
from apps.courses.services.new_course import create_course
from apps.courses.services.unfinished_course import hide

COPIED = ("description", "language", "licence", "drafts_first", "takes_requests", "shows_names")


def copy_settings(
    source: Course, owner: User, title: str, *, starts_on: date | None, weeks: int, at: datetime
) -> Course:
    """Save a course of the person with the settings of another one, which ends some weeks later than that.

    It is hidden until its lessons are copied.
    """
    values = {name: getattr(source, name) for name in COPIED}
    is_private = source.visibility == Course.Visibility.PRIVATE
    values["visibility"] = Course.Visibility.PRIVATE if is_private else Course.Visibility.UNLISTED
    ends_on = source.ends_on and source.ends_on + timedelta(weeks=weeks)
    if starts_on and ends_on and ends_on < starts_on:
        ends_on = starts_on
    copy = Course(title=title, starts_on=starts_on, ends_on=ends_on, **values)
    hide(copy, at=at)
    return create_course(owner, copy)
