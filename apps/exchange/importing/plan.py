"""Prepares an import: finds what is there, makes the cards, and keeps all of it aside until it can be saved in one go.

Only reads the database.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import batched
from typing import Any

from django.db.models import Count, Max, Q

from apps.cards.kinds import cloze
from apps.cards.kinds.registry import CardText, cards_of
from apps.cards.models import Card, Deck, Note, Section, new_guid
from apps.cards.services.notes import normal_tags
from apps.exchange import exporting
from apps.exchange.importing.matching import ExistingNotes
from apps.exchange.importing.pictures import Pictures
from apps.exchange.importing.report import DeckReport, Report
from apps.exchange.importing.spool import Spool
from apps.exchange.importing.targets import Target, TargetDeck, TargetDecks
from apps.formats import records
from apps.formats.anki.anki_round_trip import as_anki_note
from apps.formats.anki.records import AnkiCard
from apps.formats.import_source import SECTIONS, ImportSource, IncomingNote, OriginRecord
from apps.formats.problems import ImportWarning
from apps.formats.progress import ProgressCallback, no_progress

BATCH_SIZE = 500  # notes that are looked at together
UNKEPT = re.compile("[\x00\ud800-\udfff]")  # what no database keeps
STAYS = -1  # instead of a section: the note stays in its own
COMPARED = ("kind", "front", "back", "label", "extra", "tags", "archived")


@dataclass(slots=True)
class PlannedNote:
    """A note as it will be saved, with its place in the preparation; `pk` is that of one that is there."""

    place: int
    section: int
    pk: int | None
    values: dict[str, Any]
    cards: list[CardText]
    origin: OriginRecord | None
    anki_cards: tuple[AnkiCard, ...]


@dataclass
class ImportPlan:
    """An import that can be saved, or thrown away."""

    target: Target
    places: TargetDecks
    report: Report
    stamp: object
    pictures: Pictures
    batches: Spool[PlannedNote] = field(repr=False)  # in the order of the file

    def close(self) -> None:
        """Let go of it."""
        self.batches.close()
        self.pictures.close()


def prepare(incoming: ImportSource, target: Target, say: ProgressCallback = no_progress) -> ImportPlan:
    """Return what an import would save. Raises Problem, and whatever `say` raises."""
    return _Preparation(incoming, target, say).prepared()


def stamp(target: Target) -> object:
    """Return what changes when somebody adds notes to the decks of a target."""
    return Note.objects.filter(deck__in=target.decks()).aggregate(Count("pk"), Max("pk"))


class _Preparation:
    def __init__(self, incoming: ImportSource, target: Target, say: ProgressCallback) -> None:
        self._incoming = incoming
        self._target = target
        self._say = say
        self._report = Report()
        self._places = TargetDecks(target, incoming.deck, incoming.others, says_sections=SECTIONS in incoming.says)
        self._known = ExistingNotes(target.decks(), guids_are_unique=incoming.guids_are_unique)
        self._guids: set[tuple[int, str]] = set()
        self._decks: dict[int, Deck] = {}
        self._pictures = Pictures(incoming.media, incoming.media_of)
        self._draft = Note()  # is every note in turn, and never saved

    def prepared(self) -> ImportPlan:
        seen = stamp(self._target)
        if self._incoming.deck.sections and SECTIONS in self._incoming.says:
            self._places.of_path("")
        kept: Spool[PlannedNote] = Spool()
        try:
            self._fill(kept)
            self._take_pictures_of_sections()
        except BaseException:
            kept.close()
            self._pictures.close()
            raise
        return ImportPlan(self._target, self._places, self._summed(), seen, self._pictures, kept)

    def _fill(self, kept: Spool[PlannedNote]) -> None:
        done = 0
        for arriving in batched(self._incoming.notes(), BATCH_SIZE):
            kept.add(list(self._batch(arriving)), sum(len(each.note.front) + len(each.note.back) for each in arriving))
            done += len(arriving)
            self._say(done, self._incoming.count)

    def _summed(self) -> Report:
        report = self._report
        report.refused += self._incoming.refused
        report.warn([*self._incoming.warnings, *self._places.warnings, *self._pictures.warnings])
        report.media = sum(len(place.new_media) for place in self._places.all)
        used = (place for place in self._places.all if place.notes or place.is_own)
        report.decks = [DeckReport(place.deck.title, place.deck.slug, place.notes, place.cards) for place in used]
        return report

    def _batch(self, arriving: Sequence[IncomingNote]) -> Iterator[PlannedNote]:
        """Yield the notes of a batch as they will be saved; those that change nothing have no values."""
        found = [self._find(each) for each in arriving]
        there, made = _there([pk for _, pk in found if pk])
        for each, (place, pk) in zip(arriving, found, strict=True):
            ready = self._merged(each, there[pk], place) if pk else self._new(each, place)
            here = self._places.all[place]
            here.notes += 1
            here.cards += len(ready.cards) if ready.values else made.get(ready.pk or 0, 0)
            yield ready

    def _find(self, each: IncomingNote) -> tuple[int, int | None]:
        """Return the place of a note, and its key where it is there already."""
        place = self._places.of_path(each.note.deck)
        deck = self._places.all[place].deck
        found = self._known.find(each.note.guid, each.note.front, deck)
        if found is None:
            return place, None
        pk, deck_pk = found
        return (place if deck_pk == deck.pk else self._places.of_deck(self._deck(deck_pk))), pk

    def _deck(self, pk: int) -> Deck:
        if pk not in self._decks:
            self._decks[pk] = Deck.objects.get(pk=pk)
        return self._decks[pk]

    def _new(self, each: IncomingNote, place: int) -> PlannedNote:
        here, values = self._places.all[place], _values(each.note)
        values["guid"] = self._free_guid(place, each.note.guid)
        section = min(each.note.section, len(here.sections) - 1)
        here.used.add(section)
        self._take_pictures(values, here, each.note.deck)
        cards = self._cards(values, here, here.sections[section], each.note.where)
        self._report.added += 1
        return PlannedNote(place, section, None, values, cards, each.origin, each.cards)

    def _free_guid(self, place: int, guid: str) -> str:
        """Return the file's identifier for a note, or a new one where another note of its deck has it."""
        if not guid or (place, guid) in self._guids or self._known.has(guid, self._places.all[place].deck):
            return new_guid()
        self._guids.add((place, guid))
        return guid

    def _merged(self, each: IncomingNote, note: Note, place: int) -> PlannedNote:
        """Return what becomes of a note that is there; without values where it stays as it is."""
        here = self._places.all[place]
        section = here.sections[min(each.note.section, len(here.sections) - 1)]
        says, moves = self._incoming.says, "section" in self._incoming.says and section.pk != note.section_id
        values = {name: value for name, value in _values(each.note).items() if name in says}
        changed = {name: value for name, value in values.items() if value != getattr(note, name)}
        includes = self._take_pictures(values, here, each.note.deck)
        if not includes and (not (changed or moves) or _is_as_it_left(each, note)):
            self._report.unchanged += 1
            return PlannedNote(place, STAYS, note.pk, {}, [], None, each.cards)
        self._report.changed += 1
        index = here.sections.index(section) if moves else STAYS
        if moves:
            here.used.add(index)
        values = {name: getattr(note, name) for name in COMPARED} | changed
        cards = self._cards(values, here, section if moves else note.section, each.note.where)
        return PlannedNote(place, index, note.pk, values, cards, each.origin, each.cards)

    def _take_pictures(self, values: dict[str, Any], here: TargetDeck, path: str) -> bool:
        """Take in the pictures and sounds that a note shows; say whether any is new to its deck."""
        texts = [values.get(name, "") for name in ("front", "back", "extra")]
        return self._pictures.take("\n".join(texts), here, path)

    def _take_pictures_of_sections(self) -> None:
        """Take in the pictures that introductions and closing words show, where the file says those."""
        if SECTIONS in self._incoming.says:
            for path, said, here in self._places.by_path():
                texts = (text for section in said.sections for text in (section.introduction, section.closing))
                self._pictures.take("\n".join(texts), here, path)

    def _cards(self, values: dict[str, Any], here: TargetDeck, section: Section, where: str) -> list[CardText]:
        """Return the cards of a note; one whose blanks cannot be read becomes basic, which is said."""
        draft = self._draft
        draft.section = section
        for name, value in values.items():
            setattr(draft, name, value)
        try:
            return cards_of(draft, media=here.media)
        except cloze.ClozeError as error:
            self._report.warn([ImportWarning(f"{error} Until then, the note has no blanks.", where)])
            values["kind"] = draft.kind = records.BASIC
            return cards_of(draft, media=here.media)


