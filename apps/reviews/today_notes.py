"""Notes on Today of what the apps above know: goals, what came of a report, what waits for an instructor.

A provider is called for each view of Today, so it runs one short statement for whoever has none of its notes.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from apps.accounts.models import User

type Note = tuple[str, dict[str, object]]  # a template, and what it reads as `note`
type Provider = Callable[[User, date, datetime], Iterable[Note]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add the notes that the provider returns for a person, their study day and the time."""
    _providers.append(provider)
    return provider


def notes(user: User, today: date, now: datetime) -> list[Note]:
    """Return the notes of all providers, in the order in which they were registered."""
    return [note for provider in _providers for note in provider(user, today, now)]
