"""A lesson with every kind of section, of the course that the cast shares."""

import pytest

from apps.cards.models import Deck, Note
from apps.cards.services.notes import save_note
from apps.lessons.models import Lesson
from apps.lessons.tests.support.practice_page import DIT, UNET


@pytest.fixture
def lesson(course):
    """Two questions, an exercise with labels, an open one, two flashcards."""
    deck = Deck.objects.create(course=course, slug="backbones", title="Backbones")
    lesson = Lesson.objects.create(course=course, deck=deck, slug="backbones", title="Backbones", position=1)
    check = deck.sections.create(kind="self_check", title="Self-check", position=1, introduction="Two questions.")
    labelled = deck.sections.create(
        kind="exercise",
        title="Try it yourself: U-Net or DiT?",
        position=2,
        labels=[UNET, DIT],
        introduction="Decide for each.",
        closing="The pattern: scale decides.",
    )
    whole = deck.sections.create(kind="exercise", title="Plan a model", position=3, numbering="whole")
    flashcards = deck.sections.create(kind="flashcards", title="Flashcards", position=4)
    for section, note in [
        (check, Note(front="What is noise?", back="What is *taken away*.")),
        (check, Note(front="What is a patch?", back="A square of the latent.")),
        (labelled, Note(kind="choice", front="One GPU.", back="Cheaper steps.", label=UNET)),
        (labelled, Note(kind="choice", front="A big cluster.", back="(scale). It pays off.", label=DIT)),
        (whole, Note(front="Write a plan.", back="One good plan.")),
        (flashcards, Note(front="What is a token?", back="A patch.")),
        (flashcards, Note(front="What is guidance?", back="A pull.")),
    ]:
        note.deck, note.section = deck, section
        save_note(note)
    return lesson


@pytest.fixture
def notes(lesson):
    """The lesson's notes by the beginning of their fronts."""
    return {note.front: note for note in lesson.deck.notes.all()}


@pytest.fixture
def parts(lesson):
    """The lesson's sections by their titles."""
    return {section.title: section for section in lesson.deck.sections.all()}


@pytest.fixture
def teaching(client, instructor):
    """The browser of the instructor."""
    client.force_login(instructor)
    return client
