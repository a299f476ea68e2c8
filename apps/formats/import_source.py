"""A file as a source of notes: the notes as they come, the deck they are of, media and schedules."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from apps.formats.anki.records import AnkiCard, AnkiNoteType, AnkiReview
from apps.formats.problems import ImportWarning
from apps.formats.records import DeckRecord, NoteRecord

type Files = Mapping[str, Callable[[], bytes]]  # by their names; read on demand

SECTIONS = "sections"  # all of the deck's sections, with their introductions and labels
TEXTS = frozenset(("kind", "front", "back", "label", "extra", "tags", "archived", "section", SECTIONS))


@dataclass(frozen=True, slots=True)
class OriginRecord:
    """A note as Anki has it: what is exported to Anki again."""

    note_type: AnkiNoteType
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncomingNote:
    """One note of a file, and what Anki knows of it and of its cards."""

    note: NoteRecord
    origin: OriginRecord | None = None
    cards: tuple[AnkiCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file was taken for: a kind of file, in lower case; of a text its encoding, of a table how it is divided.

    `columns` are keys of `tables.columns.ROLES`.
    """

    format: str = ""
    encoding: str = ""
    separator: str = ""
    columns: tuple[str, ...] = ()


@dataclass
class ImportSource:
    """An open file.

    `deck` is the whole without its notes, `others` are other decks by the paths that their notes have. `notes` yields
    the notes in their order, of which there are about `count`, and adds to `warnings` and `refused` as it goes.
    `provided_fields` are those that the file has: the other fields of an existing note stay as they are.
    `guids_are_unique` where a guid means the same note in every deck, as in Anki. `media` are files by their names,
    `media_of` those of some of the `others`, by their paths. A file with schedules has `reviews`, by card, and the day
    `began_on` from which its cards' due days count. `reading` is what the file was taken for.
    """

    deck: DeckRecord
    notes: Callable[[], Iterator[IncomingNote]]
    count: int
    provided_fields: frozenset[str] = TEXTS
    guids_are_unique: bool = False
    media: Files = field(default_factory=dict)
    media_of: Mapping[str, Files] = field(default_factory=dict)
    reviews: Callable[[], Iterable[AnkiReview]] | None = None
    began_on: date | None = None
    others: Mapping[str, DeckRecord] = field(default_factory=dict)
    warnings: list[ImportWarning] = field(default_factory=list)
    refused: int = 0
    reading: Reading = field(default_factory=Reading)
    on_refusal: Callable[[], None] = lambda: None  # called for each note that `notes` passes over
