"""What a package is written of. Fields are HTML, decks have the names that Anki shows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from apps.formats.anki.records import AnkiNoteType

type Source = bytes | Path | Callable[[], bytes]  # of a picture or a sound: asked for when it is written

LEARNING, REVIEW, RELEARNING = 1, 2, 3


@dataclass(frozen=True, slots=True)
class ExportedDeck:
    """A deck by its full name ("Latin::Verbs"), with a text that Anki shows above it: licence, authors, source."""

    path: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ExportedSchedule:
    """How well a card is known. `due` is a day, or the moment of a card that is still learned today.

    `type`: 1 learning, 2 review, 3 relearning. `ease` is permille: 2500 is 2.5.
    """

    due: date | datetime
    interval_days: int
    ease: int = 2500
    reps: int = 0
    lapses: int = 0
    type: int = REVIEW


@dataclass(frozen=True, slots=True)
class ExportedReview:
    """One answer: the button, 1 to 4, or 0 where the schedule was changed by hand. Intervals below 0 are seconds.

    `kind`: 0 learning, 1 review, 2 relearning, 3 filtered, 4 by hand, 5 rescheduled.
    """

    at: datetime
    grade: int
    interval: int
    interval_before: int = 0
    ease: int = 2500
    kind: int = 1
    taken_ms: int = 0


@dataclass(frozen=True, slots=True)
class ExportedCard:
    """A card of a note: new where it has no schedule, in its note's deck where it names none."""

    ordinal: int = 0
    deck: str = ""
    schedule: ExportedSchedule | None = None
    flag: int = 0
    suspended: bool = False
    answers: tuple[ExportedReview, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedNote:
    """A note with as many fields as its type has. Anki knows it again by `guid`, and takes the later `modified`."""

    guid: str
    type: AnkiNoteType
    fields: tuple[str, ...]
    deck: str
    modified: datetime
    tags: tuple[str, ...] = ()
    cards: tuple[ExportedCard, ...] = (ExportedCard(),)
    created: date | None = None


@dataclass(frozen=True, slots=True)
class ExportedPackage:
    """All of a package. `notes` is walked through once, in the order in which Anki shows new cards.

    `own` is our own JSON of each deck, which Anki passes over.
    """

    notes: Iterable[ExportedNote]
    decks: Iterable[ExportedDeck] = ()
    media: Mapping[str, Source] = field(default_factory=dict)
    own: Iterable[bytes] = ()
