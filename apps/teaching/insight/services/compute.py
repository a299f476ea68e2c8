"""Counts the answers of a course's learners: lesson by lesson, so that memory is bounded and a break loses little."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.db.models import Model, QuerySet, Sum

from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.teaching.insight.counting import uptake
from apps.teaching.insight.counting.basis import bases_of
from apps.teaching.insight.counting.cards import card_insights
from apps.teaching.insight.counting.edits import edit_insights
from apps.teaching.insight.counting.held import HeldRows
from apps.teaching.insight.counting.notes import label_insights, note_insights
from apps.teaching.insight.definitions import (
    answers_to,
    first_day_of_week,
    learners_of,
    named_learners_of,
    schedules_of,
)
from apps.teaching.models import (
    CardInsight,
    CourseInsight,
    EditInsight,
    InsightBasis,
    InsightPeriod,
    LabelInsight,
    LessonInsight,
    NoteInsight,
)
from apps.web.pieces import piece
from apps.web.replica import reads_from_replica
from apps.web.statements import across_users

BATCH_SIZE = 1000
STALE_AFTER = timedelta(days=1)
COUNTED = (LessonInsight, CardInsight, NoteInsight, LabelInsight, EditInsight, InsightBasis)


def begin(course: Course, now: datetime) -> CourseInsight:
    """Return the count of the course that broke off less than a day ago, or begin one."""
    unfinished = course.insights.filter(finished=False, as_of__gt=now - STALE_AFTER).order_by("-pk").first()
    return unfinished or CourseInsight.objects.create(
        course=course, as_of=now, week_from=first_day_of_week(now), checked_at=now
    )


def steps(insight: CourseInsight) -> Iterator[None]:
    """Count what is not counted yet, a lesson a step; then replace the numbers before, in short steps as well.

    Who stops after a step continues with another call. Two processes at once write the same rows, of which one counts.
    """
    with across_users("the answers of all learners of the course"):
        insight.learners = learners_of(insight.course_id).count()
    counted = set(insight.lessons.values_list("lesson", flat=True))
    for lesson in insight.course.lessons.select_related("deck"):
        if lesson.pk not in counted:
            _count_lesson(insight, lesson)
            yield
    _count_course(insight)
    yield
    yield from _remove_others(insight)


def count_all(insight: CourseInsight) -> None:
    """Count the course from its first lesson to its last."""
    for _step in steps(insight):
        pass


@across_users("the answers of all learners of the course")
def _count_lesson(insight: CourseInsight, lesson: Lesson) -> None:
    with reads_from_replica():
        counted = _rows_of(insight, lesson)
    for model, rows in counted:
        _insert(model, rows)


def _rows_of(insight: CourseInsight, lesson: Lesson) -> list[tuple[type[Model], list[Any]]]:
    """Return the rows of the lesson, the last of which say that it is counted."""
    answers = answers_to(lesson.deck, insight)
    held = HeldRows(insight, lesson, bases_of(insight, lesson, answers))
    cards = list(held.rows(card_insights(insight, lesson, answers), CardInsight.objects.filter(lesson=lesson)))
    days = uptake.activity(answers)
    notes = list(held.rows(note_insights(insight, lesson), NoteInsight.objects.filter(lesson=lesson)))
    labels = list(held.rows(label_insights(insight, lesson), LabelInsight.objects.filter(section__deck=lesson.deck)))
    edits = list(held.rows(edit_insights(insight, lesson, answers), EditInsight.objects.filter(lesson=lesson)))
    bases = list(held.basis_rows())
    used = {period: _used(insight, lesson, answers, period) for period in InsightPeriod}
    named, number = named_learners_of(insight.course_id), lesson.deck.cards_in_use().count()
    stages = uptake.stages(insight, schedules_of(lesson.deck, insight), number, used[InsightPeriod.ALL].begun)
    rows = [
        LessonInsight(
            insight=insight,
            lesson=lesson,
            period=period,
            activity=_days_in(insight, period, days),
            stages=stages,
            **_sums(cards, period),
            **used[period].columns(insight.learners, named),
        )
        for period in InsightPeriod
    ]
    return [
        (CardInsight, cards),
        (NoteInsight, notes),
        (LabelInsight, labels),
        (EditInsight, edits),
        (InsightBasis, bases),
        (LessonInsight, rows),
    ]


@across_users("the answers of all learners of the course")
def _count_course(insight: CourseInsight) -> None:
    """Add up the lessons, count the people, and let the page read it."""
    decks = insight.course.lessons.order_by().values_list("deck", flat=True)
    answers = answers_to(decks, insight)
    with reads_from_replica():
        named = named_learners_of(insight.course_id)
        used = {period: uptake.uptake(insight, decks, answers, period) for period in InsightPeriod}
    for period in InsightPeriod:
        lessons = insight.lessons.filter(period=period).exclude(lesson=None)
        row = LessonInsight(
            insight=insight,
            period=period,
            activity=uptake.added_activity(lessons.values_list("activity", flat=True)),
            **_added(lessons),
            **used[period].columns(insight.learners, named),
        )
        _insert(LessonInsight, [row])
    insight.finished = True
    insight.save(update_fields=["finished", "learners"])


def _used(insight: CourseInsight, lesson: Lesson, answers: QuerySet[Any], period: InsightPeriod) -> uptake.Uptake:
    return uptake.uptake(insight, Lesson.objects.filter(pk=lesson.pk).values_list("deck", flat=True), answers, period)


def _days_in(
    insight: CourseInsight, period: InsightPeriod, days: Sequence[tuple[str, int]]
) -> Sequence[tuple[str, int]]:
    return uptake.of_week(days, insight.week_from) if period == InsightPeriod.WEEK else days


def _sums(cards: Iterable[CardInsight], period: InsightPeriod) -> dict[str, int]:
    """Return the sums of the cards that are shown: what comes from few learners is in no sum either."""
    shown = [each for each in cards if each.period == period]
    return {
        "cards": len(shown),
        "tries": sum(each.tries for each in shown),
        "right": sum(each.right for each in shown),
        "low": sum(each.share < 0.5 for each in shown),
    }


def _added(lessons: QuerySet[LessonInsight]) -> dict[str, int]:
    names = ("cards", "tries", "right", "low")
    sums = lessons.aggregate(**{f"all_{name}": Sum(name, default=0) for name in names})
    return {name: sums[f"all_{name}"] for name in names}


def _insert(model: type[Model], rows: Iterable[Any]) -> None:
    for batch in batched(rows, BATCH_SIZE):
        with piece():
            model._default_manager.bulk_create(batch, ignore_conflicts=True)


def _remove_others(insight: CourseInsight) -> Iterator[None]:
    """Remove the counts of the course that this one replaces, those that broke off included."""
    others = CourseInsight.objects.filter(course=insight.course_id).exclude(pk=insight.pk)
    for model in COUNTED:
        rows = model._default_manager.filter(insight__in=others).order_by("pk").values_list("pk", flat=True)
        while batch := list(rows[:BATCH_SIZE]):
            with piece():
                model._default_manager.filter(pk__in=batch).delete()
            yield
    others.delete()