def _values(note: records.NoteRecord) -> dict[str, Any]:
    """Return the texts of a note as they are stored."""
    values: dict[str, Any] = {name: UNKEPT.sub("", getattr(note, name)) for name in ("front", "back", "label", "extra")}
    values["kind"] = records.BASIC if note.kind == records.CHOICE and not values["label"].strip() else note.kind
    values["tags"] = _stored_tags(note.tags)
    values["archived"] = note.archived
    return values


@lru_cache(maxsize=256)  # notes that stand together mostly share them
def _stored_tags(tags: tuple[str, ...]) -> str:
    return normal_tags(UNKEPT.sub("", tag) for tag in tags)


def _is_as_it_left(each: IncomingNote, note: Note) -> bool:
    """Say whether Anki has the note as it was imported last, or as it is exported now: what was edited here stays."""
    if each.origin is None:
        return False
    origin = exporting.origin_of(getattr(note, "original", None), {})
    now = as_anki_note(exporting.note_of(note), exporting.section_of(note.section), origin)
    return any(known and known.fields == each.origin.fields for known in (origin, now))


def _there(pks: Sequence[int]) -> tuple[dict[int, Note], dict[int, int]]:
    """Return notes that are there by their keys, and how many cards each makes."""
    notes = Note.objects.select_related("section", "original__note_type").in_bulk(pks)
    cards = Card.objects.filter(Q(archived=False) | Q(back=""), note__in=pks)
    return notes, dict(cards.values_list("note_id").annotate(Count("pk")).order_by())
