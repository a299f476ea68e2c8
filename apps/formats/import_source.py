"""What a file brings: notes as they come, the deck they are of, media and schedules. Knows nothing of the database."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from apps.formats.anki.records import AnkiCard, AnkiNoteType, Review
from apps.formats.problems import ImportWarning
from apps.formats.records import DeckRecord, NoteRecord

type Files = Mapping[str, Callable[[], bytes]]  # by their names; read when they are asked for

SECTIONS = "sections"  # all of the deck's sections, with their introductions and labels
TEXTS = frozenset(("kind", "front", "back", "label", "extra", "tags", "archived", "section", SECTIONS))


@dataclass(frozen=True, slots=True)
class OriginRecord:
    """A note as Anki has it: what goes back there as it came."""

    note_type: AnkiNoteType
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncomingNote:
    """One note of a file, and what Anki knows of it and of its cards."""

    note: NoteRecord
    origin: OriginRecord | None = None
    cards: tuple[AnkiCard, ...] = ()


@dataclass
class ImportSource:
    """A file that was opened.

    `deck` holds what is said of the whole, without its notes, and `others` that of other decks by the path that their
    notes have; `notes` yields those in their order and adds to
    `warnings` and `refused` while it does; `count` is about how many there are. `says` are the texts that the file
    speaks of: the others of a note that is already there stay as they are. `guids_are_unique` where a guid names a note
    wherever it stands, as in Anki. `media` are files by their names, `media_of` those of some of the `others`, by their
    paths. A file with schedules has `reviews`, by card, and the day `began_on` from which its cards' due days count.
    """

    deck: DeckRecord
    notes: Callable[[], Iterator[IncomingNote]]
    count: int
    provided_fields: frozenset[str] = TEXTS
    guids_are_unique: bool = False
    media: Files = field(default_factory=dict)
    media_of: Mapping[str, Files] = field(default_factory=dict)
    reviews: Callable[[], Iterable[Review]] | None = None
    began_on: date | None = None
    others: Mapping[str, DeckRecord] = field(default_factory=dict)
    warnings: list[ImportWarning] = field(default_factory=list)
    refused: int = 0
