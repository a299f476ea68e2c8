"""Plans an import of decks: finds which notes are here, makes the cards, spools all of it; only reads the database."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.db.models import Count

from apps.cards.comparing.note_matching import DeckNotes
from apps.cards.kinds.registry import BASIC, OCCLUSION
from apps.cards.kinds.unreadable import UnreadableNote
from apps.cards.models import Card, Deck, Note, Section, new_guid
from apps.cards.siblings import RenderedCard, cards_of
from apps.exchange import exporting
from apps.exchange.importing import deck_changes
from apps.exchange.importing.first_cards import FirstCards
from apps.exchange.importing.import_plan import UNMOVED, ImportPlan, PlannedNote, stamp
from apps.exchange.importing.note_changes import change_of_texts
from apps.exchange.importing.note_losses import (
    add_card_losses,
    asks_nothing,
    problem_of_masks,
    without_blanks,
)
from apps.exchange.importing.note_values import values_of
from apps.exchange.importing.pictures import Pictures
from apps.exchange.importing.report import MAX_CHANGES, DeckReport, Report
from apps.exchange.importing.spool import Spool
from apps.exchange.importing.targets import Target, TargetDeck, TargetDecks
from apps.formats.anki.conversion.anki_round_trip import as_anki_note
from apps.formats.import_source import SECTIONS, ImportSource, IncomingNote
from apps.formats.losses import Losses, note_left_out
from apps.formats.problems import Place
from apps.formats.progress import ProgressCallback, no_progress

BATCH_SIZE = 500  # notes that are looked up together


def plan_decks(source: ImportSource, target: Target, progress: ProgressCallback = no_progress) -> ImportPlan:
    """Return what an import would save. Raises ImportProblem, and whatever `progress` raises."""
    return _DeckPlanner(source, target, progress).plan()


class _DeckPlanner:
    def __init__(self, source: ImportSource, target: Target, progress: ProgressCallback) -> None:
        self._source = source
        self._target = target
        self._progress = progress
        self._report = Report()
        self._fingerprint = hashlib.sha256()
        self._decks = TargetDecks(
            target, source.deck, source.others, has_all_sections=SECTIONS in source.provided_fields
        )
        self._notes = DeckNotes(target.decks(), guids_are_unique=source.guids_are_unique)
        self._guids: set[tuple[int, str]] = set()
        self._deck_by_pk: dict[int, Deck] = {}
        self._pictures = Pictures(source.media, source.media_of)
        self._refused, self._losses = Losses(), Losses()
        self._first_cards = FirstCards()
        self._draft = Note()  # every note in turn, never saved
        self._done = 0

    def plan(self) -> ImportPlan:
        before = stamp(self._target)
        if self._source.deck.sections and SECTIONS in self._source.provided_fields:
            self._decks.of_path("")
        batches: Spool[PlannedNote] = Spool()
        try:
            self._fill(batches)
            self._take_pictures_of_sections()
        except BaseException:
            batches.close()
            self._pictures.close()
            raise
        return ImportPlan(self._target, self._decks, self._total(), before, self._pictures, batches)

    def _fill(self, batches: Spool[PlannedNote]) -> None:
        for incoming in batched(self._incoming(), BATCH_SIZE):
            characters = sum(len(each.note.front) + len(each.note.back) for each in incoming)
            batches.add(list(self._batch(incoming)), characters)

    def _incoming(self) -> Iterator[IncomingNote]:
        """Yield the notes of the file; reading a long one takes as long as rendering it, so both report."""
        self._source.on_refusal = lambda: self._progress(self._done, self._source.count)
        for each in self._source.notes():
            self._progress(self._done, self._source.count)
            if each.note.kind == OCCLUSION and (problem := problem_of_masks(values_of(each.note))):
                self._refused.add(note_left_out(problem), each.note.place)
            else:
                yield each

    def _total(self) -> Report:
        report = self._report
        report.refused = len(self._refused) + self._source.refused
        report.warn([*self._refused.warnings(), *self._source.warnings, *self._decks.warnings])
        report.warn([*self._pictures.warnings, *self._losses.warnings()])
        report.media = sum(len(deck.new_media) for deck in self._decks.all)
        saved = [deck for deck in self._decks.all if deck.is_saved]
        for each in saved:
            each.guess_language(self._source.reading.encoding)
        report.decks = [
            DeckReport(each.deck.title, each.deck.slug, each.notes, each.cards, each.language)
            for each in saved
            if each.notes or len(saved) == 1
        ]
        report.reading, report.first_cards = self._source.reading, self._first_cards.complete(self._pictures)
        report.surroundings = [sentence for each in saved for sentence in deck_changes.surroundings(each)]
        self._remember(_counts(saved), report.refused, *(list(deck_changes.stored(each)) for each in saved))
        report.fingerprint = self._fingerprint.hexdigest()
        return report

    def _batch(self, incoming: Sequence[IncomingNote]) -> Iterator[PlannedNote]:
        """Yield the notes of a batch as they will be saved; those that change nothing have no values."""
        found = [self._find(each) for each in incoming]
        existing, card_counts = _existing([pk for index, pk in found if pk])
        for each, (deck, pk) in zip(incoming, found, strict=True):
            self._done += 1
            self._progress(self._done, self._source.count)
            planned = self._merge(each, existing[pk], deck) if pk else self._add(each, deck)
            if planned is None:
                continue
            target = self._decks.all[deck]
            asked = _asked(planned)
            target.notes += 1
            self._report.schedules += sum(card.has_schedule for card in each.cards)
            self._pictures.note_unasked(planned.values, asked, each.note.place)
            target.cards += len(asked) if planned.values else card_counts.get(planned.pk or 0, 0)
            self._first_cards.add(asked, target)
            yield planned

    def _find(self, each: IncomingNote) -> tuple[int, int | None]:
        """Return the index of a note's deck, and its key if it is here already."""
        index = self._decks.of_path(each.note.deck)
        deck = self._decks.all[index].deck
        found = self._notes.match(each.note.guid, each.note.front, deck)
        if found is None:
            return index, None
        pk, deck_pk = found
        return (index if deck_pk == deck.pk else self._decks.of_deck(self._deck(deck_pk))), pk

    def _deck(self, pk: int) -> Deck:
        if pk not in self._deck_by_pk:
            self._deck_by_pk[pk] = Deck.objects.get(pk=pk)
        return self._deck_by_pk[pk]

    def _add(self, each: IncomingNote, deck: int) -> PlannedNote | None:
        """Return a note that is new; None for one that is left out."""
        target, values = self._decks.all[deck], values_of(each.note)
        section = min(each.note.section, len(target.sections) - 1)
        self._take_pictures(values, target, each.note.deck)
        cards = self._cards(values, target, target.sections[section], each.note.place)
        if asks_nothing(each, values, cards, self._refused, self._losses):
            return None
        target.used.add(section)
        add_card_losses(self._losses, each, values, cards)
        self._report.added += 1
        target.add_to_sample(values["front"], values["back"], values["extra"])
        self._remember(deck, section, values)
        values["guid"] = self._free_guid(deck, each.note.guid)
        if each.note.created_at:
            values["created_at"] = each.note.created_at
        return PlannedNote(deck, section, None, values, cards, each.origin, each.cards)

    def _free_guid(self, deck: int, guid: str) -> str:
        """Return the file's identifier for a note, or a new one where another note of its deck has it."""
        if not guid or (deck, guid) in self._guids or self._notes.has(guid, self._decks.all[deck].deck):
            return new_guid()
        self._guids.add((deck, guid))
        return guid

    def _merge(self, each: IncomingNote, note: Note, deck: int) -> PlannedNote:
        """Return what becomes of an existing note; without values where it stays as it is."""
        target = self._decks.all[deck]
        section = target.sections[min(each.note.section, len(target.sections) - 1)]
        provided = self._source.provided_fields
        moves = "section" in provided and section.pk != note.section_id
        values = {name: value for name, value in values_of(each.note).items() if name in provided}
        changed = {name: value for name, value in values.items() if value != getattr(note, name)}
        stored = {name: getattr(note, name) for name in Note.CONTENT_FIELDS}
        if problem := problem_of_masks(stored | changed):
            self._refused.add(note_left_out(problem), each.note.place)
            return PlannedNote(deck, UNMOVED, note.pk, {}, [], None, each.cards)
        has_new_pictures = self._take_pictures(values, target, each.note.deck)
        if not has_new_pictures and (not (changed or moves) or _is_unedited(each, note)):
            self._report.unchanged += 1
            return PlannedNote(deck, UNMOVED, note.pk, {}, [], None, each.cards)
        values = stored | changed
        cards = self._cards(values, target, section if moves else note.section, each.note.place)
        if asks_nothing(each, values, cards, self._refused, self._losses):
            return PlannedNote(deck, UNMOVED, note.pk, {}, [], None, each.cards)
        self._report.changed += 1
        index = target.sections.index(section) if moves else UNMOVED
        if moves:
            target.used.add(index)
        add_card_losses(self._losses, each, values, cards)
        self._remember(deck, index, note.pk, stored, values)
        if len(self._report.changes) < MAX_CHANGES:
            self._report.changes.append(change_of_texts(stored, values, section.title if moves else ""))
        return PlannedNote(deck, index, note.pk, values, cards, each.origin, each.cards)

    def _remember(self, *change: object) -> None:
        """Let a change count for the plan's fingerprint: where a note goes, what it replaces, and what replaces it.

        The file is the same when the plan is applied, but it may be read with other options by then.
        """
        self._fingerprint.update(repr(change).encode(errors="replace"))

    def _take_pictures(self, values: dict[str, Any], target: TargetDeck, path: str) -> bool:
        """Include the pictures and sounds that a note shows; return whether any is new to its deck."""
        texts = [values.get(name, "") for name in ("front", "back", "extra")]
        return self._pictures.take("\n".join(texts), target, path)

    def _take_pictures_of_sections(self) -> None:
        """Include the pictures that introductions and closing words show, where the file has those."""
        if SECTIONS in self._source.provided_fields:
            for path, record, target in self._decks.by_path():
                texts = (text for section in record.sections for text in (section.introduction, section.closing))
                self._pictures.take("\n".join(texts), target, path)

    def _cards(
        self, values: dict[str, object], target: TargetDeck, section: Section, place: Place
    ) -> list[RenderedCard]:
        """Return the cards of a note; one whose blanks cannot be read becomes basic, with a warning."""
        draft = self._draft
        draft.section = section
        for name, value in values.items():
            setattr(draft, name, value)
        try:
            return cards_of(draft, media=target.media)
        except UnreadableNote as error:
            self._losses.add(without_blanks(error.message), place)
            values["kind"] = draft.kind = BASIC
            return cards_of(draft, media=target.media)


def _counts(decks: Sequence[TargetDeck]) -> list[object]:
    return [(each.deck.title, each.deck.slug, each.notes, each.cards) for each in decks]


def _asked(planned: PlannedNote) -> list[RenderedCard]:
    """Return the cards of a note that will be asked: none of an archived one, and none without an answer."""
    return [] if planned.values.get("archived") else [card for card in planned.cards if card.is_asked]


def _is_unedited(each: IncomingNote, note: Note) -> bool:
    """Return whether Anki has the note as it was last imported, or as it is exported now: edits made here stay."""
    if each.origin is None:
        return False
    original = getattr(note, "anki_origin", None)
    origin = exporting.origin_of(original) if original else None
    exported = as_anki_note(exporting.note_of(note), exporting.section_of(note.section), origin)
    return any(known and known.fields == each.origin.fields for known in (origin, exported))


def _existing(pks: Sequence[int]) -> tuple[dict[int, Note], dict[int, int]]:
    """Return existing notes by their keys, and how many cards of each are asked."""
    notes = Note.objects.select_related("section", "anki_origin__note_type").in_bulk(pks)
    cards = Card.objects.filter(archived=False, note__in=pks)
    return notes, dict(cards.values_list("note_id").annotate(Count("pk")).order_by())
