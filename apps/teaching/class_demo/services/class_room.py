"""Lets the class of the demo answer an exercise in a room, which is open for as long as any room."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from apps.accounts.models import User
from apps.cards.models import Note, Section
from apps.lessons.models import Lesson
from apps.lessons.services.learner_answers import LearnerAnswers
from apps.teaching.class_demo.habits import knows
from apps.teaching.models import RoomQuestion
from apps.teaching.room.services.answering import count_joined, store_answer
from apps.teaching.room.services.presenting import ask, show, start_room

MIDDLING = 0.5  # the ability of somebody in the room, and how hard the question is


def answer_in_room(lesson: Lesson, people: Sequence[User], chance: Random, now: datetime) -> None:
    """Start a room, ask the first scenario that has a label, let all answer it, and show their answers."""
    scenarios = Note.objects.filter(deck=lesson.deck_id, section__kind=Section.Kind.EXERCISE, archived=False)
    note = scenarios.exclude(label="").select_related("section").order_by("section__position", "position").first()
    if note is None:
        return
    room = start_room(lesson, at=now)
    ask(room, note.pk, seen_version=0, at=now)
    question = RoomQuestion.objects.select_related("note__section").get(room=room)
    for number, person in enumerate(people):
        count_joined(room, at=now)
        label = note.label if knows(MIDDLING, MIDDLING, chance) else chance.choice(note.section.labels)
        store_answer(question, f"class-{number}", label, LearnerAnswers(person), at=now)
    room.refresh_from_db()
    show(room, RoomQuestion.Stage.ANSWERS, seen_version=room.version, at=now)
