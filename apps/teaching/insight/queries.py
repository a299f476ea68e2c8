"""Reads what was counted, in a fixed number of statements; leaves out what comes from too few learners by now."""

from typing import Any

from django.db.models import QuerySet

from apps.cards.models import Section
from apps.courses.models import Enrolment
from apps.teaching.insight.choice import InsightChoice
from apps.teaching.insight.definitions import min_learners
from apps.teaching.insight.small_groups import part_in_database
from apps.teaching.models import CardInsight, CourseInsight, EditInsight, LabelInsight, LessonInsight, NoteInsight

HARDEST = 10
MAX_NAMES = 100


def summary(insight: CourseInsight, choice: InsightChoice) -> LessonInsight | None:
    """Return the sums of the lesson or the course; None of a lesson that was made since."""
    return insight.lessons.select_related("insight").filter(lesson=choice.lesson, period=choice.period).first()


def cards(insight: CourseInsight, choice: InsightChoice) -> QuerySet[CardInsight]:
    """Return the cards, the hardest first."""
    rows = _chosen(insight.cards, choice).filter(period=choice.period, learners__gte=min_learners())
    return rows.select_related("card__note", "lesson__deck").order_by("share", "pk")


def notes(insight: CourseInsight, choice: InsightChoice, kind: Section.Kind) -> QuerySet[NoteInsight]:
    """Return the questions or the scenarios, by the percentage that is shown, the hardest first, then by their text."""
    rows = _chosen(insight.notes, choice).filter(kind=kind, period=choice.period, learners__gte=min_learners())
    return rows.select_related("note", "lesson__deck").order_by(
        part_in_database("right", "learners"), "note__front", "pk"
    )


def edits(insight: CourseInsight, choice: InsightChoice) -> QuerySet[EditInsight]:
    """Return the edits, the newest first."""
    shown = _chosen(insight.edits, choice).filter(
        learners_before__gte=min_learners(), learners_after__gte=min_learners()
    )
    return shown.select_related("note", "lesson__deck").order_by("-edited_at", "pk")


def labels(insight: CourseInsight, choice: InsightChoice) -> QuerySet[LabelInsight]:
    """Return the cells of the confusion matrices of a lesson; none of a whole course."""
    rows = insight.labels.filter(section__deck__lesson=choice.lesson, period=choice.period)
    found = rows if choice.lesson else rows.none()
    return found.select_related("section").order_by("section__position", "section", "pk")


def not_begun(row: LessonInsight) -> QuerySet[Enrolment]:
    """Return the first learners without an answer, of those who may be named: who has left is not there."""
    named = Enrolment.objects.learners().filter(course=row.insight.course_id, shows_name=True)
    found = named.filter(user__in=row.not_begun).select_related("user")
    return found.order_by("user__name", "user__email", "pk")[:MAX_NAMES]


def uptake(insight: CourseInsight, choice: InsightChoice) -> QuerySet[LessonInsight]:
    """Return the sums of each lesson of the course, or of the chosen one."""
    rows = _chosen(insight.lessons.exclude(lesson=None), choice).filter(period=choice.period)
    return rows.select_related("lesson").order_by("lesson__position", "lesson")


def _chosen(rows: Any, choice: InsightChoice) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.filter(lesson=choice.lesson) if choice.lesson else rows.all()
    return found
