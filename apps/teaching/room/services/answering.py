"""What the people in a room do: join it, choose a label, and perhaps another one before the answers are shown."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from apps.cards.models import Note
from apps.lessons.services.answers import Answers
from apps.teaching.models import Room, RoomAnswer, RoomQuestion


class QuestionClosed(Exception):
    """Its answers are shown already."""


def count_joined(room: Room) -> None:
    """Count one more browser that has opened the room."""
    Room.objects.filter(pk=room.pk).update(joined=F("joined") + 1)


@transaction.atomic
def store_answer(question: RoomQuestion, participant: str, label: str, answers: Answers, *, at: datetime) -> None:
    """Store the label as the participant's answer, and as an attempt of that person; or raise QuestionClosed.

    The update holds the question until the end: presses of one person, and the presenter's, come one after another.
    """
    asked = RoomQuestion.objects.filter(pk=question.pk, stage=RoomQuestion.Stage.ASKED)
    if not asked.update(presses=F("presses") + 1):
        raise QuestionClosed
    given = RoomAnswer.objects.filter(question=question, participant=participant).first()
    if given is None:
        _add(question, participant, label, answers, at)
    elif given.label != label:
        RoomAnswer.objects.filter(pk=given.pk).update(label=label)
        answers.change_attempt(question.note, label, number=given.attempt, at=at)


def _add(question: RoomQuestion, participant: str, label: str, answers: Answers, at: datetime) -> None:
    note: Note = question.note
    number = len(answers.attempts([note.pk]).get(note.pk, [])) + 1
    RoomAnswer.objects.create(question=question, participant=participant, label=label, attempt=number)
    answers.attempt(note, label, number=number, at=at)
