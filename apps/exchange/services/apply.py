"""Saves an import that was planned, in one transaction that only writes."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from django.db import transaction

from apps.cards.models import Deck, Media, Note
from apps.cards.services import bulk_insert
from apps.cards.services.media import add_to_deck, lock_media, store_media
from apps.cards.services.notes import add_notes, change_notes, next_position
from apps.cards.services.sections import save_section
from apps.courses.models import Course
from apps.exchange.importing.deck_plan import UNMOVED, ImportPlan, PlannedNote, stamp
from apps.exchange.importing.pictures import Pictures
from apps.exchange.importing.targets import Target, TargetDeck
from apps.exchange.models import AnkiOrigin, NoteType
from apps.exchange.services.anki_schedules import ScheduleImporter
from apps.formats.anki import records as anki

ORIGIN_VALUES = ["note_type", "fields"]
BATCH_SIZE = 500


class ConcurrentChange(Exception):
    """Somebody else changed the same decks, or deleted a picture, after the import was planned. Plan it again."""


@transaction.atomic
def save(plan: ImportPlan, schedules: ScheduleImporter | None = None) -> None:
    """Save the decks, sections, notes and cards of an import, and a learner's schedules.

    Raises ConcurrentChange, and then nothing is saved.
    """
    _lock(plan.target)
    if stamp(plan.target) != plan.stamp:
        raise ConcurrentChange
    writer = _NoteWriter(plan)
    for target in plan.decks.all:
        _save_deck_and_sections(target)
        _save_pictures(target, plan.pictures)
    for batch in plan.batches:
        keys = writer.save(batch)
        if schedules:
            schedules.find_cards(batch, keys)
    if schedules:
        plan.report.reviews, plan.report.schedules = schedules.save(plan.decks.all), 0


def _lock(target: Target) -> None:
    """Let one import at a time write to the decks of a course or a person."""
    if target.course and target.course.pk is None:
        target.course.save()
    rows = Course.objects.filter(pk=target.course.pk) if target.course else target.people
    rows.select_for_update(no_key=True).get()


class _NoteWriter:
    def __init__(self, plan: ImportPlan) -> None:
        self._decks = plan.decks.all
        self._positions: dict[int, int] = {}
        self._note_types: dict[anki.AnkiNoteType, NoteType] = {}

    def save(self, batch: Sequence[PlannedNote]) -> list[int]:
        """Save what is new or changed of a batch; return the keys of all its notes."""
        self._change([planned for planned in batch if planned.pk and planned.values])
        new = [planned for planned in batch if planned.pk is None]
        keys = add_notes([self._row(planned) for planned in new], [planned.cards for planned in new])
        bulk_insert.insert(AnkiOrigin, self._origins(keys, new))
        added = iter(keys)
        return [planned.pk or next(added) for planned in batch]

    def _row(self, planned: PlannedNote) -> dict[str, object]:
        """Return a new note as it is stored."""
        target = self._decks[planned.deck]
        section = target.sections[planned.section].pk
        position = self._next_position(section)
        return {**planned.values, "deck_id": target.deck.pk, "section_id": section, "position": position}

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
            note.position = self._next_position(note.section_id)
        return note

    def _next_position(self, section: int) -> int:
        """Return the next position in a section: notes follow those that are there, in the order of the file."""
        position = self._positions.get(section) or next_position(section)
        self._positions[section] = position + 1
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


def _save_deck_and_sections(target: TargetDeck) -> None:
    """Save a deck that is new or has new credits, and those sections that are changed, or new and used."""
    if not target.is_saved:
        return
    _save_deck(target.deck, target.changed)
    for section in target.new_sections:
        section.pk, section.deck = None, target.deck
        save_section(section)
    for change in target.changed_sections:
        save_section(change.section)


def _save_deck(deck: Deck, changed: dict[str, str]) -> None:
    for name, text in changed.items():
        setattr(deck, name, text)
    if deck.pk is None:
        deck.save()
    elif changed:
        deck.save(update_fields=list(changed))


def _save_pictures(target: TargetDeck, pictures: Pictures) -> None:
    if target.new_media:
        new = dict(pictures.new_files(target))
        stored = {each.pk for each in new.values() if isinstance(each, Media)}
        if lock_media(stored) != stored:
            raise ConcurrentChange
        files = {name: each if isinstance(each, Media) else store_media(each) for name, each in new.items()}
        add_to_deck(target.deck, files)
