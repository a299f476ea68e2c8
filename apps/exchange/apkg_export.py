"""A deck as an Anki package: its notes as Anki stores them, and a learner's schedules if they are included."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import batched
from typing import NamedTuple

from django.db.models import Max, Q

from apps.accounts.models import User
from apps.cards.media.deck_media import names_in
from apps.cards.models import Card, Deck, Note
from apps.exchange import exporting
from apps.exchange.media_export import media_of
from apps.formats import ditcards_json, records
from apps.formats.anki.conversion.anki_round_trip import as_anki_note
from apps.formats.anki.export_records import (
    ExportedCard,
    ExportedDeck,
    ExportedNote,
    ExportedPackage,
    ExportedReview,
    ExportedSchedule,
)
from apps.formats.anki.records import AnkiNoteType
from apps.formats.progress import ProgressCallback, first_half, no_progress, second_half, with_progress
from apps.reviews.models import ReviewLog, Schedule

BUTTONS = (1, 1, 1, 2, 3, 4)  # of Anki, by our grades
LEARNED, REVIEWED = 0, 1  # kinds of Anki's answers
ANSWERS = (ReviewLog.Kind.LEARN, ReviewLog.Kind.REVIEW, ReviewLog.Kind.IMPORT)
BATCH_SIZE = 500
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class NoteInSection(NamedTuple):
    """A note by its key, with the section it is in."""

    pk: int
    note: records.NoteRecord
    section: records.SectionRecord


def package_of(
    deck: Deck,
    learner: User | None = None,
    progress: ProgressCallback = no_progress,
    notes: Collection[int] | None = None,
) -> ExportedPackage:
    """Return what a package of the deck holds: all but its archived notes, which only our own part of it has.

    With `notes`, it holds only those of these keys. Raises MissingPicture, and what `progress` raises.
    """
    ours, keys = exporting.deck_and_keys_of(deck, first_half(progress), notes)
    return ExportedPackage(
        notes=_notes(deck, ours, keys, learner, second_half(progress)),
        decks=[described(deck)],
        media=media_of(deck, None if notes is None else _names_in(ours)),
        own=[ditcards_json.write(ours)],
    )


def _names_in(deck: records.DeckRecord) -> set[str]:
    """Return the names of the pictures and sounds that the texts of a deck show."""
    texts = (text for note in deck.notes for text in (note.front, note.back, note.extra))
    of_sections = (text for section in deck.sections for text in (section.introduction, section.closing))
    return names_in("\n".join((*texts, *of_sections)))


def described(deck: Deck) -> ExportedDeck:
    """Return a deck with its credits."""
    return ExportedDeck(deck.title, "\n".join(filter(None, (deck.attribution, deck.licence, deck.source_url))))


def _notes(
    deck: Deck, ours: records.DeckRecord, keys: Sequence[int], learner: User | None, progress: ProgressCallback
) -> Iterator[ExportedNote]:
    notes = with_progress(zip(keys, ours.notes, strict=True), len(keys), progress)
    in_use = (NoteInSection(pk, note, ours.sections[note.section]) for pk, note in notes if not note.archived)
    yield from exported_notes(deck, in_use, learner)


def exported_notes(deck: Deck, in_use: Iterable[NoteInSection], learner: User | None) -> Iterator[ExportedNote]:
    """Yield notes of a deck as a package has them, with a learner's schedules."""
    types: dict[int, AnkiNoteType] = {}
    changed = dict(Note.history.filter(deck_id=deck.pk).values_list("id").annotate(Max("history_date")).order_by())
    for batch in batched(in_use, BATCH_SIZE):
        keys = [each.pk for each in batch]
        cards, origins = _cards(keys, learner), exporting.origins_of(keys, types)
        for pk, note, section in batch:
            anki_note = as_anki_note(note, section, origins.get(pk))
            yield ExportedNote(
                guid=note.guid,
                type=anki_note.note_type,
                fields=anki_note.fields,
                deck=deck.title,
                modified=changed.get(pk, NEVER),
                tags=note.tags,
                cards=tuple(cards[pk]),
                created=note.created_at.date() if note.created_at else None,
            )


def _cards(notes: Sequence[int], learner: User | None) -> dict[int, list[ExportedCard]]:
    """Return the cards of notes by the notes' keys, with the learner's schedules; also cards with nothing to reveal."""
    cards = Card.objects.filter(Q(archived=False) | Q(back=""), note__in=notes).order_by("note_id", "ordinal")
    keys = list(cards.values_list("pk", "note_id", "ordinal"))
    studied = _studied([key[0] for key in keys], learner) if learner else {}
    by_note: dict[int, list[ExportedCard]] = defaultdict(list)
    for pk, note, ordinal in keys:
        by_note[note].append(_card(ordinal, *studied.get(pk, (None, ()))))
    return by_note


def _studied(cards: Sequence[int], learner: User) -> dict[int, tuple[Schedule, list[ReviewLog]]]:
    """Return the learner's schedules by their cards, each with the answers that were not undone, the oldest first."""
    schedules = {each.pk: each for each in Schedule.objects.filter(user=learner, card__in=cards)}
    logs = learner.reviews.filter(schedule__in=schedules, undone_at=None, kind__in=ANSWERS).order_by("version")
    answers: dict[int, list[ReviewLog]] = defaultdict(list)
    for log in logs:
        answers[log.schedule_id].append(log)
    return {each.card_id: (each, answers[pk]) for pk, each in schedules.items()}


def _card(ordinal: int, schedule: Schedule | None, logs: Sequence[ReviewLog]) -> ExportedCard:
    if schedule is None:
        return ExportedCard(ordinal)
    return ExportedCard(
        ordinal,
        schedule=_schedule(schedule, logs) if schedule.due_on else None,
        flag=schedule.flag,
        suspended=schedule.suspended,
        answers=tuple(map(_answer, logs)),
    )


def _schedule(schedule: Schedule, logs: Sequence[ReviewLog]) -> ExportedSchedule | None:
    if schedule.due_on is None:
        return None
    reps = max(len(logs), schedule.repetitions)
    return ExportedSchedule(schedule.due_on, schedule.interval_days, schedule.easiness * 10, reps, schedule.lapses)


def _answer(log: ReviewLog) -> ExportedReview:
    return ExportedReview(
        at=log.reviewed_at,
        grade=BUTTONS[log.grade],
        interval=log.interval_days_after,
        interval_before=log.interval_days_before,
        ease=log.easiness_after * 10,
        kind=LEARNED if log.kind == ReviewLog.Kind.LEARN else REVIEWED,
        taken_ms=log.taken_ms or 0,
    )
