"""Makes a visitor's answers the learner's own when they log in or sign up."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Note
from apps.lessons.services.insert_answer import LessonDeleted
from apps.lessons.services.learner_answers import LearnerAnswers
from apps.lessons.services.visitor_answers import SESSION_KEY, AnswerKind


@transaction.atomic
def claim_visitor_answers(session: SessionBase, user: User) -> None:
    """Move a visitor's answers to the learner. What the learner answered before stays, and comes first."""
    claimed = session.pop(SESSION_KEY)
    answers = LearnerAnswers(user)
    notes = Note.objects.in_bulk({int(note) for by_note in claimed.values() for note in by_note})
    marks, attempts, writings = answers.marks(notes), answers.attempts(notes), answers.writings(notes)
    for note, (knew, at) in _answers_of("marks", claimed, notes):
        if note.pk not in marks:
            _store(answers.mark, note, knew=knew, at=at)
    for note, labels in _answers_of("attempts", claimed, notes):
        for number, (label, at) in enumerate(labels, len(attempts.get(note.pk, [])) + 1):
            _store(answers.attempt, note, label, number=number, at=at)
    for note, (text, at) in _answers_of("writings", claimed, notes):
        if note.pk not in writings:
            _store(answers.write, note, text, at=at)


def _store(store: Callable[..., None], note: Note, *values: str, at: str, **more: object) -> None:
    """Store an answer of the time when it was given, unless the lesson is being deleted."""
    with suppress(LessonDeleted):
        store(note, *values, at=datetime.fromisoformat(at), **more)


def _answers_of(kind: AnswerKind, claimed: dict[str, Any], notes: dict[int, Note]) -> Iterator[tuple[Note, Any]]:
    """Yield the answers of one kind with their notes, without those to notes that were deleted."""
    for key, answer in claimed.get(kind, {}).items():
        if note := notes.get(int(key)):
            yield note, answer
