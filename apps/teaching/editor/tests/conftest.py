"""The lesson that tests of lessons share, for its editor."""

from apps.lessons.tests.conftest import lesson, notes, parts

__all__ = ["lesson", "notes", "parts"]
