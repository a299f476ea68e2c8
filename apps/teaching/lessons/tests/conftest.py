"""Lessons that are moved."""

import pytest

from apps.teaching.lessons.tests.support import make_lesson


@pytest.fixture
def lessons(course):
    """Lessons a and b of one track, c of another."""
    return {
        slug: make_lesson(course, slug, n, track) for n, (slug, track) in enumerate(zip("abc", "112", strict=True), 1)
    }
