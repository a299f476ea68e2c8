"""Notes on the page of a course of what the apps above know, for a learner of it: their goals."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from apps.accounts.models import User
from apps.courses.models import Course
from apps.reviews.today_notes import Note

type Provider = Callable[[User, Course, date], Iterable[Note]]

_above: list[Provider] = []
_below: list[Provider] = []


@dataclass(frozen=True)
class CourseNotes:
    """What stands above the lessons of a course, and what below them."""

    above: list[Note]
    below: list[Note]


def register(provider: Provider, *, below_lessons: bool = False) -> Provider:
    """Add what the provider returns for a person, a course and their study day, above the lessons or below them."""
    (_below if below_lessons else _above).append(provider)
    return provider


def notes(user: User | None, course: Course, today: date | None) -> CourseNotes:
    """Return the notes of all providers, in the order in which they were registered; none for a visitor."""
    if not (user and today):
        return CourseNotes([], [])
    above, below = (
        [note for each in providers for note in each(user, course, today)] for providers in (_above, _below)
    )
    return CourseNotes(above, below)
