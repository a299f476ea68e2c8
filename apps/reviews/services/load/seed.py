"""Fills a site with learners, cards and years of answers, for measurements: consistent, and as fast as the database."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import batched
from random import Random

from django.db import transaction

from apps.accounts.models import User
from apps.cards.kinds.registry import BASIC
from apps.cards.models import Card, Deck, new_guid
from apps.cards.services import bulk_insert
from apps.cards.services.notes import add_notes
from apps.cards.siblings import RenderedCard
from apps.courses.models import Course
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.services.load.histories import LoadAnswer, histories
from apps.scheduler import sm2
from apps.scheduler.sm2 import Sm2Variant

BATCH_SIZE = 2000
HISTORIES = 500  # different ones, of which each card gets one
HOUR, SECONDS = 12, 3600  # in which the answers of a day are given
STATE = ("repetitions", "interval_days", "easiness", "lapses")
WHEN = [f"{name}_{when}" for when in ("before", "after") for name in (*STATE, "due_on", "drill_on")]
LOG = ("user", "schedule", "version", "kind", "grade", "reviewed_at", "day", "hour", "taken_ms", "algorithm", *WHEN)
SCHEDULE = (
    *("user", "card", "deck", "archived", *STATE, "due_on", "queue_on", "drill_on"),
    *("reviewed_at", "version", "suspended", "flag"),
)


class AlreadySeeded(Exception):
    """There is a course of this seed already."""


@dataclass(frozen=True)
class SeededLoad:
    """How much there is to be: cards that each learner learned, and answers to each of their cards."""

    learners: int
    cards: int
    reviews: int
    seed: int


def seed_load(load: SeededLoad, *, today: date, progress: Callable[[int], None]) -> None:
    """Add a public course with a deck, and learners who answered all its cards. Raises AlreadySeeded."""
    chance = Random(load.seed)  # noqa: S311 - the same each time
    deck = _deck(load)
    cards = list(Card.objects.filter(note__deck=deck).order_by("pk").values_list("pk", flat=True))
    known = histories(HISTORIES, load.reviews, chance)
    for number, user in enumerate(_learners(load, deck), 1):
        seed_answers(user, deck.pk, cards, known, chance, today)
        progress(number)


@transaction.atomic
def _deck(load: SeededLoad) -> Deck:
    name = f"load-{load.seed}"
    course, is_new = Course.objects.get_or_create(slug=name, defaults={"title": f"Load {load.seed}"})
    if not is_new:
        raise AlreadySeeded
    deck = Deck.objects.create(course=course, slug=name, title=course.title)
    section = deck.sections.create(title="Flashcards")
    for numbers in batched(range(load.cards), BATCH_SIZE):
        rows = [
            {
                "deck_id": deck.pk,
                "section_id": section.pk,
                "position": number,
                "guid": new_guid(),
                "kind": BASIC,
                "front": f"Question {number}",
                "back": f"Answer {number}",
                "label": "",
                "extra": "",
                "tags": "",
                "archived": False,
            }
            for number in numbers
        ]
        add_notes(rows, [[RenderedCard(0, f"<p>{row['front']}</p>", f"<p>{row['back']}</p>")] for row in rows])
    return deck


def _learners(load: SeededLoad, deck: Deck) -> Iterator[User]:
    """Make the learners, who study the deck."""
    for numbers in batched(range(load.learners), BATCH_SIZE):
        people = [User(email=f"load-{load.seed}-{number}@example.org", time_zone="UTC") for number in numbers]
        for person in people:
            person.set_unusable_password()
        with transaction.atomic():
            User.objects.bulk_create(people)
            Subscription.objects.bulk_create(Subscription(user=person, deck=deck) for person in people)
        yield from people


@transaction.atomic
def seed_answers(
    user: User,
    deck: int,
    cards: Sequence[int],
    known: Sequence[list[LoadAnswer]],
    chance: Random,
    today: date,
) -> None:
    """Insert a learner's schedules and answers of a deck's cards, in the order of their keys.

    The last answers were given so that some cards are due today, those of a day one after the other.
    """
    chosen = []
    for number in range(len(cards)):
        history = chance.choice(known)
        last_day = today - timedelta(days=chance.randrange(1, history[-1].after.interval_days + 2))
        chosen.append((history, last_day - timedelta(days=history[-1].day), number % SECONDS))
    schedules = (_schedule(user.pk, deck, card, *each) for card, each in zip(cards, chosen, strict=True))
    bulk_insert.insert_tuples(Schedule, SCHEDULE, schedules)
    keys = Schedule.objects.filter(user=user, deck=deck).order_by("card").values_list("pk", flat=True)
    answers = (row for key, each in zip(keys, chosen, strict=True) for row in _logs(user.pk, key, *each))
    bulk_insert.insert_tuples(ReviewLog, LOG, answers)


def _schedule(
    user: int, deck: int, card: int, history: list[LoadAnswer], first: date, second: int
) -> tuple[object, ...]:
    last = history[-1]
    day, due_on = _day(first, last.day), _day(first, last.day + last.after.interval_days)
    drill_on = day if sm2.drills(last.grade) else None
    return (
        user,
        card,
        deck,
        False,
        *_state(last.after),
        due_on,
        due_on,
        drill_on,
        _at(day, second),
        len(history),
        False,
        0,
    )


def _logs(
    user: int, schedule: int, history: list[LoadAnswer], first: date, second: int
) -> Iterator[tuple[object, ...]]:
    due_on = drill_on = None
    kind = ReviewLog.Kind.LEARN.value
    for version, each in enumerate(history, 1):
        day = _day(first, each.day)
        before = (*_state(each.before), due_on, drill_on)
        due_on = _day(first, each.day + each.after.interval_days)
        drill_on = day if sm2.drills(each.grade) else None
        answer = (user, schedule, version, kind, each.grade, _at(day, second), day, HOUR, each.taken_ms, ALGORITHM)
        yield (*answer, *before, *_state(each.after), due_on, drill_on)
        kind = ReviewLog.Kind.REVIEW.value


ALGORITHM = f"sm2-{Sm2Variant.TEXT}"


def _state(state: sm2.CardState) -> tuple[int, int, int, int]:
    return state.repetitions, state.interval_days, state.easiness, state.lapses


@cache
def _day(first: date, days: int) -> str:
    return (first + timedelta(days=days)).isoformat()


def _at(day: str, second: int) -> str:
    return f"{day} {HOUR}:{second // 60:02}:{second % 60:02}"
