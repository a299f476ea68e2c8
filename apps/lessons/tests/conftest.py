"""A lesson with every kind of section, of the course that the cast shares."""

import pytest

from apps.cards.tests.support.factory import make_deck, make_note
from apps.lessons.models import Lesson
from apps.lessons.tests.support.practice_page import DIT, UNET


@pytest.fixture
def lesson(course):
    """Two questions, an exercise with labels, an open one, two flashcards."""
    deck = make_deck(course, "backbones")
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
    make_note(deck, "What is noise?", "What is *taken away*.", section=check)
    make_note(deck, "What is a patch?", "A square of the latent.", section=check)
    make_note(deck, "One GPU.", "Cheaper steps.", section=labelled, kind="choice", label=UNET)
    make_note(deck, "A big cluster.", "(scale). It pays off.", section=labelled, kind="choice", label=DIT)
    make_note(deck, "Write a plan.", "One good plan.", section=whole)
    make_note(deck, "What is a token?", "A patch.", section=flashcards)
    make_note(deck, "What is guidance?", "A pull.", section=flashcards)
    return lesson


@pytest.fixture
def notes(lesson):
    """The lesson's notes by the beginning of their fronts."""
    return {note.front: note for note in lesson.deck.notes.all()}


@pytest.fixture
def parts(lesson):
    """The lesson's sections by their titles."""
    return {section.title: section for section in lesson.deck.sections.all()}
