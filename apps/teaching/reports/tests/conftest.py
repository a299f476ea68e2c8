"""A lesson of the course, whose cards are reported."""

import pytest

from apps.lessons.models import Lesson


@pytest.fixture
def lesson(course, deck):
    return Lesson.objects.create(course=course, deck=deck, slug="diffusion", title="Diffusion")
