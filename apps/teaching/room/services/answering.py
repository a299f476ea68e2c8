"""What the people in a room do: join it, choose a label, and perhaps another one before the answers are shown."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from apps.cards.models import Note
from apps.lessons.services.answers import Answers
from apps.teaching.models import Room, RoomAnswer, RoomQuestion
from apps.teaching.models.room import KNEW


class QuestionClosed(Exception):
    """It takes no answers now."""


def count_joined(room: Room, *, at: datetime) -> bool:
    """Count one more browser that has opened the room; False: it has ended."""
    return bool(Room.objects.open_at(at).filter(pk=room.pk).update(joined=F("joined") + 1))


@transaction.atomic
def store_answer(question: RoomQuestion, participant: str, label: str, answers: Answers, *, at: datetime) -> None:
    """Store the label as the participant's answer, and as practice of that person; or raise QuestionClosed.

    The update holds the question until the end: presses of one person, and the presenter's, come one after another.
    """
    open_question = RoomQuestion.objects.filter(pk=question.pk, stage=question.stage_of_answers)
    if not open_question.update(presses=F("presses") + 1):
        raise QuestionClosed
    store = _mark if question.is_self_check else _choose
    store(question, participant, label, answers, at)


def _choose(question: RoomQuestion, participant: str, label: str, answers: Answers, at: datetime) -> None:
    given = RoomAnswer.objects.filter(question=question, participant=participant).first()
    if given is None:
        _add(question, participant, label, answers, at)
    elif given.label != label:
        RoomAnswer.objects.filter(pk=given.pk).update(label=label)
        if number := _number(given, answers.attempts([question.note_id]).get(question.note_id, [])):
            answers.change_attempt(question.note, label, number=number, at=at)


def _number(given: RoomAnswer, labels: list[str]) -> int:
    """Return which of the person's attempts the answer is, 0 for none.

    That of a visitor has a higher number once they log in: what the account had tried before comes first.
    """
    numbers = [number for number, label in enumerate(labels, 1) if label == given.label]
    return max((number for number in numbers if number >= given.attempt), default=0)


def _add(question: RoomQuestion, participant: str, label: str, answers: Answers, at: datetime) -> None:
    note: Note = question.note
    number = len(answers.attempts([note.pk]).get(note.pk, [])) + 1
    RoomAnswer.objects.create(question=question, participant=participant, label=label, attempt=number)
    answers.attempt(note, label, number=number, at=at)


def _mark(question: RoomQuestion, participant: str, label: str, answers: Answers, at: datetime) -> None:
    fields = {"label": label, "attempt": 0}
    RoomAnswer.objects.update_or_create(question=question, participant=participant, defaults=fields)
    answers.mark(question.note, knew=label == KNEW, at=at)
