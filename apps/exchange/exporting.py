"""Decks of the database as records, in the order of their pages."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from apps.cards import models as cards
from apps.exchange.formats.apkg.records import CardTemplate, NoteType
from apps.exchange.incoming import Origin
from apps.exchange.models import Original
from apps.exchange.records import Deck, Note, Section
from apps.exchange.telling import Say, silent, told

AT_ONCE = 1_000


def deck_of(deck: cards.Deck, say: Say = silent, notes: Collection[int] | None = None) -> Deck:
    """Return all of a deck, archived notes too, or only the notes of these keys. Raises what `say` raises."""
    sections = list(deck.sections.all())
    places = {section.pk: place for place, section in enumerate(sections)}
    in_turn = told(in_order(deck).iterator(AT_ONCE), deck.notes.count(), say)
    chosen = (note for note in in_turn if notes is None or note.pk in notes)
    return Deck(
        title=deck.title,
        slug=deck.slug,
        language=deck.language,
        licence=deck.licence,
        attribution=deck.attribution,
        source_url=deck.source_url,
        sections=tuple(map(section_of, sections)),
        notes=tuple(note_of(note, places[note.section_id]) for note in chosen),
    )


def notes_of(deck: cards.Deck) -> Iterator[cards.Note]:
    """Yield the deck's notes as its page has them, with their sections and what they were in Anki."""
    sections = {section.pk: section for section in deck.sections.all()}
    for note in in_order(deck).select_related("original").iterator(AT_ONCE):
        if section := sections.get(note.section_id):
            note.section = section
        yield note


def in_order(deck: cards.Deck) -> QuerySet[cards.Note]:
    """Return the deck's notes in the order of its page."""
    return cards.Note.objects.filter(deck=deck).order_by("section__position", "section_id", "position", "pk")


def note_of(note: cards.Note, section: int = 0) -> Note:
    """Return a note as a record, in the section of that place."""
    return Note(
        front=note.front,
        back=note.back,
        kind=note.kind,
        label=note.label,
        extra=note.extra,
        tags=tuple(note.tags.split()),
        guid=note.guid,
        section=section,
        archived=note.archived,
    )


def section_of(section: cards.Section) -> Section:
    """Return a section as a record."""
    return Section(
        title=section.title,
        kind=section.kind,
        introduction=section.introduction,
        labels=tuple(section.labels),
        numbering=section.numbering,
        closing=section.closing,
    )


def origin_of(original: Original | None, types: dict[int, NoteType]) -> Origin | None:
    """Return what a note was in Anki; `types` keeps the note types that were met."""
    if original is None:
        return None
    if original.note_type_id not in types:
        types[original.note_type_id] = _note_type(original)
    return Origin(types[original.note_type_id], tuple(original.fields))


def _note_type(original: Original) -> NoteType:
    row = original.note_type
    templates = tuple(CardTemplate(**each) for each in row.templates)
    return NoteType(row.anki_id, row.name, tuple(row.fields), templates, row.css, row.is_cloze)
