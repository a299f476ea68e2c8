"""What the presenter does: starts a room, asks a question, shows its answers, reveals the right one, ends."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from apps.lessons.models import Lesson
from apps.teaching.models import Room, RoomQuestion
from apps.web import codes


class StaleAct(Exception):
    """The presenter's page was out of date: somebody, or their own second press, had moved the room on."""


def start_room(lesson: Lesson, *, at: datetime) -> Room:
    """Open a room in which people can join."""
    return Room.objects.create(lesson=lesson, code=codes.new(), started_at=at)


@transaction.atomic
def ask(room: Room, note: int, *, seen_version: int, at: datetime) -> None:
    """Present the question of a note, as it was left if it was presented before."""
    question, _created = RoomQuestion.objects.get_or_create(room=room, note_id=note)
    _act(room, seen_version, at, current=question)


@transaction.atomic
def show(room: Room, stage: RoomQuestion.Stage, *, seen_version: int, at: datetime) -> None:
    """Show more of the question that is presented: its answers, or which is right. It takes no more answers."""
    _act(room, seen_version, at)
    if room.current:
        RoomQuestion.objects.filter(pk=room.current.pk).update(stage=stage)


@transaction.atomic
def end(room: Room, *, seen_version: int, at: datetime) -> None:
    """End the room."""
    _act(room, seen_version, at, ended_at=at)


def _act(room: Room, seen_version: int, at: datetime, **changes: object) -> None:
    """Change the room, if it is open and as the presenter's page showed it; or raise StaleAct."""
    as_seen = Room.objects.open_at(at).filter(pk=room.pk, version=seen_version)
    if not as_seen.update(version=F("version") + 1, **changes):
        raise StaleAct
