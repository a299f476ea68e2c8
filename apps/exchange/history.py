"""A learner's whole history: all of it as lines of JSON, and the answers as the rows that FSRS optimizers read.

The keys of the lines are a file format: they stay when a column is renamed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from json.encoder import encode_basestring_ascii
from types import NoneType
from typing import Any

from django.db import models
from django.db.models import Case, Q, QuerySet, When
from django.db.models.expressions import Expression

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.formats.progress import ProgressCallback, no_progress
from apps.lessons.models import Attempt, Mark, Writing
from apps.reviews.models import Pick, ReviewLog, Schedule, Subscription

LINES, FSRS = "ditcards-history.jsonl", "fsrs-reviews.csv"  # the names of the files
MAX_ROWS_IN_REQUEST = 20_000  # schedules and answers that are written while the person waits

FORMAT, VERSION = "ditcards-history", 1
BATCH_SIZE = 2_000
IDENTITY = ("email", "name", "joined_at")
PREFERENCES = ("language", "time_zone", "day_starts_at", "buttons", "shortcuts", "sm2_variant")
DECK = {"deck": "deck__slug"}
NOTE = {"deck": "note__deck__slug", "note": "note__guid"}
CARD = {"deck": "card__note__deck__slug", "note": "card__note__guid", "card": "card__ordinal"}
# A card that was never answered may be one of a lesson that is hidden: its text is not the learner's yet. One that was
# stays in their review, and its page open to them, until its deck is deleted.
SCHEDULED_CARD = CARD | {"question": Case(When(version__gt=0, deck__deleted_at=None, then="card__note__front"))}
INTERNAL = {"settling_since", "archived"}  # for a moment, of work that goes on; what a schedule carries of its card

FSRS_HEADER = "review_time,card_id,review_rating,review_duration,review_state\n"
RATINGS = (1, 1, 1, 2, 3, 4)  # of FSRS, by our grades
NEW, LEARNING, REVIEW, RELEARNING = range(4)  # states of FSRS
ANSWERS = (ReviewLog.Kind.LEARN, ReviewLog.Kind.REVIEW, ReviewLog.Kind.DRILL, ReviewLog.Kind.IMPORT)
EPOCH, BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC), datetime.min.replace(tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

type Row = tuple[Any, ...]


def is_large(user: User) -> bool:
    """Whether the history is written in the background."""
    answers, schedules = (rows.objects.filter(user=user)[: MAX_ROWS_IN_REQUEST + 1] for rows in (ReviewLog, Schedule))
    return answers.count() + schedules.count() > MAX_ROWS_IN_REQUEST


def lines_of(user: User, progress: ProgressCallback = no_progress) -> Iterator[str]:
    """Yield all that the learner did and chose as lines of JSON, always in the same order, a few in memory at a time.

    `type` is what a line is. Decks, notes and cards are named as exports of decks name them; the card of a schedule
    also has the number that its answers name. What was answered has its question as it reads now, while they may read
    it. The lines are in ASCII, so that they end nowhere else, whatever text they have. Raises what `progress` raises.
    """
    answered_note = _answered_note(user)
    return chain(
        [_profile(user)],
        _lines("subscription", Subscription.objects.filter(user=user), DECK, "deck__slug"),
        _lines("pick", Pick.objects.filter(user=user), CARD, *CARD.values()),
        _lines(
            "schedule", Schedule.objects.filter(user=user), {"card_id": "card_id", **SCHEDULED_CARD}, *CARD.values()
        ),
        _reviews(user, progress),
        _lines("mark", Mark.objects.filter(user=user), answered_note, "marked_at", "pk"),
        _lines("attempt", Attempt.objects.filter(user=user), answered_note, "attempted_at", "pk"),
        _lines("writing", Writing.objects.filter(user=user), answered_note, "written_at", "pk"),
    )


def fsrs_lines(user: User, progress: ProgressCallback = no_progress) -> Iterator[str]:
    """Yield a header, and for each card the answers that were not undone, the oldest first.

    Practice and changes by hand are not answers to a card that was due; an unknown duration is 0. All is in memory,
    some 40 bytes an answer. Raises what `progress` raises.
    """
    yield FSRS_HEADER
    states: dict[int, int] = {}
    rows_of: dict[int, bytearray] = {}
    answers = ReviewLog.objects.filter(user=user, schedule__user=user, undone_at=None, kind__in=ANSWERS)
    columns = ("reviewed_at", "schedule__card_id", "grade", "taken_ms", "kind", "interval_days_before")
    for at, card, grade, taken_ms, kind, interval in _oldest_first(answers, columns, progress):
        state = states[card] = _state(states.get(card), kind, interval)
        row = f"{(at - EPOCH) // MILLISECOND},{card},{RATINGS[grade]},{taken_ms or 0},{state}\n"
        rows_of.setdefault(card, bytearray()).extend(row.encode())
    yield from (rows.decode() for rows in rows_of.values())


FILES: dict[str, Callable[[User, ProgressCallback], Iterator[str]]] = {LINES: lines_of, FSRS: fsrs_lines}


def _answered_note(user: User) -> dict[str, str | Expression]:
    """Return the columns that name what was answered on a practice page; its question only while its deck is open."""
    return NOTE | {"question": Case(When(note__deck__in=Deck.objects.visible_to(user), then="note__front"))}


def _profile(user: User) -> str:
    values = {name: getattr(user, name) for name in (*IDENTITY, *PREFERENCES)}
    values["joined_at"] = user.joined_at.isoformat()
    return json.dumps({"type": "profile", "format": FORMAT, "version": VERSION, **values}) + "\n"


def _lines[Rows: models.Model](
    type_: str, rows: QuerySet[Rows, Rows], names: Mapping[str, str | Expression], *order: str
) -> Iterator[str]:
    """Yield rows: what they belong to, by name, and every column of their own, also those that are added later."""
    columns = {**names, **{name: name for name in _own(rows.model)}}
    in_order = rows.order_by(*order).values_list(*columns.values())
    return map(_writer(type_, [*columns]), in_order.iterator(BATCH_SIZE))


def _reviews(user: User, progress: ProgressCallback) -> Iterator[str]:
    columns = {"card_id": "schedule__card_id"} | {name: name for name in _own(ReviewLog)}
    answers = ReviewLog.objects.filter(user=user, schedule__user=user)
    return map(_writer("review", [*columns]), _oldest_first(answers, tuple(columns.values()), progress))


def _oldest_first(
    answers: QuerySet[ReviewLog, ReviewLog], columns: tuple[str, ...], progress: ProgressCallback
) -> Iterator[Row]:
    """Yield the columns of each answer. No statement is open while `progress`, which may write, is called."""
    at, pk, done, total = BEFORE_ALL, 0, 0, answers.count()
    rows = answers.order_by("reviewed_at", "pk").values_list("reviewed_at", "pk", *columns)
    while batch := list(rows.filter(Q(reviewed_at__gt=at) | Q(pk__gt=pk), reviewed_at__gte=at)[:BATCH_SIZE]):
        progress(done, total)
        yield from (row[2:] for row in batch)
        at, pk = batch[-1][:2]
        done += len(batch)


def _own(model: type[models.Model]) -> list[str]:
    """Return the columns of a model that are not keys."""
    fields = (each for each in model._meta.concrete_fields if not (each.primary_key or each.is_relation))
    return [each.name for each in fields if each.name not in INTERNAL]


def _iso(value: date) -> str:
    return f'"{value.isoformat()}"'


AS_JSON: dict[type, Callable[[Any], str]] = {
    NoneType: lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: str,
    str: encode_basestring_ascii,
    date: _iso,
    datetime: _iso,
}


def _writer(type_: str, names: list[str]) -> Callable[[Row], str]:
    """Return what writes the values of these names as a line, in a third of the time that an encoder takes."""
    line = json.dumps({"type": type_} | dict.fromkeys(names, 0)).replace(": 0", ": %s") + "\n"
    return lambda row: line % tuple(AS_JSON[type(value)](value) for value in row)


def _state(before: int | None, kind: str, interval_days: int) -> int:
    """Return the state in which FSRS sees a card: its first answer is to a new one, whatever kind it has here."""
    if before is None:
        return NEW
    if kind == ReviewLog.Kind.DRILL:
        return LEARNING if before in (NEW, LEARNING) else RELEARNING
    return REVIEW if interval_days else LEARNING
