"""Decks of the database as records, in the order of their pages."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import batched

from django.db.models import QuerySet

from apps.cards import models as cards
from apps.exchange.models import AnkiOrigin
from apps.formats.anki.records import AnkiNoteType, CardTemplate
from apps.formats.import_source import OriginRecord
from apps.formats.progress import ProgressCallback, no_progress, with_progress
from apps.formats.records import DeckRecord, NoteRecord, SectionRecord

BATCH_SIZE = 500


def deck_of(
    deck: cards.Deck, progress: ProgressCallback = no_progress, notes: Collection[int] | None = None
) -> DeckRecord:
    """Return all of a deck, archived notes too, or only the notes of these keys. Raises what `progress` raises."""
    sections = {section.pk: section_of(section) for section in deck.sections.all()}
    keys = _keys_of(deck, notes)
    return record_of(deck, sections, with_progress(_stored(cards.Note.objects.all(), keys), len(keys), progress))


def record_of(deck: cards.Deck, sections: Mapping[int, SectionRecord], notes: Iterable[cards.Note]) -> DeckRecord:
    """Return a deck with these sections, by their keys, and those of the notes that are in them."""
    index_of = {pk: index for index, pk in enumerate(sections)}
    return DeckRecord(
        title=deck.title,
        slug=deck.slug,
        language=deck.language,
        licence=deck.licence,
        attribution=deck.attribution,
        source_url=deck.source_url,
        sections=tuple(sections.values()),
        notes=tuple(note_of(note, index_of[note.section_id]) for note in notes if note.section_id in index_of),
    )


def notes_of(
    deck: cards.Deck, progress: ProgressCallback = no_progress, notes: Collection[int] | None = None
) -> Iterator[cards.Note]:
    """Yield the deck's notes, or those of these keys, as its page has them: with section, and what they were in Anki.

    Raises what `progress` raises.
    """
    sections = {section.pk: section for section in deck.sections.all()}
    keys = _keys_of(deck, notes)
    stored = _stored(cards.Note.objects.select_related("anki_origin"), keys)
    for note in with_progress(stored, len(keys), progress):
        if section := sections.get(note.section_id):
            note.section = section
        yield note


def _keys_of(deck: cards.Deck, notes: Collection[int] | None) -> list[int]:
    keys = in_order(deck).values_list("pk", flat=True)
    return [key for key in keys if notes is None or key in notes]


def _stored(notes: QuerySet[cards.Note], keys: Sequence[int]) -> Iterator[cards.Note]:
    """Yield those of the notes that are still there, in the order of the keys.

    No statement is open in between: SQLite lets nobody write who still reads what another has written to since.
    """
    for batch in batched(keys, BATCH_SIZE):
        found = notes.in_bulk(batch)
        yield from (found[key] for key in batch if key in found)


def in_order(deck: cards.Deck) -> QuerySet[cards.Note]:
    """Return the deck's notes in the order of its page."""
    return cards.Note.objects.filter(deck=deck).order_by("section__position", "section_id", "position", "pk")


def note_of(note: cards.Note, section: int = 0) -> NoteRecord:
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


def origin_of(original: AnkiOrigin | None, types: dict[int, AnkiNoteType]) -> OriginRecord | None:
    """Return what a note was in Anki; `types` caches the note types."""
    if original is None:
        return None
    if original.note_type_id not in types:
        types[original.note_type_id] = _note_type(original)
    return OriginRecord(types[original.note_type_id], tuple(original.fields))


def _note_type(original: AnkiOrigin) -> AnkiNoteType:
    row = original.note_type
    templates = tuple(CardTemplate(**each) for each in row.templates)
    return AnkiNoteType(row.anki_id, row.name, tuple(row.fields), templates, row.css, row.is_cloze)
