"""How far one learner is with goals: a fixed number of statements, however many goals there are.

A day counts when the learner answered a card of the goal in a review, a final drill or practice: once, however often.
A card is remembered after so many days when the latest answer to it in a review, up to the goal's last day, was right
and the interval before it was at least as long. Those are counted among the flashcards of each deck, or among all cards
of a deck without any: among what a daily review includes.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When

from apps.accounts.models import User
from apps.cards.models import Section
from apps.reviews.day.tallies import DAY, earliest
from apps.reviews.models import SCHEDULING_KINDS, ReviewLog, Schedule
from apps.scheduler.sm2 import PASS
from apps.teaching.goals.decks import GoalDecks
from apps.teaching.goals.person_goals import PersonGoal
from apps.teaching.models import Goal

# In the index of answers by schedule. Written out, since a parameter would keep SQLite from using a partial index, and
# it would read all answers of the learner for each card.
NO_PRACTICE = ~Q(kind=Func(template="'practice'", output_field=CharField()))
REVIEWING = (ReviewLog.Kind.LEARN, ReviewLog.Kind.REVIEW, ReviewLog.Kind.DRILL, ReviewLog.Kind.PRACTICE)

type Days = set[tuple[date, int]]  # a day on which a deck was reviewed
type Proven = list[tuple[int, bool, int, int]]  # a deck, whether flashcards, the interval they outlasted, their number


@dataclass(frozen=True)
class GoalStatus:
    """What a learner has done of a goal up to a study day: days, or remembered cards of a `total`."""

    of: PersonGoal
    today: date
    done: int
    total: int
    days: frozenset[date] = frozenset()  # since the worker counted

    @property
    def goal(self) -> Goal:
        """The goal."""
        return self.of.goal

    @property
    def last_on(self) -> date:
        """The learner's last day."""
        return self.of.last_on

    @property
    def needed(self) -> int:
        """How many days or cards the goal asks for."""
        return needed(self.goal, self.total)

    @property
    def is_reached(self) -> bool:
        """Whether nothing is left to do."""
        return self.done >= self.needed > 0

    @property
    def days_left(self) -> int:
        """How many days are left, today included."""
        return max(0, (self.last_on - self.today).days + 1)

    @property
    def needs_today(self) -> bool:
        """Whether a day without a review would miss the goal, which can still be reached."""
        if self.is_reached or not self.days_left:
            return False
        if self.goal.kind == Goal.Kind.DAYS:
            return self.today not in self.days and self.needed - self.done == self.days_left
        return self.days_left == 1


def needed(goal: Goal, total: int) -> int:
    """Return how many days or cards a goal asks for, where there are so many cards."""
    return goal.days if goal.kind == Goal.Kind.DAYS else -(-goal.percent * total // 100)


def per_cent(done: int, needed: int) -> int:
    """Return what was done of what is needed, 100 at most: more does not count."""
    return min(100, 100 * done // needed) if needed else 0


def progress(user: User, goals: Sequence[PersonGoal], today: date, decks: GoalDecks | None = None) -> list[GoalStatus]:
    """Return how far the learner was with each goal at the end of a day: at most four statements, none without goals.

    All goals have begun by then, and none has ended.
    """
    if not goals:
        return []
    decks = decks or GoalDecks((each.goal for each in goals), user.study_day_start(today + DAY))
    days = _days(user, decks.all, min(each.since for each in goals), today)
    proven = _proven(user, decks.to_remember, today)
    return [
        _remembered(each, today, decks, proven)
        if each.goal.kind == Goal.Kind.REMEMBERED
        else _reviewed(each, today, decks.of(each.goal), days)
        for each in goals
    ]


def _reviewed(goal: PersonGoal, today: date, decks: Collection[int], days: Days) -> GoalStatus:
    counted = frozenset(day for day, deck in days if deck in decks and day >= goal.since)
    return GoalStatus(goal, today, goal.counted_days + len(counted), goal.goal.days, counted)


def _remembered(goal: PersonGoal, today: date, decks: GoalDecks, proven: Proven) -> GoalStatus:
    theirs = decks.of(goal.goal)
    numbers = (
        number
        for deck, is_flashcard, interval, number in proven
        if deck in theirs and interval >= goal.goal.days and decks.counts(deck, is_flashcard=is_flashcard)
    )
    return GoalStatus(goal, today, sum(numbers), decks.total(goal.goal))


def _days(user: User, decks: Collection[int], first: date, last: date) -> Days:
    """Return the days from the first to the last on which a card of the decks was answered, with its deck."""
    answers = ReviewLog.objects.filter(
        user=user,
        kind__in=REVIEWING,
        undone_at=None,
        day__range=(first, last),
        reviewed_at__gte=earliest(first),
    )
    # The deck of each answer: a join would have databases begin with all schedules.
    deck = Schedule.objects.filter(user=user, pk=OuterRef("schedule")).values("deck")
    found = answers.annotate(deck=Subquery(deck)).filter(deck__in=decks).order_by()
    return set(found.values_list("day", "deck").distinct())


def _proven(user: User, decks: Collection[int], last: date) -> Proven:
    """Return of the cards of the decks how long an interval they were remembered after, at the end of a day."""
    rows = proven_cards(user, decks, last) if decks else ()
    numbers = Counter((deck, kind == Section.Kind.FLASHCARDS, interval) for deck, kind, interval in rows if interval)
    return [(*key, number) for key, number in numbers.items()]


def proven_cards(user: User, decks: Collection[int], last: date) -> QuerySet[Schedule, Any]:
    """Return deck, kind of section, and interval before the latest answer of each card: 0 where that was wrong."""
    own = {"user": user, "schedule": OuterRef("pk")}
    answers = ReviewLog.objects.filter(NO_PRACTICE, kind__in=SCHEDULING_KINDS, undone_at=None, day__lte=last, **own)
    was_right = When(kind=ReviewLog.Kind.REVIEW, grade__gte=PASS, then=F("interval_days_before"))
    latest = answers.annotate(outlasted=Case(was_right, default=Value(0))).order_by("-version")
    cards = Schedule.objects.filter(user=user, deck__in=decks, archived=False).order_by()
    with_interval = cards.annotate(outlasted=Subquery(latest.values("outlasted")[:1]))
    return with_interval.values_list("deck", "card__note__section__kind", "outlasted")
