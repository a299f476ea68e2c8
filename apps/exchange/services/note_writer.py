"""Writes the notes of an import that was planned, a batch in one short transaction."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import batched

from apps.cards.models import Note, Section
from apps.cards.services import bulk_insert
from apps.cards.services.notes import add_notes, change_notes, next_position
from apps.exchange.importing.import_plan import UNMOVED, ImportPlan, PlannedNote
from apps.exchange.models import AnkiOrigin, NoteType
from apps.exchange.services.staging import Staging
from apps.formats.anki import records as anki
from apps.web.pieces import piece

ORIGIN_VALUES = ["note_type", "fields"]
BATCH_SIZE = 100  # notes of one transaction: with 500, a grade beside an import on SQLite waited four times as long
CHANGES_BATCH_SIZE = 50  # a change takes ten times as long as an addition


class NoteWriter:
    """Adds the new notes of a plan where they are staged, and changes existing ones."""

    def __init__(self, plan: ImportPlan, staging: Staging) -> None:
        self._decks, self._staging = plan.decks.all, staging
        self._positions: dict[int, int] = {}  # by the identities of sections, which may have no keys yet
        self._moved: dict[int, int] = {}  # the positions of existing notes that move to another section
        self._note_types: dict[anki.AnkiNoteType, NoteType] = {}

    def add(self, batch: Sequence[PlannedNote]) -> list[int]:
        """Save what is new of a batch; return the keys of all its notes."""
        new = [planned for planned in batch if planned.pk is None]
        places = {id(planned): self._next_position(planned) for planned in batch if planned.section != UNMOVED}
        self._moved |= {planned.pk: places[id(planned)] for planned in batch if planned.pk and id(planned) in places}
        rows = [self._row(planned, places[id(planned)]) for planned in new]
        with piece():
            keys = add_notes(rows, [planned.cards for planned in new])
            bulk_insert.insert(AnkiOrigin, self._origins(keys, new))
        added = iter(keys)
        return [planned.pk or next(added) for planned in batch]

    def change(self, batch: Sequence[PlannedNote]) -> None:
        """Save what changes of a batch."""
        changed = (planned for planned in batch if planned.pk and planned.values)
        for few in batched(changed, CHANGES_BATCH_SIZE):
            with piece():
                self._change(few)

    def _row(self, planned: PlannedNote, position: int) -> dict[str, object]:
        """Return a new note as it is stored."""
        target = self._decks[planned.deck]
        staged = self._staging.section(target, target.sections[planned.section])
        return {**planned.values, "deck_id": staged.deck_id, "section_id": staged.pk, "position": position}

    def _change(self, batch: Sequence[PlannedNote]) -> None:
        stored = Note.objects.in_bulk([planned.pk for planned in batch])
        notes = [self._changed(stored[planned.pk or 0], planned) for planned in batch]
        change_notes(notes, [planned.cards for planned in batch])
        AnkiOrigin.objects.bulk_create(
            [AnkiOrigin(**values) for values in self._origins([note.pk for note in notes], batch)],
            BATCH_SIZE,
            update_conflicts=True,
            unique_fields=["note"],
            update_fields=ORIGIN_VALUES,
        )

    def _changed(self, note: Note, planned: PlannedNote) -> Note:
        for name, value in planned.values.items():
            setattr(note, name, value)
        if planned.section != UNMOVED:
            note.section = self._decks[planned.deck].sections[planned.section]
            note.position = self._moved[note.pk]
        return note

    def _next_position(self, planned: PlannedNote) -> int:
        """Return the next position in a section: notes follow those that are there, in the order of the file."""
        section = self._decks[planned.deck].sections[planned.section]
        if id(section) not in self._positions:
            is_stored = section.pk not in (None, Section.UNSAVED)
            self._positions[id(section)] = next_position(section.pk) if is_stored else 1
        position = self._positions[id(section)]
        self._positions[id(section)] = position + 1
        return position

    def _origins(self, keys: Sequence[int], batch: Sequence[PlannedNote]) -> Iterator[dict[str, object]]:
        """Yield what notes of these keys were in Anki."""
        for key, planned in zip(keys, batch, strict=True):
            if planned.origin:
                note_type = self._note_type(planned.origin.note_type)
                yield {"note_id": key, "note_type_id": note_type.pk, "fields": list(planned.origin.fields)}

    def _note_type(self, of_anki: anki.AnkiNoteType) -> NoteType:
        if of_anki not in self._note_types:
            self._note_types[of_anki] = store_note_type(of_anki)
        return self._note_types[of_anki]


def store_note_type(of_anki: anki.AnkiNoteType) -> NoteType:
    """Return the row of a note type; equal ones share it."""
    values = asdict(of_anki)
    values["anki_id"] = values.pop("id")
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode(errors="replace")).hexdigest()
    return NoteType.objects.get_or_create(digest=digest, defaults=values)[0]
