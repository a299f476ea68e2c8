"""What the answers of a course's learners add up to: counted by a job, and read by the page of insight.

Nothing here names a person, apart from `LessonInsight.not_begun`, which has those alone who agreed to be named, and
`InsightBasis`, which no page reads.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Card, Note, Section
from apps.courses.models import Course
from apps.formats.limits import MAX_LABEL_LENGTH
from apps.lessons.models import Lesson


class InsightPeriod(models.TextChoices):
    """Which answers count: those of the last seven study days, or all since the lesson opened."""

    WEEK = "week", _("7 days")
    ALL = "all", _("Since it opened")


class CourseInsight(models.Model):
    """One count of the answers of a course; the newest finished one is shown."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="insights")
    as_of = models.DateTimeField(help_text=_("Answers until then are counted."))
    week_from = models.DateField(help_text=_("The first of the seven study days."))
    learners = models.PositiveIntegerField(default=0)
    finished = models.BooleanField(default=False)
    checked_at = models.DateTimeField(help_text=_("When it was last found to be still good enough."))

    class Meta:
        indexes = [models.Index(fields=["course", "finished", "-id"], name="teaching_insight_newest")]

    def __str__(self) -> str:
        return f"{self.course} at {self.as_of}"


class LessonInsight(models.Model):
    """What a lesson's answers add up to in a period; without a lesson, those of the whole course."""

    insight = models.ForeignKey(CourseInsight, on_delete=models.CASCADE, related_name="lessons", db_index=False)
    lesson = models.ForeignKey(Lesson, null=True, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=4, choices=InsightPeriod)
    begun = models.PositiveIntegerField(help_text=_("Learners who answered anything."))
    practiced = models.PositiveIntegerField(help_text=_("Learners who answered on the practice page."))
    reviewing = models.PositiveIntegerField(help_text=_("Learners who answered in the daily review."))
    days = models.FloatField(null=True, help_text=_("On how many days the middle one of those reviewed."))
    days_of_learners = models.JSONField(default=list, help_text=_("Learners by the number of days they reviewed."))
    not_begun = models.JSONField(
        default=list, help_text=_("Learners without an answer, of those who agreed to be named.")
    )
    stages = models.JSONField(default=list, help_text=_("Learners by how far they are."))
    activity = models.JSONField(default=list, help_text=_("Days with their answers, without those of few learners."))
    cards = models.PositiveIntegerField(help_text=_("Cards with enough learners: the sums are of these."))
    tries = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    low = models.PositiveIntegerField(help_text=_("Cards that less than half of the first tries got right."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insight", "lesson", "period"], name="teaching_insight_once_per_lesson"),
            models.UniqueConstraint(
                fields=["insight", "period"], condition=Q(lesson=None), name="teaching_insight_once_per_course"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson or self.insight.course}: {self.period}"


class CardInsight(models.Model):
    """How a card did in a period. Cards that too few learners answered have no row."""

    insight = models.ForeignKey(CourseInsight, on_delete=models.CASCADE, related_name="cards", db_index=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=4, choices=InsightPeriod)
    learners = models.PositiveIntegerField()
    tries = models.PositiveIntegerField(help_text=_("First answers of a day, to a new card or a due one."))
    right = models.PositiveIntegerField(help_text=_("Of them those that were remembered."))
    share = models.FloatField(help_text=_("What part of the first tries was right."))
    lapses = models.PositiveIntegerField()
    leeches = models.PositiveIntegerField(help_text=_("Learners to whom it is a leech now."))
    median_ms = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insight", "card", "period"], name="teaching_insight_once_per_card"),
        ]
        indexes = [
            models.Index(fields=["insight", "period", "share", "id"], name="teaching_hardest_of_course"),
            models.Index(fields=["insight", "lesson", "period", "share", "id"], name="teaching_hardest_of_lesson"),
        ]

    def __str__(self) -> str:
        return f"{self.card}: {self.period}"


class NoteInsight(models.Model):
    """How a question or a scenario of a practice page did in a period: of a scenario, the first choices count."""

    insight = models.ForeignKey(CourseInsight, on_delete=models.CASCADE, related_name="notes", db_index=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Section.Kind)
    period = models.CharField(max_length=4, choices=InsightPeriod)
    learners = models.PositiveIntegerField()
    right = models.PositiveIntegerField(help_text=_("Learners who knew it, or chose the right label."))
    share = models.FloatField(help_text=_("What part of them."))
    wrong_label = models.CharField(max_length=MAX_LABEL_LENGTH, blank=True)
    wrong = models.PositiveIntegerField(default=0, help_text=_("Learners who chose that label."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insight", "note", "period"], name="teaching_insight_once_per_note"),
        ]
        indexes = [
            models.Index(fields=["insight", "kind", "period", "share", "id"], name="teaching_notes_of_course"),
            models.Index(fields=["insight", "lesson", "kind", "period", "share"], name="teaching_notes_of_lesson"),
        ]

    def __str__(self) -> str:
        return f"{self.note}: {self.period}"


class LabelInsight(models.Model):
    """How often learners first chose a label where another, or the same, was right: a cell of an exercise's matrix."""

    insight = models.ForeignKey(CourseInsight, on_delete=models.CASCADE, related_name="labels", db_index=False)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=4, choices=InsightPeriod)
    label = models.CharField(max_length=MAX_LABEL_LENGTH, help_text=_("The right one."))
    chosen = models.CharField(max_length=MAX_LABEL_LENGTH)
    learners = models.PositiveIntegerField()
    choices = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["insight", "section", "period", "label", "chosen"], name="teaching_insight_once_per_label"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} called {self.chosen}"


class EditInsight(models.Model):
    """First tries of a note's cards before and after its texts were last edited."""

    insight = models.ForeignKey(CourseInsight, on_delete=models.CASCADE, related_name="edits", db_index=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")
    edited_at = models.DateTimeField()
    learners_before = models.PositiveIntegerField()
    share_before = models.FloatField()
    learners_after = models.PositiveIntegerField()
    share_after = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insight", "note"], name="teaching_insight_once_per_edit"),
        ]

    def __str__(self) -> str:
        return f"{self.note}, edited at {self.edited_at}"


class InsightBasis(models.Model):
    """Whose answers a shown row was made of: it is replaced only when enough of them have changed. No page reads it.

    A row that is no longer shown keeps its basis, so that what comes back is compared with what was seen last.
    """

    class Kind(models.TextChoices):
        CARD = "card", _("Card")
        NOTE = "note", _("Question or scenario")
        EXERCISE = "exercise", _("Exercise")
        BEFORE_EDIT = "before", _("Before an edit")
        AFTER_EDIT = "after", _("After an edit")

    insight = models.ForeignKey(CourseInsight, on_delete=models.CASCADE, related_name="bases", db_index=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    subject = models.PositiveBigIntegerField(help_text=_("The key of the card, note or section."))
    period = models.CharField(max_length=4, choices=InsightPeriod)
    learners = models.JSONField(help_text=_("By learner, how many answers, and a checksum of them."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insight", "kind", "subject", "period"], name="teaching_insight_one_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.period}"
