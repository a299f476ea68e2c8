"""Decks of the database as records, in the order of their pages."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import NamedTuple

from django.db.models import QuerySet

from apps.cards import models as cards
from apps.exchange.models import AnkiOrigin, NoteType
from apps.formats.anki.records import AnkiNoteType, CardTemplate
from apps.formats.import_source import OriginRecord
from apps.formats.progress import ProgressCallback, no_progress, with_progress
from apps.formats.records import DeckRecord, NoteRecord, SectionRecord

BATCH_SIZE = 500


class StoredNote(NamedTuple):
    """What is exported of a note, by the names of the model: an object of that takes ten times as long to make."""

    pk: int
    section_id: int
    front: str
    back: str
    kind: str
    label: str
    extra: str
    tags: str
    guid: str
    archived: bool
    created_at: datetime


def deck_of(
    deck: cards.Deck, progress: ProgressCallback = no_progress, notes: Collection[int] | None = None
) -> DeckRecord:
    """Return all of a deck, archived notes too, or only the notes of these keys. Raises what `progress` raises."""
    return deck_and_keys_of(deck, progress, notes)[0]


def deck_and_keys_of(
    deck: cards.Deck, progress: ProgressCallback = no_progress, notes: Collection[int] | None = None
) -> tuple[DeckRecord, list[int]]:
    """Return the same with the keys of its notes."""
    sections = {section.pk: section_of(section) for section in deck.sections.all()}
    keys = [key for key in in_order(deck).values_list("pk", flat=True) if notes is None or key in notes]
    stored = [note for note in with_progress(_stored(keys), len(keys), progress) if note.section_id in sections]
    return record_of(deck, sections, stored), [note.pk for note in stored]


def record_of(
    deck: cards.Deck, sections: Mapping[int, SectionRecord], notes: Iterable[cards.Note | StoredNote]
) -> DeckRecord:
    """Return a deck with these sections, by their keys, and these notes, all of which are in them."""
    index_of = {pk: index for index, pk in enumerate(sections)}
    return DeckRecord(
        title=deck.title,
        slug=deck.slug,
        language=deck.language,
        licence=deck.licence,
        attribution=deck.attribution,
        source_url=deck.source_url,
        sections=tuple(sections.values()),
        notes=tuple(note_of(note, index_of[note.section_id]) for note in notes),
    )


def _stored(keys: Sequence[int]) -> Iterator[StoredNote]:
    """Yield those of the notes that are still there, in the order of the keys.

    No statement is open in between: SQLite lets nobody write who still reads what another has written to since.
    """
    for batch in batched(keys, BATCH_SIZE):
        rows = cards.Note.objects.filter(pk__in=batch).values_list(*StoredNote._fields)
        found = {note.pk: note for note in map(StoredNote._make, rows)}
        yield from (found[key] for key in batch if key in found)


def in_order(deck: cards.Deck) -> QuerySet[cards.Note]:
    """Return the deck's notes in the order of its page."""
    return cards.Note.objects.filter(deck=deck).order_by("section__position", "section_id", "position", "pk")


def note_of(note: cards.Note | StoredNote, section: int = 0) -> NoteRecord:
    """Return a note as a record, in the section with that index."""
    return NoteRecord(
        front=note.front,
        back=note.back,
        kind=note.kind,
        label=note.label,
        extra=note.extra,
        tags=tuple(note.tags.split()),
        guid=note.guid,
        section=section,
        archived=note.archived,
        created_at=note.created_at,
    )


def section_of(section: cards.Section) -> SectionRecord:
    """Return a section as a record."""
    return SectionRecord(
        title=section.title,
        kind=section.kind,
        introduction=section.introduction,
        labels=tuple(section.labels),
        numbering=section.numbering,
        closing=section.closing,
    )


def origin_of(original: AnkiOrigin) -> OriginRecord:
    """Return what a note was in Anki."""
    return OriginRecord(_note_type(original.note_type), tuple(original.fields))


def origins_of(notes: Collection[int], types: dict[int, AnkiNoteType]) -> dict[int, OriginRecord]:
    """Return what those of the notes that came from Anki were there, by their keys; `types` caches the note types."""
    rows = list(AnkiOrigin.objects.filter(note__in=notes).values_list("note", "note_type", "fields"))
    unknown = NoteType.objects.in_bulk({note_type for _note, note_type, _fields in rows} - types.keys())
    types |= {pk: _note_type(row) for pk, row in unknown.items()}
    return {note: OriginRecord(types[note_type], tuple(fields)) for note, note_type, fields in rows}


def _note_type(row: NoteType) -> AnkiNoteType:
    templates = tuple(CardTemplate(**each) for each in row.templates)
    return AnkiNoteType(row.anki_id, row.name, tuple(row.fields), templates, row.css, row.is_cloze)
