"""What becomes of a room that has ended: its results stay until somebody deletes them, answers of people do not."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from apps.jobs.registry import chore
from apps.teaching.models import Room, RoomAnswer, RoomQuestion
from apps.teaching.room.results import counts_of
from apps.web.services.removal import BATCH_SIZE, delete_unreferenced, remove

ANSWERS_TTL = timedelta(days=1)  # how long a phone can still read how much its owner had right
MAX_QUESTIONS = 50  # of one call: each is a transaction


@chore
def tidy_ended_rooms(now: datetime) -> None:
    """Of rooms that ended a day ago, keep how many chose each label, and delete their answers and empty rooms."""
    then = now - ANSWERS_TTL
    for question in questions_to_count(then)[:MAX_QUESTIONS]:
        _keep_counts(question)
    for _step in remove(Room, list(empty_rooms(then).values_list("pk", flat=True)[:BATCH_SIZE])):
        pass


def questions_to_count(then: datetime) -> QuerySet[RoomQuestion]:
    """Return the questions whose single answers are there, of rooms that had ended then."""
    ended = Room.objects.ended_before(then)
    return RoomQuestion.objects.filter(counts__isnull=True, room__in=ended).order_by("room")


def empty_rooms(then: datetime) -> QuerySet[Room]:
    """Return the rooms without a question that had ended then: none of them presents one, which an index tells."""
    return Room.objects.ended_before(then).filter(current=None, questions=None).order_by("pk")


def delete_results(room: Room) -> None:
    """Delete what a room was asked and answered. The empty room stays for a day, for phones that still show it."""
    questions = RoomQuestion.objects.filter(room=room).values_list("pk", flat=True)
    for _step in remove(RoomQuestion, list(questions)):
        pass


@transaction.atomic
def _keep_counts(question: RoomQuestion) -> None:
    RoomQuestion.objects.filter(pk=question.pk).update(counts=counts_of([question])[question.pk])
    delete_unreferenced(RoomAnswer.objects.filter(question=question))
