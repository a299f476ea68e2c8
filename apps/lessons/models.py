"""Lessons, and what learners answered on their practice pages. Nothing here is a review: no schedule changes."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from apps.accounts.models import User
from apps.cards.models import Deck, Note
from apps.courses.models import Course
from apps.formats.limits import MAX_FIELD_LENGTH, MAX_LABEL_LENGTH

WRITING_LIMIT = 20_000  # characters of what a learner writes under an open exercise


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Lessons by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> "LessonQuerySet":
        """Return those of courses that the person may open."""
        return self.filter(course__in=Course.objects.visible_to(user))


class Lesson(models.Model):
    """One lesson of a course. What is practised stands in its deck: the sections of the page and their notes."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    deck = models.OneToOneField(Deck, on_delete=models.CASCADE, related_name="lesson")
    slug = models.SlugField(max_length=100, help_text="The lesson's name in addresses.")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)
    introduction = models.TextField(
        blank=True, max_length=MAX_FIELD_LENGTH, help_text="Stands above the first section."
    )
    history = HistoricalRecords()

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="lessons_lesson_slug_once_per_course"),
        ]

    def __str__(self) -> str:
        return self.title


class Mark(models.Model):
    """What a learner said of a self-check question: knew it, or not yet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="marks")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="marks")
    knew = models.BooleanField()
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "note"], name="lessons_mark_once_per_user_and_note"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.note}"


class Attempt(models.Model):
    """A label that a learner chose for a scenario. All are kept; the first counts for statistics."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField(help_text="1 is the first.")
    label = models.CharField(max_length=MAX_LABEL_LENGTH)
    right = models.BooleanField()
    attempted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "note", "number"], name="lessons_attempt_numbers_are_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="lessons_attempt_numbers_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.label}"


class Writing(models.Model):
    """What a learner wrote under an open exercise; private, no instructor sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="writings")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="writings")
    text = models.TextField(max_length=WRITING_LIMIT)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "note"], name="lessons_writing_once_per_user_and_note"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.note}"
