"""A lesson with an exercise of two questions, a room in which it is presented, and people before the screen."""

import pytest
from django.test import Client

from apps.cards.tests.support.factory import make_deck, make_note
from apps.lessons.models import Lesson
from apps.teaching.room.services.presenting import start_room
from apps.teaching.room.tests.support import Presenter
from apps.web.tests.support.clock import NOW


@pytest.fixture
def lesson(course):
    deck = make_deck(course, "backbones")
    lesson = Lesson.objects.create(course=course, deck=deck, slug="backbones", title="Backbones")
    fields = {"title": "U-Net or DiT?", "labels": ["U-Net", "DiT"], "introduction": "Decide for each."}
    exercise = deck.sections.create(kind="exercise", **fields)
    make_note(deck, "One GPU.", "Cheaper steps.", section=exercise, kind="choice", label="U-Net")
    make_note(deck, "A big cluster.", "It pays off.", section=exercise, kind="choice", label="DiT", position=1)
    make_note(deck, "Write a plan.", "One good plan.", section=exercise, position=2)
    return lesson


@pytest.fixture
def notes(lesson):
    """The lesson's notes by their fronts."""
    return {note.front: note for note in lesson.deck.notes.all()}


@pytest.fixture
def room(lesson):
    return start_room(lesson, at=NOW)


@pytest.fixture
def presenter(room, instructor):
    """The browser of an instructor who presents in the room."""
    client = Client()
    client.force_login(instructor)
    return Presenter(client, room)
