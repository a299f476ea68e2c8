"""Decks of the database as records, in the order of their pages."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from apps.cards import models as cards
from apps.exchange.models import AnkiOrigin
from apps.formats.anki.records import AnkiNoteType, CardTemplate
from apps.formats.import_source import OriginRecord
from apps.formats.progress import ProgressCallback, no_progress, with_progress
from apps.formats.records import DeckRecord, NoteRecord, SectionRecord

BATCH_SIZE = 1_000


def deck_of(
    deck: cards.Deck, progress: ProgressCallback = no_progress, notes: Collection[int] | None = None
) -> DeckRecord:
    """Return all of a deck, archived notes too, or only the notes of these keys. Raises what `progress` raises."""
    sections = list(deck.sections.all())
    index_of = {section.pk: index for index, section in enumerate(sections)}
    all_notes = with_progress(in_order(deck).iterator(BATCH_SIZE), deck.notes.count(), progress)
    chosen = (note for note in all_notes if notes is None or note.pk in notes)
    return DeckRecord(
        title=deck.title,
        slug=deck.slug,
        language=deck.language,
        licence=deck.licence,
        attribution=deck.attribution,
        source_url=deck.source_url,
        sections=tuple(map(section_of, sections)),
        notes=tuple(note_of(note, index_of[note.section_id]) for note in chosen),
    )


def notes_of(deck: cards.Deck) -> Iterator[cards.Note]:
    """Yield the deck's notes as its page has them, with their sections and what they were in Anki."""
    sections = {section.pk: section for section in deck.sections.all()}
    for note in in_order(deck).select_related("anki_origin").iterator(BATCH_SIZE):
        if section := sections.get(note.section_id):
            note.section = section
        yield note


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
