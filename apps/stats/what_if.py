"""What if: the learner's cards and answers so far, simulated with other limits beside those of now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from django.conf import settings
from django.db.models import Count, F, Q, Sum

from apps.accounts.models import User
from apps.cards.models import Card, Section
from apps.reviews.day import pace
from apps.reviews.day.scope import Scope, counted, within
from apps.reviews.models import DayTally, Schedule, Subscription
from apps.scheduler.sm2 import CardState, Sm2Variant
from apps.stats.answers import AnswerFigures
from apps.stats.simulation import Habits, Plan, SimulatedCard, SimulationResult, sample_size, simulate

WEEKS = 26
MAX_CARDS = 1000  # more of them are simulated by a sample
MIN_ANSWERS = 20  # to an age; with fewer, all answers together tell how it is graded
SEED = 1990


@dataclass(frozen=True)
class Limits:
    """How many cards a day brings at most."""

    new: int
    reviews: int


@dataclass(frozen=True)
class Forecast:
    """The reviews and minutes of an average day of each week, and when the last new card is seen."""

    reviews: Sequence[float]
    minutes: Sequence[float]
    new_until: date | None


def limits_of(user: User, scope: Scope) -> Limits:
    """Return the limits of the decks in the daily review together."""
    studied = user.subscriptions.filter(paused=False, **within(scope))
    sums = studied.aggregate(new=Sum("new_limit", default=0), reviews=Sum("review_limit", default=0))
    return Limits(**sums)


def forecasts(user: User, answers: AnswerFigures, scope: Scope, *limits: Limits) -> list[Forecast]:
    """Return what each of these limits would lead to, in four statements."""
    learned, unseen = count_cards(user, scope)
    plans = [Plan(WEEKS * 7, Fraction(each.new), each.reviews, unseen) for each in limits]
    scale = max(sample_size(learned, plan, MAX_CARDS) for plan in plans)
    cards = _cards(user, answers.today, scope, scale)
    habits, variant = _habits(answers), Sm2Variant(user.sm2_variant)
    outcomes = [
        simulate(
            [replace(card, grades=[]) for card in cards],
            plan.smaller(scale),
            habits,
            seed=SEED,
            variant=variant,
            cap_days=settings.INTERVAL_CAP_DAYS,
        )
        for plan in plans
    ]
    return [_forecast(each, scale, answers.today, habits.seconds) for each in outcomes]


def count_cards(user: User, scope: Scope) -> tuple[int, int]:
    """Return how many cards are learned, and how many of the decks in the daily review were never answered.

    Those in today's queue are among the latter: all cards without the answered ones. To look for the schedule of each
    card would take twice as long.
    """
    studied = user.subscriptions.filter(paused=False, **within(scope)).values_list("deck", "includes")
    decks: dict[str, list[int]] = {each.value: [] for each in Subscription.Includes}
    for deck, includes in studied:
        decks[includes].append(deck)
    cards = Card.objects.in_use().filter(_included(decks, deck="note__deck", section="note__section"))
    answered = Q(archived=False, due_on__isnull=False) & _included(decks, deck="deck", section="card__note__section")
    numbers = Schedule.objects.filter(user=user).aggregate(
        learned=Count("pk", filter=_learned(user, scope)), answered=Count("pk", filter=answered)
    )
    return numbers["learned"], cards.count() - numbers["answered"]


def _cards(user: User, today: date, scope: Scope, scale: int) -> list[SimulatedCard]:
    """Return the learned cards, or every so many of them."""
    in_sample = (
        Schedule.objects.filter(_learned(user, scope), user=user)
        .alias(rest=F("pk") % scale)
        .filter(rest=0)
        .order_by("due_on", "pk")
    )
    columns = in_sample.values_list("repetitions", "interval_days", "easiness", "lapses", "due_on")
    return [SimulatedCard(CardState(*state), (due_on - today).days) for *state, due_on in columns if due_on]


def _learned(user: User, scope: Scope) -> Q:
    return Q(interval_days__gte=1, suspended=False) & counted(user, scope)


def _included(decks: Mapping[str, Sequence[int]], *, deck: str, section: str) -> Q:
    """Return the condition that a row is of a card that comes automatically, by the lookups to its deck and section."""
    included = Q(**{f"{deck}__in": decks[Subscription.Includes.ALL]})
    if flashcards := decks[Subscription.Includes.FLASHCARDS]:
        included |= Q(**{f"{deck}__in": flashcards, f"{section}__kind": Section.Kind.FLASHCARDS})
    return included


def _habits(answers: AnswerFigures) -> Habits:
    grades = {age: answers.by_grade(age) for age in DayTally.Age.values}
    together = [sum(numbers) for numbers in zip(*grades.values(), strict=True)]
    known = {age: numbers if sum(numbers) >= MIN_ANSWERS else together for age, numbers in grades.items()}
    return Habits(known, answers.seconds_an_answer or pace.DEFAULT_SECONDS)


def _forecast(outcome: SimulationResult, scale: int, today: date, seconds: float) -> Forecast:
    weeks = [outcome.days[start : start + 7] for start in range(0, len(outcome.days), 7)]
    reviews = [scale * sum(day.reviews for day in week) / len(week) for week in weeks]
    cards = [scale * sum(day.reviews + day.new for day in week) / len(week) for week in weeks]
    with_new = [number for number, day in enumerate(outcome.days) if day.new]
    ends = bool(with_new) and with_new[-1] < len(outcome.days) - 1
    until = today + timedelta(days=with_new[-1]) if ends else None
    return Forecast(reviews, [number * seconds / 60 for number in cards], until)
