"""The notes that a search finds, of whatever decks, as one export."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import batched, groupby
from pathlib import PurePosixPath
from typing import Self

from apps.accounts.models import User
from apps.cards.media.deck_media import names_by_target, with_names
from apps.cards.models import Deck, DeckMedia, Note, Section
from apps.exchange import apkg_export, exporting
from apps.exchange.media_export import files_of
from apps.formats import ditcards_json
from apps.formats.anki.export_records import ExportedNote, ExportedPackage
from apps.formats.import_source import Files
from apps.formats.progress import ProgressCallback, first_half, no_progress, second_half, with_progress
from apps.formats.records import DeckRecord, SectionRecord
from apps.search.search import search_notes

BATCH_SIZE = 500
ORDER = ("deck__title", "deck_id", "section__position", "section_id", "position", "pk")


@dataclass(frozen=True)
class FoundNotes:
    """Notes by their keys, in the order of their decks' pages.

    Where decks have different pictures by one name, the export gives all but the first another name.
    """

    keys: Sequence[int]
    slug = "cards"

    @classmethod
    def of(cls, person: User, query: str, now: datetime) -> Self:
        """Return the notes that a person's search finds. Raises SearchError."""
        found = search_notes(person, query, now=now).order_by(*ORDER)
        return cls(list(found.values_list("pk", flat=True)))

    def record(self, progress: ProgressCallback = no_progress) -> DeckRecord:
        """Return the notes as one record, each in its own section. Raises what `progress` raises."""
        sections: dict[int, SectionRecord] = {}
        index_of: dict[int, int] = {}
        notes = []
        for note in with_progress(self._notes(), len(self.keys), progress):
            if note.section_id not in index_of:
                index_of[note.section_id] = len(sections)
                sections[note.section_id] = self._section(note.section)
            notes.append(exporting.note_of(note, index_of[note.section_id]))
        return DeckRecord(sections=tuple(sections.values()), notes=tuple(notes))

    def package(self, learner: User | None, progress: ProgressCallback) -> ExportedPackage:
        """Return what a package of the notes holds, each in its own deck. Raises what `progress` raises."""
        if len(self._decks) == 1:
            return apkg_export.package_of(self._decks[0], learner, progress, frozenset(self.keys))
        return ExportedPackage(
            notes=self._exported(learner, second_half(progress)),
            decks=[apkg_export.described(deck) for deck in self._decks],
            media=self.media(),
            own=[ditcards_json.write(record) for record in self._records(first_half(progress))],
        )

    def media(self) -> Files:
        """Return the pictures and sounds that the notes and their sections show. Raises MissingPicture."""
        shown: dict[str, str] = {}
        sections: dict[int, Section] = {}
        for note in self._stored():
            sections[note.section_id] = note.section
            shown |= self._shown(note.deck_id, f"{note.front}\n{note.back}\n{note.extra}")
        for section in sections.values():
            shown |= self._shown(section.deck_id, f"{section.introduction}\n{section.closing}")
        return files_of(dict(sorted(shown.items())))

    @cached_property
    def _decks(self) -> list[Deck]:
        keys: dict[int, None] = {}
        for batch in batched(self.keys, BATCH_SIZE):
            keys |= dict.fromkeys(Note.objects.filter(pk__in=batch).values_list("deck", flat=True))
        return list(Deck.objects.filter(pk__in=keys).order_by("title", "pk"))

    @cached_property
    def _names(self) -> dict[int, dict[str, tuple[str, str]]]:
        """Return by deck and by name what a picture or sound is called in the export, and its file."""
        taken: dict[str, str] = {}
        names: dict[int, dict[str, tuple[str, str]]] = {deck.pk: {} for deck in self._decks}
        for row in DeckMedia.objects.filter(deck__in=self._decks).select_related("media").order_by("deck", "name"):
            name, number, file_name = row.name, 1, row.media.file_name
            while taken.setdefault(name, file_name) != file_name:
                number += 1
                name = _numbered(row.name, number)
            names[row.deck_id][row.name] = (name, file_name)
        return names

    def _shown(self, deck: int, text: str) -> dict[str, str]:
        """Return the files of what a text shows, by their names in the export."""
        of_deck = self._names[deck]
        targets = names_by_target(text) if of_deck else set()
        return dict(of_deck[name] for names in targets for name in names if name in of_deck)

    @cached_property
    def _changed(self) -> dict[int, dict[str, str]]:
        """Return by deck the names that the export changes, with the new ones."""
        return {
            deck: {name: new for name, (new, _file) in names.items() if new != name}
            for deck, names in self._names.items()
        }

    def _renamed(self, deck: int, text: str) -> str:
        changed = self._changed[deck]
        return with_names(text, changed) if changed else text

    def _section(self, section: Section) -> SectionRecord:
        record, deck = exporting.section_of(section), section.deck_id
        closing = self._renamed(deck, record.closing)
        return replace(record, introduction=self._renamed(deck, record.introduction), closing=closing)

    def _stored(self) -> Iterator[Note]:
        for keys in batched(self.keys, BATCH_SIZE):
            found = Note.objects.select_related("section", "deck").in_bulk(keys)
            yield from (found[key] for key in keys if key in found)

    def _notes(self) -> Iterator[Note]:
        """Yield the notes with the names that their pictures have in the export; they are not to be saved."""
        for note in self._stored():
            for name in ("front", "back", "extra"):
                setattr(note, name, self._renamed(note.deck_id, getattr(note, name)))
            yield note

    def _exported(self, learner: User | None, progress: ProgressCallback) -> Iterator[ExportedNote]:
        notes = with_progress(self._notes(), len(self.keys), progress)
        for deck, of_deck in groupby(notes, key=lambda note: note.deck):
            in_use = (_in_section(note) for note in of_deck if not note.archived)
            yield from apkg_export.exported_notes(deck, in_use, learner)

    def _records(self, progress: ProgressCallback) -> Iterator[DeckRecord]:
        """Yield the notes of each deck as a record, with their sections."""
        found = with_progress(self._notes(), len(self.keys), progress)
        for deck, of_deck in groupby(found, key=lambda note: note.deck):
            notes = list(of_deck)
            sections = {note.section_id: note.section for note in notes}
            yield exporting.record_of(deck, {pk: self._section(each) for pk, each in sections.items()}, notes)


def _in_section(note: Note) -> apkg_export.NoteInSection:
    return apkg_export.NoteInSection(note.pk, exporting.note_of(note), exporting.section_of(note.section))


def _numbered(name: str, number: int) -> str:
    """Return another name for a file, which Markdown needs no brackets for."""
    path = PurePosixPath(name)
    return re.sub(r"[^\w.-]+", "-", f"{path.stem}-{number}{path.suffix}")
