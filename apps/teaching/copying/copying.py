"""Copies lessons and courses while their person waits, or beside the web process where that takes long."""

from datetime import date, datetime

from django.db.models import Min
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import Deck, Note
from apps.cards.services.covers import copy_cover
from apps.courses.models import Course
from apps.courses.services.copy_course import copy_settings
from apps.courses.services.unfinished_course import discard
from apps.jobs.models import Job
from apps.teaching.copying.jobs import submit_copies
from apps.teaching.copying.services.copy_lessons import LessonCopies, copy_lessons

MAX_NOTES_IN_REQUEST = 500
DAYS_A_WEEK = 7
MAX_YEARS = 50  # by which a copy moves: no date of it passes the end of the calendar
WEEKS_A_YEAR = 52


class TooFarAway(Exception):
    """The dates of the copy would move by too many years; the text is for the person."""


def duplicate(person: User, deck: Deck, *, at: datetime) -> Deck | Job:
    """Copy one lesson as a draft; return the copy, or the job that makes it. Raises TooManyJobs."""
    assert deck.course is not None  # noqa: S101 - a deck of a course; for mypy
    made = _copy_or_submit(person, LessonCopies([deck], deck.course, as_drafts=True), at=at)
    return made if isinstance(made, Job) else made[0]


def copy_course(
    person: User, source: Course, title: str, starts_on: date | None, *, at: datetime
) -> tuple[Course, Job | None]:
    """Copy a course without its people; return the copy, and the job that copies its lessons if they are many.

    The copy exists once its last lesson is whole. Raises TooManyJobs and TooFarAway; then there is no copy.
    """
    weeks = weeks_to(source, starts_on, person)
    copy = copy_settings(source, person, title, starts_on=starts_on, weeks=weeks, at=at)
    try:
        copy_cover(source, copy)
        decks = list(source.decks.order_by("pk"))
        made = _copy_or_submit(person, LessonCopies(decks, copy, weeks, person.zone, goals_of=source), at=at)
    except BaseException:
        discard(copy.pk)
        raise
    return copy, made if isinstance(made, Job) else None


def weeks_to(course: Course, starts_on: date | None, person: User) -> int:
    """Return by how many weeks dates move from the start, or the first opening or goal, to a new start: weekdays stay.

    Raises TooFarAway.
    """
    before = course.starts_on or _first_day(course, person)
    weeks = round((starts_on - before).days / DAYS_A_WEEK) if starts_on and before else 0
    if abs(weeks) > MAX_YEARS * WEEKS_A_YEAR:
        raise TooFarAway(_("This is more than 50 years from the dates of the course. Choose another day."))
    return weeks


def _first_day(course: Course, person: User) -> date | None:
    """Return the day of the first opening or goal of the course."""
    opens_at = course.decks.aggregate(first=Min("opens_at"))["first"]
    goal = course.goals.aggregate(first=Min("starts_on"))["first"]
    return min(filter(None, [opens_at and opens_at.astimezone(person.zone).date(), goal]), default=None)


def _copy_or_submit(person: User, wanted: LessonCopies, *, at: datetime) -> list[Deck] | Job:
    notes = Note.objects.filter(deck__in=[deck.pk for deck in wanted.sources]).count()
    return submit_copies(person, wanted, at=at) if notes > MAX_NOTES_IN_REQUEST else copy_lessons(wanted, at=at)
