"""A learner's whole history: all of it as lines of JSON, and the answers as the rows that FSRS optimizers read.

The keys of the lines are a file format: they stay when a column is renamed.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, groupby
from operator import itemgetter

from django.db import models
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.lessons.models import Attempt, Mark, Writing
from apps.reviews.models import Pick, ReviewLog, Schedule, Subscription

FORMAT, VERSION = "ditcards-history", 1
BATCH_SIZE = 1_000
IDENTITY = ("email", "name", "joined_at")
PREFERENCES = ("language", "time_zone", "day_starts_at", "buttons", "shortcuts", "sm2_variant")
DECK = {"deck": "deck__slug"}
NOTE = {"deck": "note__deck__slug", "note": "note__guid"}
CARD = {"deck": "card__note__deck__slug", "note": "card__note__guid", "card": "card__ordinal"}
CARD_OF_SCHEDULE = {name: f"schedule__{path}" for name, path in CARD.items()}

FSRS_HEADER = ("review_time", "card_id", "review_rating", "review_duration", "review_state")
RATINGS = (1, 1, 1, 2, 3, 4)  # of FSRS, by our grades
NEW, LEARNING, REVIEW, RELEARNING = range(4)  # states of FSRS
ANSWERS = (ReviewLog.Kind.LEARN, ReviewLog.Kind.REVIEW, ReviewLog.Kind.DRILL, ReviewLog.Kind.IMPORT)
INTERNAL = {"settling_since"}  # for a moment, of work that goes on
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ANSWERED = ("schedule__card_id", "reviewed_at", "grade", "taken_ms", "kind", "interval_days_before")

type AnswerRow = tuple[int, datetime, int, int | None, str, int]  # what ANSWERED names
type FsrsRow = tuple[int, int, int, int, int]  # what FSRS_HEADER names


def lines_of(user: User) -> Iterator[dict[str, object]]:
    """Yield all that the learner did and chose, a few rows in memory at a time, always in the same order.

    `type` is what a line is; cards and notes are named by deck and guid, as exports of decks name them.
    """
    return chain(
        [_profile(user)],
        _lines("subscription", Subscription.objects.filter(user=user), DECK, "deck__slug"),
        _lines("pick", Pick.objects.filter(user=user), CARD, *CARD.values()),
        _lines("schedule", Schedule.objects.filter(user=user), CARD, *CARD.values()),
        _lines(
            "review", ReviewLog.objects.filter(user=user, schedule__user=user), CARD_OF_SCHEDULE, "reviewed_at", "pk"
        ),
        _lines("mark", Mark.objects.filter(user=user), NOTE, "marked_at", "pk"),
        _lines("attempt", Attempt.objects.filter(user=user), NOTE, "attempted_at", "pk"),
        _lines("writing", Writing.objects.filter(user=user), NOTE, "written_at", "pk"),
    )


def as_json(line: dict[str, object]) -> str:
    """Return a line of the file: in ASCII, so that it ends nowhere else, whatever text it has."""
    return json.dumps(line, default=_iso) + "\n"


def fsrs_rows(user: User) -> Iterator[FsrsRow]:
    """Yield the answers that were not undone, card by card and the oldest first, as FSRS_HEADER names their values.

    Practice and changes by hand are not answers to a card that was due; an unknown duration is 0.
    """
    answers = ReviewLog.objects.filter(user=user, schedule__user=user, undone_at=None, kind__in=ANSWERS)
    in_order = answers.order_by("schedule_id", "reviewed_at", "version").values_list(*ANSWERED).iterator(BATCH_SIZE)
    for _, of_card in groupby(in_order, itemgetter(0)):
        yield from _rows_of_card(of_card)


def _profile(user: User) -> dict[str, object]:
    values = {name: getattr(user, name) for name in (*IDENTITY, *PREFERENCES)}
    return {"type": "profile", "format": FORMAT, "version": VERSION, **values}


def _lines(
    type_: str, rows: QuerySet[models.Model, object], names: dict[str, str], *order: str
) -> Iterator[dict[str, object]]:
    """Yield rows: what they belong to, by name, and every column of their own, also those that are added later."""
    columns = names | {name: name for name in _own(rows.model)}
    for values in rows.order_by(*order).values_list(*columns.values()).iterator(BATCH_SIZE):
        yield {"type": type_, **dict(zip(columns, values, strict=True))}


def _own(model: type[models.Model]) -> list[str]:
    """Return the columns of a model that are not keys."""
    fields = (each for each in model._meta.concrete_fields if not (each.primary_key or each.is_relation))
    return [each.name for each in fields if each.name not in INTERNAL]


def _iso(value: date) -> str:
    return value.isoformat()


def _rows_of_card(answers: Iterable[AnswerRow]) -> Iterator[FsrsRow]:
    state = None
    for card, at, grade, taken_ms, kind, interval in answers:
        state = _state(state, kind, interval)
        yield (at - EPOCH) // timedelta(milliseconds=1), card, RATINGS[grade], taken_ms or 0, state


def _state(before: int | None, kind: str, interval_days: int) -> int:
    """Return the state in which FSRS sees a card: its first answer is to a new one, whatever kind it has here."""
    if before is None:
        return NEW
    if kind == ReviewLog.Kind.DRILL:
        return LEARNING if before in (NEW, LEARNING) else RELEARNING
    return REVIEW if interval_days else LEARNING
