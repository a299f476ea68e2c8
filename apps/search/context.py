"""Who searches, when, and in which decks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.cards.text_index.plain_text import fold
from apps.courses.models import Course
from apps.formats.messages import gettext as _
from apps.reviews.decks_of_person import own_and_studied
from apps.search.tree import SearchError

MAX_READINGS = 3
MAX_LISTED = 500  # keys that a statement has one by one
KEYS = {
    "sqlite": "SELECT value FROM json_each('[' || %s || ']')",
    "postgresql": "SELECT unnest(string_to_array(%s, ',')::bigint[])",  # it guesses well how many these are
}


@dataclass(frozen=True)
class SearchedDeck:
    """A deck that a search may look into, with the folded names of itself and its course."""

    pk: int
    names: tuple[str, ...]
    course_names: tuple[str, ...]


@dataclass
class SearchContext:
    """A person, their study day, and the decks that they study, own or teach."""

    person: User
    today: date
    decks: tuple[SearchedDeck, ...]
    readings: int = 0  # terms so far for which the texts of all these decks are read

    @classmethod
    def of(cls, person: User, now: datetime) -> Self:
        """Return the person's context at an instant. One statement."""
        return cls(person, person.study_day(now), tuple(_searched(row) for row in _decks_of(person)))

    def limited_to(self, deck: Deck) -> Self:
        """Return the same for a search in one deck alone, where it may look into that."""
        return replace(self, decks=tuple(each for each in self.decks if each.pk == deck.pk))

    def first_of(self, days: int) -> date:
        """Return the first of the last so many study days; 1 is today."""
        return self.today - timedelta(days=days - 1)

    def start_of(self, days: int) -> datetime:
        """Return when the first of the last so many study days began."""
        return self.person.study_day_start(self.first_of(days))

    def count_reading(self, at: int) -> None:
        """Count a term for which all texts are read, or raise SearchError: each takes a while."""
        self.readings += 1
        if self.readings > MAX_READINGS:
            message = _(
                "A search has at most {limit} terms with “re:”, “w:” or a tag with *. Leave some out.",
                limit=MAX_READINGS,
            )
            raise SearchError(message, at)

    def in_decks(self, path: str, decks: Sequence[SearchedDeck] | None = None) -> Q:
        """Return the condition that a row is in one of the decks; `path` is the lookup to its deck."""
        return among(path, [deck.pk for deck in (self.decks if decks is None else decks)])


def among(path: str, keys: Sequence[int]) -> Q:
    """Return the condition that a key is among these; any number of them is one parameter."""
    if len(keys) <= MAX_LISTED:
        return Q(**{f"{path}__in": keys})
    return Q(**{f"{path}__in": RawSQL(KEYS[connection.vendor], [",".join(map(str, keys))])})  # noqa: S611 - our own words


def _decks_of(person: User) -> list[tuple[int, str, str, str | None, str | None]]:
    decks = own_and_studied(person) | Deck.objects.filter(course__in=Course.objects.taught_by(person))
    return list(decks.order_by("pk").values_list("pk", "title", "slug", "course__title", "course__slug"))


def _searched(row: tuple[int, str, str, str | None, str | None]) -> SearchedDeck:
    pk, *names = row
    title, slug, course_title, course_slug = (fold(name or "") for name in names)
    return SearchedDeck(pk, (title, slug), (course_title, course_slug) if course_slug else ())
