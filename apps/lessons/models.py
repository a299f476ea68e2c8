"""Lessons, and what learners answered on their practice pages, which changes no schedule."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.accounts.models import User
from apps.cards.models import Deck, Note
from apps.courses.models import Course
from apps.formats.limits import (
    MAX_DESCRIPTION_LENGTH,
    MAX_FIELD_LENGTH,
    MAX_LABEL_LENGTH,
    MAX_SLUG_LENGTH,
    MAX_TITLE_LENGTH,
)

WRITING_LIMIT = 20_000  # characters of what a learner writes under an open exercise


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Lessons by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> "LessonQuerySet":
        """Return those whose deck the person may open."""
        return self.filter(Exists(Deck.objects.visible_to(user).filter(pk=OuterRef("deck"))))

    def listed_for(self, user: User | AnonymousUser) -> "LessonQuerySet":
        """Return those that the page of their course lists for the person."""
        return self.filter(Exists(Deck.objects.listed_for(user).filter(pk=OuterRef("deck"))))


_LessonManager = models.Manager.from_queryset(LessonQuerySet)


class LessonManager(_LessonManager):
    """All lessons but those whose deck is marked as deleted."""

    def get_queryset(self) -> LessonQuerySet:  # type: ignore[override] # the stubs make a manager of any model
        """Leave out lessons whose deck is deleted, or not whole yet."""
        return LessonQuerySet(self.model, using=self._db).filter(deck__deleted_at=None)


class Lesson(models.Model):
    """One lesson of a course. Its deck has the sections of its practice page and their notes.

    A lesson exists as long as its deck does; `with_deleted` alone finds one whose deck is marked as deleted.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons", verbose_name=_("course"))
    deck = models.OneToOneField(Deck, on_delete=models.CASCADE, related_name="lesson", verbose_name=_("deck"))
    slug = models.SlugField(_("slug"), max_length=MAX_SLUG_LENGTH, help_text=_("Used in the URL."))
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=MAX_TITLE_LENGTH)
    track = models.CharField(
        _("track"),
        max_length=MAX_TITLE_LENGTH,
        blank=True,
        help_text=_("The heading above it on the page of the course. Lessons in a row with one track share it."),
    )
    description = models.CharField(_("description"), max_length=MAX_DESCRIPTION_LENGTH, blank=True)
    introduction = models.TextField(
        _("introduction"), blank=True, max_length=MAX_FIELD_LENGTH, help_text=_("Shown above the first section.")
    )
    history = HistoricalRecords()

    objects = LessonManager()
    with_deleted = LessonQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("lesson"), _("lessons")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="lessons_lesson_slug_once_per_course"),
        ]

    def __str__(self) -> str:
        return self.title


class Mark(models.Model):
    """Whether a learner knew the answer to a self-check question."""

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
    """A label that a learner chose for a scenario. All are stored; the first counts for statistics."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField(help_text=_("1 is the first."))
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
