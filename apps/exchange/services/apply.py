"""Saves what was prepared, in one transaction that only writes."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from apps.cards.media_store import hold
from apps.cards.models import Deck, Note
from apps.cards.services import bulk_insert
from apps.cards.services.notes import add_notes, change_notes, next_position, save_section
from apps.courses.models import Course
from apps.exchange.importing.anki_schedules import ScheduleImporter
from apps.exchange.importing.plan import STAYS, ImportPlan, PlannedNote, stamp
from apps.exchange.importing.targets import UNSAVED, Target, TargetDeck
from apps.exchange.models import AnkiOrigin, NoteType
from apps.formats.anki import records as anki

ORIGINAL = ["note_type", "fields"]
BATCH_SIZE = 500


class ConcurrentChange(Exception):
    """Somebody else added notes to the same decks after the import was prepared. Prepare it again."""


@transaction.atomic
def save(prepared: ImportPlan, carry: ScheduleImporter | None = None) -> None:
    """Save the decks, sections, notes and cards of an import, and what `carry` makes of its schedules.

    Raises Meanwhile, and then nothing is saved.
    """
    _lock(prepared.target)
    if stamp(prepared.target) != prepared.stamp:
        raise ConcurrentChange
    saving = _Saving(prepared)
    for place in prepared.places.all:
        _save_place(place)
        if place.new_media:
            hold(place.deck, dict(prepared.pictures.saved(place)))
    for batch in prepared.batches:
        keys = saving.save(batch)
        if carry:
            carry.meet(prepared.places.all, batch, keys)
    if carry:
        prepared.report.reviews = carry.bring()


def _lock(target: Target) -> None:
    """Let one import at a time write to the decks of a course or a person."""
    if target.course and target.course.pk is None:
        target.course.save()
    rows = Course.objects.filter(pk=target.course.pk) if target.course else target.people
    rows.select_for_update(no_key=True).get()


class _Saving:
    def __init__(self, prepared: ImportPlan) -> None:
        self._prepared = prepared
        self._places = prepared.places.all
        self._positions: dict[int, int] = {}
        self._note_types: dict[anki.AnkiNoteType, NoteType] = {}

    def save(self, batch: Sequence[PlannedNote]) -> list[int]:
        """Save what is new or changed of a batch; return the keys of all its notes."""
        changed = [ready for ready in batch if ready.pk and ready.values]
        self._change(changed)
        new = [ready for ready in batch if ready.pk is None]
        keys = add_notes([self._row(ready) for ready in new], [ready.cards for ready in new])
        bulk_insert.insert(AnkiOrigin, self._originals(keys, new))
        made = iter(keys)
        return [ready.pk or next(made) for ready in batch]

    def _row(self, ready: PlannedNote) -> dict[str, Any]:
        """Return a new note as it is stored."""
        place = self._places[ready.place]
        section = place.sections[ready.section].pk
        return {**ready.values, "deck_id": place.deck.pk, "section_id": section, "position": self._position(section)}

    def _change(self, batch: Sequence[PlannedNote]) -> None:
        there = Note.objects.in_bulk([ready.pk for ready in batch])
        notes = [self._changed(there[ready.pk or 0], ready) for ready in batch]
        change_notes(notes, [ready.cards for ready in batch])
        AnkiOrigin.objects.bulk_create(
            [AnkiOrigin(**values) for values in self._originals([note.pk for note in notes], batch)],
            BATCH_SIZE,
            update_conflicts=True,
            unique_fields=["note"],
            update_fields=ORIGINAL,
        )

    def _changed(self, note: Note, ready: PlannedNote) -> Note:
        for name, value in ready.values.items():
            setattr(note, name, value)
        if ready.section != STAYS:
            note.section = self._places[ready.place].sections[ready.section]
            note.position = self._position(note.section_id)
        return note

    def _position(self, section: int) -> int:
        """Return the next position in a section: notes stand in the order of the file, after those that are there."""
        position = self._positions.get(section) or next_position(section)
        self._positions[section] = position + 1
        return position

    def _originals(self, keys: Sequence[int], batch: Sequence[PlannedNote]) -> Iterator[dict[str, Any]]:
        """Yield what notes of these keys were in Anki."""
        for key, ready in zip(keys, batch, strict=True):
            if ready.origin:
                note_type = self._note_type(ready.origin.note_type)
                yield {"note_id": key, "note_type_id": note_type.pk, "fields": list(ready.origin.fields)}

    def _note_type(self, of_anki: anki.AnkiNoteType) -> NoteType:
        if of_anki not in self._note_types:
            self._note_types[of_anki] = stored(of_anki)
        return self._note_types[of_anki]


def stored(of_anki: anki.AnkiNoteType) -> NoteType:
    """Return the row of a note type; equal ones share it."""
    values = asdict(of_anki)
    values["anki_id"] = values.pop("id")
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode(errors="replace")).hexdigest()
    return NoteType.objects.get_or_create(digest=digest, defaults=values)[0]


def _save_place(place: TargetDeck) -> None:
    """Save a deck that is new or says new credits, and those sections that are new and used."""
    if not (place.notes or place.is_own):
        return
    _save_deck(place.deck, place.changed)
    for index, section in enumerate(place.sections):
        if section.pk == UNSAVED and (place.is_own or index in place.used):
            section.pk, section.deck = None, place.deck
            save_section(section)
    for section in place.changed_sections:
        save_section(section)


def _save_deck(deck: Deck, changed: dict[str, str]) -> None:
    for name, text in changed.items():
        setattr(deck, name, text)
    if deck.pk is None:
        deck.save()
    elif changed:
        deck.save(update_fields=list(changed))
