"""Reads the day's queue: what is due, what is new, what is in the final drill, and which card comes next.

Each reads one index that begins with the user; it knows which cards are archived. A deck's row says if it is deleted.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.cards.models import Card, CardQuerySet, Deck, Section
from apps.reviews.day.scope import Scope, SearchedCards, within
from apps.reviews.models import Pick, ReviewLog, Schedule, Subscription
from apps.web.compiled_queries import CompiledQuery

PARTS = ("due", "new", "drill")  # in the order in which they come


@dataclass(frozen=True)
class Counts:
    """How many cards are left in each part of the day's queue, and how many answers were given today."""

    due: int
    new: int
    drill: int
    done: int

    @property
    def left(self) -> int:
        """How many cards are left in the queue."""
        return self.due + self.new + self.drill

    @property
    def part(self) -> str:
        """The current part: due, then new, then drill; empty when nothing is left."""
        return next((part for part in PARTS if getattr(self, part)), "")


def due(user: User, today: date, scope: Scope = None) -> QuerySet[Schedule]:
    """Return the cards to repeat, the longest waiting first."""
    return waiting(user, today, scope).filter(due_on__isnull=False)


def new(user: User, today: date, scope: Scope = None) -> QuerySet[Schedule]:
    """Return the cards to see for the first time, in their lesson's order."""
    return waiting(user, today, scope).filter(due_on__isnull=True)


def waiting(user: User, today: date, scope: Scope = None) -> QuerySet[Schedule]:
    """Return the cards due and new, each in the order of its part."""
    return _schedules(user, scope).filter(queue_on__lte=today).order_by("queue_on", "id")


def waiting_to_count(user: User, today: date, scope: Scope = None) -> QuerySet[Schedule]:
    """Return the cards due and new in no order. Their decks are looked up once, so that an index alone is read."""
    found = Schedule.objects.filter(user=user, archived=False, queue_on__lte=today)
    studied = Subscription.objects.filter(user=user, deck__deleted_at=None)
    if isinstance(scope, SearchedCards):
        found = found.filter(**within(scope))
    else:
        studied = studied.filter(**within(scope))
    return found.filter(deck__in=studied.values("deck"))


def drill(user: User, today: date, scope: Scope = None) -> QuerySet[Schedule]:
    """Return the cards of today's final drill, the longest unseen first."""
    return _schedules(user, scope).filter(drill_on=today).order_by("reviewed_at", "id")


def over_limit(user: User, today: date) -> QuerySet[Schedule]:
    """Return the due cards that the limit leaves to tomorrow; not those that wait for a similar card."""
    return Schedule.objects.filter(is_over_limit(today, today + timedelta(days=1)), user=user)


def is_over_limit(today: date, tomorrow: date) -> Q:
    """Return the condition of `over_limit`, with each day a parameter of its own for compiled statements."""
    return Q(queue_on=tomorrow, due_on__lte=today) & ~Q(buried_on=today)


def counts(user: User, today: date, scope: Scope = None) -> Counts:
    """Count the day's queue, in one statement."""
    since = user.study_day_start(today)
    match scope:
        case None:
            (row,) = _COUNTS.rows(user.pk, today, since)
        case Deck():
            (row,) = _COUNTS_OF_DECK.rows(user.pk, today, since, scope.pk)
        case _:
            (row,) = count_queue(user, today, since, scope)
    return Counts(*row)


def count_queue(user: User, today: date, since: datetime, scope: Scope) -> QuerySet[User, tuple[int, int, int, int]]:
    """Return one row of what `Counts` holds."""
    done = answers_since(user, since)
    if scope is not None:
        done = done.filter(schedule__user=user, **within(scope, "schedule__"))
    waiting = waiting_to_count(user, today, scope)
    counted = User.objects.filter(pk=user.pk).annotate(
        due=count_rows(waiting.filter(due_on__isnull=False)),
        new=count_rows(waiting.filter(due_on__isnull=True)),
        drill=count_rows(drill(user, today, scope)),
        done=count_rows(done),
    )
    return counted.values_list("due", "new", "drill", "done")


def due_by_day(user: User, today: date, days: int) -> list[int]:
    """Count what is due today and on each of the days after it, as far as it is known today; one statement."""
    last = today + timedelta(days=days - 1)
    due = waiting_to_count(user, last).filter(due_on__isnull=False)
    counted = due.values_list("queue_on").annotate(number=Count("pk"))
    numbers = [0] * days
    for day, number in counted:
        numbers[max(0, (day - today).days)] += number
    return numbers


def next_schedule(user: User, today: date, part: str, scope: Scope = None) -> Schedule | None:
    """Return the first schedule of a part of the queue, with its card and deck."""
    match scope:
        case None:
            return _NEXT[part].first(user.pk, today)
        case Deck():
            return _NEXT_OF_DECK[part].first(user.pk, today, scope.pk)
    return next_of(part, user, today, scope).first()


def next_of(part: str, user: User, today: date, scope: Scope) -> QuerySet[Schedule]:
    """Return the first schedule of a part of the queue, if there is one."""
    return with_card(FIND[part](user, today, scope))[:1]


