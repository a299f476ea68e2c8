"""Notes on the page of a course of what the apps above know, for a learner of it: their goals."""

from collections.abc import Callable, Iterable
from datetime import date

from apps.accounts.models import User
from apps.courses.models import Course
from apps.reviews.today_notes import Note

type Provider = Callable[[User, Course, date], Iterable[Note]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add the notes that the provider returns for a person, a course and their study day."""
    _providers.append(provider)
    return provider


def notes(user: User | None, course: Course, today: date | None) -> list[Note]:
    """Return the notes of all providers, in the order in which they were registered; none for a visitor."""
    if not (user and today):
        return []
    return [note for provider in _providers for note in provider(user, course, today)]
