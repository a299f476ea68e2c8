"""What becomes of a room that has ended: its results stay until somebody deletes them, answers of people do not."""

from datetime import datetime, timedelta

from django.db import transaction

from apps.jobs.registry import chore
from apps.teaching.models import Room, RoomAnswer, RoomQuestion
from apps.teaching.room.results import counts_of
from apps.web.services.removal import BATCH_SIZE, delete_unreferenced, remove

ANSWERS_TTL = timedelta(days=1)  # how long a phone can still read how much its owner had right
MAX_QUESTIONS = 50  # of one call: each is a transaction


@chore
def tidy_ended_rooms(now: datetime) -> None:
    """Of rooms that ended a day ago, keep how many chose each label, and delete their answers and empty rooms."""
    ended = Room.objects.ended_before(now - ANSWERS_TTL)
    for question in RoomQuestion.objects.filter(counts__isnull=True, room__in=ended).order_by("pk")[:MAX_QUESTIONS]:
        _keep_counts(question)
    empty = ended.filter(questions=None).values_list("pk", flat=True)
    for _step in remove(Room, list(empty[:BATCH_SIZE])):
        pass


def delete_results(room: Room) -> None:
    """Delete what a room was asked and answered. The empty room stays for a day, for phones that still show it."""
    questions = RoomQuestion.objects.filter(room=room).values_list("pk", flat=True)
    for _step in remove(RoomQuestion, list(questions)):
        pass


@transaction.atomic
def _keep_counts(question: RoomQuestion) -> None:
    RoomQuestion.objects.filter(pk=question.pk).update(counts=counts_of([question])[question.pk])
    delete_unreferenced(RoomAnswer.objects.filter(question=question))
