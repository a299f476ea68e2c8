"""How far one visitor has come in each lesson of a course, in a few statements however many lessons it has."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q

from apps.cards.models import Card, Note, Section
from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.lessons.page import Visitor
from apps.lessons.services.answers import Answers
from apps.reviews.models import Schedule


@dataclass(frozen=True)
class LessonProgress:
    """One lesson, and what the visitor has done of it."""

    lesson: Lesson
    questions: int
    questions_answered: int
    scenarios: int
    scenarios_answered: int
    due_count: int  # cards left in today's review
    is_studied: bool  # whether any of its cards is in the review

    @property
    def is_started(self) -> bool:
        """Whether the visitor has done anything here."""
        return bool(self.questions_answered or self.scenarios_answered or self.is_studied)


def progress_in(course: Course, visitor: Visitor) -> list[LessonProgress]:
    """Return the visitor's progress in the course's lessons, in their order."""
    answers = visitor.answers
    answerable = ~Q(section__kind=Section.Kind.SELF_CHECK) | Exists(Card.objects.in_use().filter(note=OuterRef("pk")))
    notes = Note.objects.filter(answerable, deck__lesson__course=course, archived=False).order_by()
    by_kind = {kind: dict[int, int]() for kind in Section.Kind.values}
    for note, deck, kind in notes.values_list("pk", "deck_id", "section__kind"):
        by_kind[kind][note] = deck
    questions, scenarios = by_kind[Section.Kind.SELF_CHECK], by_kind[Section.Kind.EXERCISE]
    questions_answered = _count_answered(questions, answers.marks)
    scenarios_answered = _count_answered(scenarios, partial(_attempts_and_writings, answers))
    due_counts, totals = _due_counts(course, visitor), {kind: Counter(by_kind[kind].values()) for kind in by_kind}
    return [
        LessonProgress(
            lesson=lesson,
            questions=totals[Section.Kind.SELF_CHECK][lesson.deck_id],
            questions_answered=questions_answered[lesson.deck_id],
            scenarios=totals[Section.Kind.EXERCISE][lesson.deck_id],
            scenarios_answered=scenarios_answered[lesson.deck_id],
            due_count=due_counts.get(lesson.deck_id, 0),
            is_studied=lesson.deck_id in due_counts,
        )
        for lesson in course.lessons.listed_for(visitor.user or AnonymousUser()).select_related("deck")
    ]


def _count_answered(decks: dict[int, int], answers: Callable[[Iterable[int]], Mapping[int, object]]) -> Counter[int]:
    """Count the answered notes of each deck."""
    return Counter(decks[note] for note in answers(decks))


def _attempts_and_writings(answers: Answers, notes: Iterable[int]) -> dict[int, object]:
    return {**answers.attempts(notes), **answers.writings(notes)}


def _due_counts(course: Course, visitor: Visitor) -> dict[int, int]:
    """Return the number of cards left today, by deck, for the decks with a card in the review."""
    if visitor.user is None:
        return {}
    is_due = Q(drill_on=visitor.today) | Q(queue_on__lte=visitor.today)
    seen = Schedule.objects.seen(visitor.user).filter(deck__lesson__course=course, archived=False)
    return dict(seen.order_by().values_list("deck").annotate(due_count=Count("pk", filter=is_due)))
