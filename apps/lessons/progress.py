"""How far one person has come in each lesson of a course. A handful of statements, however many lessons there are."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from apps.cards.models import Card, Note, Section
from apps.courses.models import Course
from apps.lessons.models import Lesson
from apps.lessons.page import Person
from apps.reviews.models import Schedule


@dataclass(frozen=True)
class LessonProgress:
    """One lesson, and what the person has done of it."""

    lesson: Lesson
    questions: int
    questions_answered: int
    scenarios: int
    scenarios_answered: int
    waiting: int  # cards that wait in today's review
    studied: bool  # whether any of its cards is in the review

    @property
    def started(self) -> bool:
        """Whether the person has done anything here."""
        return bool(self.questions_answered or self.scenarios_answered or self.studied)


def lessons_of(course: Course, person: Person) -> list[LessonProgress]:
    """Return the course's lessons in their order."""
    answers = person.answers
    answerable = ~Q(section__kind=Section.Kind.SELF_CHECK) | Exists(Card.objects.in_use().filter(note=OuterRef("pk")))
    notes = Note.objects.filter(answerable, deck__lesson__course=course, archived=False).order_by()
    by_kind = {kind: dict[int, int]() for kind in Section.Kind.values}
    for note, deck, kind in notes.values_list("pk", "deck_id", "section__kind"):
        by_kind[kind][note] = deck
    questions, scenarios = by_kind[Section.Kind.SELF_CHECK], by_kind[Section.Kind.EXERCISE]
    answered = _per_deck(questions, answers.marks)
    tried = _per_deck(scenarios, lambda all_: {**answers.attempts(all_), **answers.writings(all_)})
    waiting, studied = _waiting(course, person)
    totals = {kind: Counter(decks.values()) for kind, decks in by_kind.items()}
    return [
        LessonProgress(
            lesson=lesson,
            questions=totals[Section.Kind.SELF_CHECK][lesson.deck_id],
            questions_answered=answered[lesson.deck_id],
            scenarios=totals[Section.Kind.EXERCISE][lesson.deck_id],
            scenarios_answered=tried[lesson.deck_id],
            waiting=waiting[lesson.deck_id],
            studied=lesson.deck_id in studied,
        )
        for lesson in course.lessons.all()
    ]


def _per_deck(decks: dict[int, int], answered: Callable[[Iterable[int]], Mapping[int, object]]) -> Counter[int]:
    """Count the answered notes of each deck."""
    return Counter(decks[note] for note in answered(decks))


def _waiting(course: Course, person: Person) -> tuple[Counter[int], set[int]]:
    """Return how many cards of each deck wait today, and the decks of which any card is in the review."""
    if person.user is None:
        return Counter(), set()
    waits = Q(drill_on=person.today) | Q(queue_on__lte=person.today)
    mine = Schedule.objects.seen().filter(user=person.user, deck__lesson__course=course, card__archived=False)
    counted = dict(mine.order_by().values_list("deck").annotate(waiting=Count("pk", filter=waits)))
    return Counter(counted), set(counted)
