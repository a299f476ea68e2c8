"""How the questions and scenarios of a lesson's practice page did, and which labels were taken for which."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from apps.cards.models import Section
from apps.lessons.models import Attempt, Lesson, Mark
from apps.teaching.insight.definitions import is_shown, learners_of, week_began_at
from apps.teaching.models import CourseInsight, InsightPeriod, LabelInsight, NoteInsight


class WrongLabel(NamedTuple):
    """A label that was chosen in place of the right one, by so many learners."""

    learners: int
    label: str


def note_insights(insight: CourseInsight, lesson: Lesson) -> Iterator[NoteInsight]:
    """Yield a row for each question and scenario and period that enough learners answered."""
    for period, since in periods(insight):
        marks, first = marks_of(insight, lesson), first_attempts(insight, lesson)
        questions = _counted(marks, Q(knew=True), happened("marked_at", since))
        scenarios = _counted(first, Q(right=True), happened("attempted_at", since))
        wrong = _wrong_labels(first.filter(happened("attempted_at", since)))
        kinds = ((Section.Kind.SELF_CHECK, questions), (Section.Kind.EXERCISE, scenarios))
        for kind, (note, learners, outside, right) in chain.from_iterable(
            ((kind, row) for row in rows) for kind, rows in kinds
        ):
            if is_shown(learners, outside):
                yield NoteInsight(
                    insight=insight,
                    lesson=lesson,
                    note_id=note,
                    kind=kind,
                    period=period,
                    learners=learners,
                    right=right,
                    share=right / learners,
                    **_most_chosen(wrong[note]),
                )


def label_insights(insight: CourseInsight, lesson: Lesson) -> Iterator[LabelInsight]:
    """Yield the cells of the confusion matrix of each exercise: right label, chosen label, and how often."""
    for period, since in periods(insight):
        within, first = happened("attempted_at", since), first_attempts(insight, lesson)
        by_section = first.values_list("note__section")
        people = by_section.annotate(
            learners=Count("user", distinct=True, filter=within), outside=Count("user", distinct=True, filter=~within)
        )
        shown = {section for section, learners, outside in people if is_shown(learners, outside if since else 0)}
        cells = first.filter(within, note__section__in=shown).values_list("note__section", "note__label", "label")
        for section, label, chosen, learners, choices in cells.annotate(Count("user", distinct=True), Count("pk")):
            yield LabelInsight(
                insight=insight,
                section_id=section,
                period=period,
                label=label,
                chosen=chosen,
                learners=learners,
                choices=choices,
            )


def first_attempts(insight: CourseInsight, lesson: Lesson) -> QuerySet[Attempt]:
    """Return each learner's first choice for each scenario in use."""
    learners = learners_of(insight.course_id)
    attempts = Attempt.objects.filter(user__in=learners, note__deck=lesson.deck_id, note__archived=False, number=1)
    return attempts.filter(attempted_at__lt=insight.as_of).exclude(note__label="").order_by()


def marks_of(insight: CourseInsight, lesson: Lesson) -> QuerySet[Mark]:
    """Return whether each learner knew each question in use, as they marked it last."""
    learners = learners_of(insight.course_id)
    marks = Mark.objects.filter(user__in=learners, note__deck=lesson.deck_id, note__archived=False)
    return marks.filter(marked_at__lt=insight.as_of).order_by()


def periods(insight: CourseInsight) -> list[tuple[InsightPeriod, Any]]:
    """Return the periods and when they began; all time has no beginning."""
    return [(InsightPeriod.ALL, None), (InsightPeriod.WEEK, week_began_at(insight))]


def happened(field: str, since: Any) -> Q:
    """Return the condition that it happened in the period that began then; always true for all time."""
    return Q(**{f"{field}__gte": since}) if since else Q(pk__isnull=False)


def _counted(rows: QuerySet[Any], right: Q, within: Q) -> QuerySet[Any, Any]:
    """Return for each note: learners, those outside of the period, and how many of the learners were right."""
    counted = rows.values_list("note").annotate(
        learners=Count("pk", filter=within),
        outside=Count("pk", filter=~within),
        right_ones=Count("pk", filter=within & right),
    )
    found: QuerySet[Any, Any] = counted.filter(learners__gt=0)
    return found


def _wrong_labels(first: QuerySet[Attempt]) -> defaultdict[int, list[WrongLabel]]:
    wrong: defaultdict[int, list[WrongLabel]] = defaultdict(list)
    for note, label, learners in (
        first.exclude(label=F("note__label")).values_list("note", "label").annotate(Count("pk"))
    ):
        wrong[note].append(WrongLabel(learners, label))
    return wrong


def _most_chosen(wrong: list[WrongLabel]) -> dict[str, Any]:
    """Return the wrong label that most chose, if enough learners did."""
    shown = [each for each in wrong if is_shown(each.learners)]
    if not shown:
        return {}
    learners, label = max(shown, key=lambda each: (each.learners, each.label))
    return {"wrong_label": label, "wrong": learners}