def schedule_of(user: User, card: int) -> Schedule | None:
    """Return the person's schedule of the card with this key, if there is one."""
    if schedule := _SCHEDULE_OF_CARD.first(user.pk, card):
        schedule.user = user
    return schedule


def with_card(schedules: QuerySet[Schedule]) -> QuerySet[Schedule]:
    """Include what a page shows of each card."""
    return schedules.select_related("card", "deck")


def part_of(schedule: Schedule, today: date) -> str:
    """Return the part of the day's queue that holds the card; empty when none does."""
    if schedule.is_queued_on(today):
        return "due" if schedule.due_on else "new"
    return "drill" if schedule.is_in_drill_on(today) else ""


def included_cards(*studied: Subscription) -> CardQuerySet:
    """Return the cards in use that the subscriptions of one person include, and the picked ones."""
    decks = {each.value: [row.deck_id for row in studied if row.includes == each] for each in Subscription.Includes}
    cards = Card.objects.in_use().in_order().filter(note__deck__in=[row.deck_id for row in studied])
    everything, flashcards = decks[Subscription.Includes.ALL], decks[Subscription.Includes.FLASHCARDS]
    if len(everything) == len(studied):
        return cards
    others = Card.objects.in_use().of_kind(Section.Kind.FLASHCARDS).filter(note__deck=OuterRef("note__deck"))
    is_flashcard = Q(note__section__kind=Section.Kind.FLASHCARDS) | ~Exists(others)
    included = Q(note__deck__in=everything) | Q(note__deck__in=flashcards) & is_flashcard
    return cards.filter(included | Q(picked_by(studied[0].user, "pk")))


def unseen_cards(*studied: Subscription) -> CardQuerySet:
    """Return the cards that the subscriptions include and that have never been in their learner's queue."""
    seen = Schedule.objects.seen(studied[0].user).filter(card=OuterRef("pk"))
    return included_cards(*studied).filter(~Exists(seen))


def picked_by(user: User, card: str) -> Exists:
    """Return whether the person picked the card that a query has under this name."""
    return Exists(Pick.objects.filter(user=user, card=OuterRef(card)))


def last_answer(user: User, today: date) -> ReviewLog | None:
    """Return the last answer of the study day that was not undone, with its schedule."""
    answers = answers_of(user, today).filter(schedule__user=user).select_related("schedule")
    return answers.order_by("-reviewed_at", "-pk").first()


def answers_of(user: User, today: date) -> QuerySet[ReviewLog]:
    """Return the answers given here in the reviews of the study day that were not undone; no practice."""
    return answers_since(user, user.study_day_start(today))


def answers_since(user: User, since: datetime) -> QuerySet[ReviewLog]:
    """Return the answers given here in reviews since that instant that were not undone; no practice."""
    answers = ReviewLog.objects.filter(user=user, reviewed_at__gte=since, undone_at__isnull=True)
    return answers.exclude(kind__in=(ReviewLog.Kind.IMPORT, ReviewLog.Kind.PRACTICE))


def _schedules(user: User, scope: Scope) -> QuerySet[Schedule]:
    return Schedule.objects.filter(user=user, archived=False, deck__deleted_at=None, **within(scope))


def in_decks(numbers: Mapping[int, int], deck: str, lookup: str) -> Q:
    """Return the condition that compares rows with the number of their deck; `deck` leads from a row to its deck."""
    decks = defaultdict(list)
    for key, number in numbers.items():
        decks[number].append(key)
    conditions = (Q(**{f"{deck}__in": keys, lookup: number}) for number, keys in decks.items())
    return reduce(or_, conditions, Q())


def count_rows(rows: QuerySet[Model]) -> Coalesce:
    """Return how many rows there are as a subquery, 0 for none."""
    counted = rows.order_by().values("user_id").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0))


FIND = {"due": due, "new": new, "drill": drill}


def _counts(user: int, today: date, since: datetime) -> QuerySet[User, tuple[int, int, int, int]]:
    return count_queue(User(pk=user), today, since, None)


def _counts_of_deck(user: int, today: date, since: datetime, deck: int) -> QuerySet[User, tuple[int, int, int, int]]:
    return count_queue(User(pk=user), today, since, Deck(pk=deck))


def _next(part: str) -> CompiledQuery[Schedule]:
    def build(user: int, today: date) -> QuerySet[Schedule]:
        return next_of(part, User(pk=user), today, None)

    return CompiledQuery(build)


def _next_of_deck(part: str) -> CompiledQuery[Schedule]:
    def build(user: int, today: date, deck: int) -> QuerySet[Schedule]:
        return next_of(part, User(pk=user), today, Deck(pk=deck))

    return CompiledQuery(build)


def _schedule_of_card(user: int, card: int) -> QuerySet[Schedule]:
    return Schedule.objects.filter(user=user, card=card)


_COUNTS, _COUNTS_OF_DECK = CompiledQuery(_counts), CompiledQuery(_counts_of_deck)
_NEXT, _NEXT_OF_DECK = ({part: make(part) for part in PARTS} for make in (_next, _next_of_deck))
_SCHEDULE_OF_CARD = CompiledQuery(_schedule_of_card)
