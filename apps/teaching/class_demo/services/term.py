"""Plays a term of one made-up learner: practice pages first, then the daily review, by what a learner would press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

from apps.accounts.models import User
from apps.cards.models import Card, Note, Section
from apps.lessons.models import Lesson
from apps.lessons.services.learner_answers import LearnerAnswers
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import Schedule
from apps.reviews.services.day_builder import build_day
from apps.teaching.class_demo import habits
from apps.teaching.class_demo.habits import Habit

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MAX_ANSWERS = 80  # of a day


@dataclass(frozen=True)
class ClassTerm:
    """The lessons of a course, one opening after the other, from a moment on and for so many days."""

    lessons: Sequence[Lesson]
    start: datetime
    days: int
    seed: int

    @cached_property
    def places(self) -> dict[int, int]:
        """The cards of the lessons, each with its place, which says how hard it is."""
        cards = Card.objects.in_use().filter(note__deck__in=[each.deck_id for each in self.lessons])
        order = ("note__deck", "note__section__position", "note__position", "note", "ordinal")
        return {key: place for place, key in enumerate(cards.order_by(*order).values_list("pk", flat=True))}

    @cached_property
    def hardest(self) -> int:
        """The hardest flashcard of the first lesson, which is edited in the middle of the term."""
        cards = self.lessons[0].deck.flashcards().values_list("pk", flat=True)
        return max(cards, key=lambda card: habits.difficulty(self.seed, self.places[card]))

    @property
    def edited_at(self) -> datetime:
        """When that is."""
        return self.start + self.days // 2 * DAY

    def difficulty(self, card: int, at: datetime) -> float:
        """Return how hard a card is at a moment: the edit helps."""
        hard = habits.difficulty(self.seed, self.places[card])
        return hard / 3 if card == self.hardest and at >= self.edited_at else hard

    def opens(self, place: int) -> int:
        """Return on which day of the term a lesson opens."""
        return place * self.days // (2 * len(self.lessons))


class Player:
    """One learner in a term. All chance is from the seed, so that the same one gives the same answers."""

    def __init__(self, term: ClassTerm, user: User, habit: Habit, chance: Random) -> None:
        self.term, self.user, self.habit, self.chance = term, user, habit, chance
        self.waiting = list(enumerate(term.lessons))

    def play(self) -> None:
        """Study on each day on which the learner does."""
        for day in range(self.term.days):
            at = self.term.start + day * DAY + self.habit.hour * timedelta(hours=1)
            if self.habit.studies(day, at.date(), self.chance):
                self._study(day, at)

    def _study(self, day: int, at: datetime) -> None:
        if self.waiting and self.term.opens(self.waiting[0][0]) <= day:
            _place, lesson = self.waiting.pop(0)
            self._practice(lesson, at)
            if self.habit.reviews:
                services.subscribe(self.user, lesson.deck, today=self.user.study_day(at))
        if self.habit.reviews:
            self._review(at + MINUTE)

    def _practice(self, lesson: Lesson, at: datetime) -> None:
        answers = LearnerAnswers(self.user)
        for note in _practiced(lesson):
            hard = habits.difficulty(self.term.seed, note.position)
            knew = habits.knows(self.habit.ability, hard, self.chance)
            if note.section.kind == Section.Kind.SELF_CHECK:
                answers.mark(note, knew=knew, at=at)
            elif note.label:
                first = note.label if knew else self._wrong(note)
                for number, label in enumerate(dict.fromkeys((first, note.label)), 1):
                    answers.attempt(note, label, number=number, at=at)

    def _wrong(self, note: Note) -> str:
        """Return a wrong label: one of them misleads most."""
        wrong = [label for label in note.section.labels if label != note.label]
        return self.chance.choices(wrong, range(2 * len(wrong), 0, -2))[0] if wrong else note.label

    def _review(self, at: datetime) -> None:
        today = self.user.study_day(at)
        build_day(self.user, today)
        for _ in range(MAX_ANSWERS):
            schedule = next(filter(None, (queue.next_schedule(self.user, today, part) for part in queue.PARTS)), None)
            if schedule is None:
                return
            at += self._answer(schedule, at)

    def _answer(self, schedule: Schedule, at: datetime) -> timedelta:
        schedule.user, today = self.user, self.user.study_day(at)
        hard = self.term.difficulty(schedule.card_id, at)
        late = (today - schedule.due_on).days if schedule.due_on else 0
        ability = 1.0 if schedule.is_in_drill_on(today) else self.habit.ability
        grade = habits.grade(schedule.state, late, ability, hard, self.chance)
        taken_ms = habits.taken_ms(hard, self.chance)
        services.grade_card(schedule, grade, seen_version=schedule.version, at=at, taken_ms=taken_ms)
        return timedelta(milliseconds=taken_ms)


def _practiced(lesson: Lesson) -> list[Note]:
    notes = lesson.deck.notes.filter(archived=False).exclude(section__kind=Section.Kind.FLASHCARDS)
    return list(notes.select_related("section").order_by("section__position", "position", "pk"))
