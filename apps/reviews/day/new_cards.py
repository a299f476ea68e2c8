"""Chooses a study day's new cards among those that a learner has never seen, of all their decks at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.reviews.day import queue
from apps.reviews.day.near_duplicates import Group, GroupNotes, claim_group, may_ask
from apps.reviews.models import Subscription

CHUNK_SIZE = 500  # rows read at a time, of which most days need fewer
SPARE = 50  # more of each deck than its limit: near-duplicates are passed over
IN_ORDER = ("note__section__position", "note__position", "note_id", "ordinal", "pk")


class UnseenCard(NamedTuple):
    """A card that was never in its learner's queue."""

    card: int
    ordinal: int
    note: int
    deck: int
    duplicate_group: int | None
    picked: bool

    @property
    def group(self) -> Group | None:
        """The near-duplicates to which it belongs."""
        return None if self.duplicate_group is None else (self.deck, self.duplicate_group)


class UnseenCards:
    """The unseen cards of decks, read in one statement: the first of each, somewhat more than asked for, and all picks.

    Where near-duplicates use up those, the others of the deck are read, too.
    """

    def __init__(self, studied: Collection[Subscription], numbers: Mapping[int, int]) -> None:
        self._studied = {each.deck_id: each for each in studied}
        self._numbers = {deck: number + SPARE for deck, number in numbers.items()}
        self._first: dict[int, list[UnseenCard]] = defaultdict(list)
        for row in self._read() if studied else ():
            self._first[row.deck].append(row)

    @property
    def have_duplicates(self) -> bool:
        """Whether any that were read have near-duplicates."""
        return any(row.group for rows in self._first.values() for row in rows)

    def picked(self, decks: Iterable[int]) -> list[UnseenCard]:
        """Return what the learner picked of the decks."""
        return [row for deck in decks for row in self._first[deck] if row.picked]

    def choose(self, deck: int, room: int, asked: GroupNotes) -> tuple[list[int], bool]:
        """Return so many others of a deck in the lesson's order, siblings last, and whether any are left."""
        chosen: list[tuple[int, int]] = []
        are_left = False
        for row in self._others(deck):
            if len(chosen) == room:
                are_left = True
                break
            if may_ask(row.note, row.group, asked):
                claim_group(row.note, row.group, asked)
                chosen.append((row.ordinal, row.card))
            else:
                are_left = True
        chosen.sort(key=itemgetter(0))
        return [card for _, card in chosen], are_left

    def _others(self, deck: int) -> Iterator[UnseenCard]:
        """Yield what was not picked of a deck."""
        first = self._first[deck]
        yield from (row for row in first if not row.picked)
        if len(first) >= self._numbers[deck]:
            rest = _unseen(self._studied[deck]).exclude(pk__in=[row.card for row in first])
            yield from _rows(rest.filter(picked=False))

    def _read(self) -> Iterator[UnseenCard]:
        place = Window(RowNumber(), partition_by="note__deck", order_by=IN_ORDER)
        first = Q(picked=True) | queue.in_decks(self._numbers, "note__deck", "place__lte")
        return _rows(_unseen(*self._studied.values()).annotate(place=place).filter(first))


def _unseen(*studied: Subscription) -> QuerySet[Any]:
    return queue.unseen_cards(*studied).annotate(picked=queue.picked_by(studied[0].user, "pk"))


def _rows(cards: QuerySet[Any]) -> Iterator[UnseenCard]:
    rows = cards.values_list("pk", "ordinal", "note_id", "note__deck", "note__duplicate_group", "picked")
    return (UnseenCard(*row) for row in rows.iterator(CHUNK_SIZE))
