"""What a package of Anki holds, in Anki's own terms."""

from dataclasses import dataclass
from datetime import datetime

NEW = 0  # the type of a card that was never answered
SUSPENDED = -1  # the queue of a card that never comes up
NAMELESS = "blank"  # what Anki calls a deck without a name


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """One kind of card that a note type makes."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class AnkiNoteType:
    """The names of a note's fields, and how cards are made of them."""

    id: int
    name: str
    fields: tuple[str, ...]
    templates: tuple[CardTemplate, ...]
    css: str
    is_cloze: bool


@dataclass(frozen=True, slots=True)
class AnkiDeck:
    """A deck; `path` begins with the outermost one it is in and ends with its own name."""

    id: int
    path: tuple[str, ...]


DEFAULT_DECK = AnkiDeck(1, ("Default",))


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """A note: as many `fields` as its type has, in HTML."""

    id: int
    guid: str
    type: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    modified: datetime


@dataclass(frozen=True, slots=True)
class AnkiCard:
    """A card of a note. A card that was in a filtered deck is in its own deck here, with its own due date.

    `type`: 0 new, 1 learning, 2 review, 3 relearning. `queue`: -3 and -2 buried, -1 suspended, 0 new, 1 and 3
    learning, 2 review. `due`: the position of a new card; days since the collection began; seconds since 1970 of one
    that is learned today. `interval`: days, or seconds when negative. `ease`: permille, 0 while there is none.
    """

    id: int
    note: int
    ordinal: int
    deck: int
    type: int
    queue: int
    due: int
    interval: int
    ease: int
    reps: int
    lapses: int
    flag: int

    @property
    def suspended(self) -> bool:
        """Return whether the card never comes up."""
        return self.queue == SUSPENDED

    @property
    def has_schedule(self) -> bool:
        """Return whether Anki knows more of the card than that it is new."""
        return self.type != NEW or self.suspended or bool(self.flag)


@dataclass(frozen=True, slots=True)
class AnkiReview:
    """One answer. `grade` is the button, 1 to 4, or 0 where the schedule was changed by hand.

    `kind`: 0 learning, 1 review, 2 relearning, 3 filtered, 4 by hand, 5 rescheduled. Intervals: as in cards.
    """

    card: int
    at: datetime
    grade: int
    interval: int
    interval_before: int
    ease: int
    kind: int
    taken_ms: int
