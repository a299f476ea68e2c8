"""What a write changed in a lesson, in few words of JSON, so that it can be taken back.

A snapshot has the values of the lesson's rows. A change has, of each row that is different, the values that it had
(None for a new one) and a digest of those that it has now: a row with another digest was edited since.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from apps.cards.models import Deck, Note, Section
from apps.cards.services.sections import SECTION_FIELDS
from apps.lessons.models import Lesson

LESSON_FIELDS = ("title", "description", "introduction", "track", "position")
DECK_FIELDS = ("title", *Deck.CREDITS)
NOTE_FIELDS = (*Note.CONTENT_FIELDS, "section_id", "position")

type Values = dict[str, Any]
type Rows = dict[str, Values]  # by the primary keys of the rows, as texts
type Change = dict[str, Any]


def snapshot(lesson: Lesson | None) -> dict[str, Rows]:
    """Return the stored values of a lesson, its deck, its sections and its notes; none for no lesson."""
    if lesson is None:
        return {"lesson": {}, "deck": {}, "sections": {}, "notes": {}}
    deck = lesson.deck_id
    return {
        "lesson": _rows(Lesson.objects.filter(pk=lesson.pk), LESSON_FIELDS),
        "deck": _rows(Deck.objects.filter(pk=deck), DECK_FIELDS),
        "sections": _rows(Section.objects.filter(deck=deck), SECTION_FIELDS),
        "notes": _rows(Note.objects.filter(deck=deck), NOTE_FIELDS),
    }


def change_of(lesson: Lesson, before: dict[str, Rows]) -> Change:
    """Return what is different from a snapshot of the lesson, by the kinds of rows."""
    after = snapshot(lesson)
    rows = {kind: _different(before[kind], after[kind]) for kind in after}
    return {"lesson": lesson.pk, "rows": {kind: each for kind, each in rows.items() if each}}


def digest(row: Model, fields: Sequence[str]) -> str:
    """Return a short name for what a row says, wherever it stands."""
    return _digest(_values(row, fields))


def _rows(rows: Iterable[Model], fields: Sequence[str]) -> Rows:
    return {str(row.pk): _values(row, fields) for row in rows}


def _values(row: Model, fields: Sequence[str]) -> Values:
    return {name: getattr(row, name) for name in fields}


def _digest(values: Values) -> str:
    texts = {name: value for name, value in values.items() if name != "position"}
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:16]


def _different(before: Rows, after: Rows) -> dict[str, Change]:
    changed = {pk: _row(before.get(pk), values) for pk, values in after.items() if before.get(pk) != values}
    deleted = {pk: {"was": values, "now": None} for pk, values in before.items() if pk not in after}
    return changed | deleted


def _row(was: Values | None, now: Values) -> Change:
    old = None if was is None else {name: value for name, value in was.items() if now[name] != value}
    return {"was": old, "now": _digest(now)}
