"""The decks of goals, and how many of their cards there are to remember."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Q

from apps.cards.models import Card, Deck, Section
from apps.cards.models.visibility import is_open
from apps.teaching.models import Goal

IS_FLASHCARD = Q(note__section__kind=Section.Kind.FLASHCARDS)


class GoalDecks:
    """The decks of some goals: those of their lessons, or all of their course that are open at a moment.

    Two statements, when they are needed.
    """

    def __init__(self, goals: Iterable[Goal], at: datetime) -> None:
        self.goals, self.at = list(goals), at

    def of(self, goal: Goal) -> set[int]:
        """Return the decks of one of the goals."""
        return self._by_goal[goal.pk]

    @property
    def all(self) -> set[int]:
        """The decks of all of them."""
        return set().union(*self._by_goal.values())

    @property
    def to_remember(self) -> set[int]:
        """The decks of those that ask for remembered cards."""
        return set().union(*(self.of(goal) for goal in self.goals if goal.kind == Goal.Kind.REMEMBERED))

    def total(self, goal: Goal) -> int:
        """Return how many cards there are to remember."""
        numbers = (self._cards.get(deck, (0, 0)) for deck in self.of(goal))
        return sum(flashcards or cards for flashcards, cards in numbers)

    def counts(self, deck: int, *, is_flashcard: bool) -> bool:
        """Whether a card of the deck is one of those: a flashcard, or any card of a deck without flashcards."""
        flashcards, _cards = self._cards.get(deck, (0, 0))
        return is_flashcard or not flashcards

    @cached_property
    def _by_goal(self) -> dict[int, set[int]]:
        courses = {goal.course_id for goal in self.goals if not goal.lesson_id}
        lessons = {goal.lesson_id for goal in self.goals if goal.lesson_id}
        found = Deck.objects.filter(Q(course__in=courses) & is_open(self.at) | Q(lesson__in=lessons))
        rows = list(found.order_by().values_list("pk", "course", "lesson"))
        return {
            goal.pk: {
                deck
                for deck, course, lesson in rows
                if (lesson == goal.lesson_id if goal.lesson_id else course == goal.course_id)
            }
            for goal in self.goals
        }

    @cached_property
    def _cards(self) -> dict[int, tuple[int, int]]:
        """The numbers of flashcards and of all cards of each deck to remember."""
        rows = Card.objects.in_use().filter(note__deck__in=self.to_remember).order_by().values_list("note__deck")
        numbers = rows.annotate(flashcards=Count("pk", filter=IS_FLASHCARD), cards=Count("pk"))
        return {deck: (flashcards, cards) for deck, flashcards, cards in numbers}
