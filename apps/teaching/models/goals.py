"""Goals of a course that reward spacing, how far each learner is, and who has more time."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.courses.models import Course
from apps.lessons.models import Lesson

MAX_DAYS = 366


class Goal(models.Model):
    """What the learners of a course shall have done by a day, in one lesson or in all."""

    class Kind(models.TextChoices):
        """What is counted."""

        DAYS = "days", _("Review on different days")
        REMEMBERED = "remembered", _("Remember cards after some time")

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="goals")
    lesson = models.ForeignKey(
        Lesson, on_delete=models.CASCADE, related_name="goals", null=True, blank=True, verbose_name=_("lesson")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    days = models.PositiveSmallIntegerField(
        _("days"),
        validators=[MinValueValidator(1), MaxValueValidator(MAX_DAYS)],
        help_text=_("On how many, or after how many a card is remembered."),
    )
    percent = models.PositiveSmallIntegerField(
        _("per cent of the cards"), default=70, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    starts_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    counted_at = models.DateTimeField(null=True, editable=False)  # for the whole class, by the worker
    counting_after = models.BigIntegerField(default=0, editable=False)  # the last learner of a count that goes on

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["days", "remembered"]), name="teaching_goal_kind_is_known"),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MAX_DAYS), name="teaching_goal_days_from_1_to_366"
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100), name="teaching_goal_percent_from_1_to_100"
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("starts_on")), name="teaching_goal_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["course", "last_on", "id"], name="teaching_goals_of_a_course")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.lesson or self.course}"


class GoalExtension(models.Model):
    """A later last day of a goal for one learner."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goal_extensions")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="extensions")
    last_on = models.DateField(_("last day"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "goal"], name="teaching_goal_extension_once_per_user_and_goal"),
        ]

    def __str__(self) -> str:
        return f"{self.user} until {self.last_on}"


class GoalProgress(models.Model):
    """How far one learner was with a goal when the worker last counted it.

    `counted_days` are those up to `counted_until`, which are finished: whoever needs to know it now adds those since.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goal_progress")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="progress")
    done = models.PositiveIntegerField(help_text=_("Days, or remembered cards."))
    total = models.PositiveIntegerField(help_text=_("The days that the goal asks for, or the cards that there are."))
    counted_days = models.PositiveSmallIntegerField(default=0, help_text=_("Of the days those that are finished."))
    counted_until = models.DateField(help_text=_("The last finished day that is counted."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "goal"], name="teaching_goal_progress_once_per_user_and_goal"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.done} of {self.total}"
