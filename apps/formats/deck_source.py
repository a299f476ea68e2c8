"""Decks that were read whole, as a source of notes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from apps.cards.kinds.cloze_blanks import MAX_BLANKS
from apps.formats.anki.records import AnkiCard
from apps.formats.import_source import TEXTS, ImportSource, IncomingNote
from apps.formats.records import DeckRecord, NoteRecord

EPOCH = date(1970, 1, 1)  # from which the due days of schedules count
REVIEW = 2  # Anki's type and queue of a card that has an interval


def of_deck(deck: DeckRecord, title: str, provided_fields: frozenset[str] = TEXTS) -> ImportSource:
    """Return what a deck holds; `title` is that of one without its own."""
    return _of_notes(deck.notes, deck, title, provided_fields)


def of_decks(decks: Sequence[DeckRecord], title: str) -> ImportSource:
    """Return what several decks hold together: the first is the file's own, the others' notes name theirs."""
    others = {f"{number}": deck for number, deck in enumerate(decks[1:], start=2)}
    if not others:
        return of_deck(decks[0], title)
    placed = zip(["", *others], decks, strict=True)
    notes = [replace(note, deck=path) for path, deck in placed for note in deck.notes]
    return replace(
        _of_notes(notes, decks[0], title, TEXTS),
        others={path: replace(deck, title=deck.title or path, notes=(), warnings=()) for path, deck in others.items()},
        warnings=[warned for deck in decks for warned in deck.warnings],
    )


def _of_notes(
    notes: Sequence[NoteRecord], deck: DeckRecord, title: str, provided_fields: frozenset[str]
) -> ImportSource:
    """Return notes as a source, whose own deck this is."""
    has_schedules = any(note.schedules for note in notes)
    return ImportSource(
        deck=replace(deck, title=deck.title or title, notes=(), warnings=()),
        notes=lambda: (IncomingNote(note, cards=tuple(_cards(note, index))) for index, note in enumerate(notes)),
        reviews=tuple if has_schedules else None,
        began_on=EPOCH if has_schedules else None,
        count=len(notes),
        provided_fields=provided_fields,
        warnings=list(deck.warnings),
    )


def _cards(note: NoteRecord, index: int) -> Iterator[AnkiCard]:
    """Yield the scheduled cards of a note in the form that Anki has for them."""
    for ordinal, schedule in enumerate(note.schedules):
        yield AnkiCard(
            id=index * MAX_BLANKS + ordinal,
            note=index,
            ordinal=ordinal,
            deck=1,
            type=REVIEW,
            queue=REVIEW,
            due=(schedule.due_on - EPOCH).days,
            interval=schedule.interval_days,
            ease=schedule.easiness * 10,
            reps=1,
            lapses=0,
            flag=0,
        )
