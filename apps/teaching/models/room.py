"""A lesson's questions on a screen, and what the people before it answer on their phones."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Note, Section
from apps.formats.limits import MAX_LABEL_LENGTH
from apps.lessons.models import Lesson
from apps.web import codes

ROOM_TTL = timedelta(hours=6)  # after which a room that nobody ended ends
PARTICIPANT_LENGTH = 32
KNEW, NOT_YET = "yes", "no"  # what is stored as the label of a question of the self-check


class RoomQuerySet(models.QuerySet["Room"]):
    """Rooms by whether they have ended."""

    def open_at(self, now: datetime) -> "RoomQuerySet":
        """Return those in which questions are asked."""
        return self.filter(ended_at=None, started_at__gt=now - ROOM_TTL)

    def past(self, now: datetime) -> "RoomQuerySet":
        """Return those that have ended, but not those that were asked nothing."""
        return self.exclude(pk__in=self.open_at(now)).filter(questions__isnull=False).distinct()

    def ended_before(self, then: datetime) -> "RoomQuerySet":
        """Return those that were ended before a time, or ended by themselves."""
        return self.filter(Q(ended_at__lt=then) | Q(started_at__lt=then - ROOM_TTL))


class Room(models.Model):
    """One presentation of a lesson's questions. Before its first question, people join."""

    code = models.CharField(max_length=codes.LENGTH, unique=True)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="rooms")
    current = models.ForeignKey("RoomQuestion", on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)  # increases with whatever the presenter does
    joined = models.PositiveIntegerField(default=0)  # browsers that have opened it
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("room"), _("rooms")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["lesson", "started_at"], name="teaching_room_of_a_lesson")]

    def __str__(self) -> str:
        return codes.formatted(self.code)

    def is_open_at(self, now: datetime) -> bool:
        """Whether questions are asked in it."""
        return self.ended_at is None and now < self.started_at + ROOM_TTL


class RoomQuestion(models.Model):
    """A question that was presented in a room. Going back to it finds it as it was left."""

    class Stage(models.TextChoices):
        """How much of it is shown."""

        ASKED = "asked", _("Asked")
        ANSWERS = "answers", _("Answers shown")
        REVEALED = "revealed", _("Revealed")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="questions", db_index=False)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.ASKED)
    presses = models.PositiveIntegerField(default=0)  # increases with each answer, and each that is changed
    counts = models.JSONField(null=True)  # how many chose each label, once the room has ended and its answers are gone

    class Meta:
        verbose_name, verbose_name_plural = _("question of a room"), _("questions of rooms")
        constraints = [
            models.UniqueConstraint(fields=["room", "note"], name="teaching_roomquestion_once_per_room_and_note"),
            models.CheckConstraint(
                condition=Q(stage__in=["asked", "answers", "revealed"]), name="teaching_roomquestion_stage_is_known"
            ),
        ]
        indexes = [models.Index(fields=["room"], condition=Q(counts__isnull=True), name="teaching_questions_to_count")]

    def __str__(self) -> str:
        return f"{self.room}: {self.note}"

    @property
    def is_self_check(self) -> bool:
        """Whether people say if they knew it; else they choose a label."""
        return self.note.section.kind == Section.Kind.SELF_CHECK

    @property
    def stage_of_answers(self) -> str:
        """The stage in which answers are taken: a label comes before the reveal, whether one knew it after it."""
        return self.Stage.REVEALED if self.is_self_check else self.Stage.ASKED


class RoomAnswer(models.Model):
    """The label that somebody chose, or whether they knew it. It names nobody: a participant is a key of one room."""

    question = models.ForeignKey(RoomQuestion, on_delete=models.CASCADE, related_name="answers", db_index=False)
    participant = models.CharField(max_length=PARTICIPANT_LENGTH)
    label = models.CharField(max_length=MAX_LABEL_LENGTH)
    attempt = models.PositiveIntegerField()  # its number among the person's attempts at the note; 0 in a self-check

    class Meta:
        verbose_name, verbose_name_plural = _("answer in a room"), _("answers in rooms")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "participant"], name="teaching_roomanswer_once_per_question_and_participant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.label}"
