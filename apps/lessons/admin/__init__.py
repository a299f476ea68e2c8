"""The admin of lessons: each edited as its page reads."""

from apps.lessons.admin.lessons import LessonAdmin
from apps.lessons.admin.notes import LessonDeckAdmin, LessonNoteAdmin

__all__ = ["LessonAdmin", "LessonDeckAdmin", "LessonNoteAdmin"]
