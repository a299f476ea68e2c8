"""What must always be true of schedules, logs and cards, beyond what the database's own constraints hold.

Each check yields a sentence for every row that breaks it. They only read.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import reduce
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import Card, Note
from apps.cards.text_index.verify import index_follows_its_texts, texts_follow_their_notes
from apps.reviews.models import SCHEDULING_KINDS, Pick, ReviewLog, Schedule, Subscription
from apps.scheduler import sm2
from apps.scheduler.sm2 import CardState, Sm2Variant
from apps.web.keyset import in_pieces, pieces
from apps.web.statements import across_users

STATE = ("repetitions", "interval_days", "easiness", "lapses", "due_on")
NEW = (0, 0, 250, 0, None)  # that of a card without answers


def problems() -> Iterator[str]:
    """Yield a sentence for everything that is not as it must be."""
    with across_users("the answers of all learners are checked"):
        for check in CHECKS:
            yield from check()


def answers_give_their_schedules() -> Iterator[str]:
    """Replaying the answers that stand, from a new card on, gives the schedule."""
    for schedule, answers in _with_answers():
        standing = [each for each in answers if each.stands]
        yield from _odd_answers(schedule, answers)
        yield from _gaps(schedule, standing)
        yield from _differences(schedule, standing)


def answers_are_of_their_schedules_learner() -> Iterator[str]:
    """An answer and its schedule are the same learner's."""
    own = Schedule.objects.filter(user=OuterRef("user"), pk=OuterRef("schedule"))
    return _each(ReviewLog.objects.filter(~Exists(own)), "Answer {} belongs to another learner.")


def schedules_are_in_their_cards_deck() -> Iterator[str]:
    """The deck on a schedule is that of its card."""
    return _each(Schedule.objects.exclude(deck=F("card__note__deck")), "Schedule {} is in another deck than its card.")


def schedules_carry_what_is_archived() -> Iterator[str]:
    """A schedule carries whether its card is archived."""
    return _each(Schedule.objects.exclude(archived=F("card__archived")), "Schedule {} is not archived as its card is.")


def schedules_have_a_subscription() -> Iterator[str]:
    """Whoever has a schedule has a subscription to its deck."""
    found = Subscription.objects.filter(user=OuterRef("user"), deck=OuterRef("deck"))
    return _each(Schedule.objects.filter(~Exists(found)), "Schedule {} is in a deck that its learner does not study.")


def picks_have_a_subscription() -> Iterator[str]:
    """Whoever picked a card has a subscription to its deck."""
    found = Subscription.objects.filter(user=OuterRef("user"), deck=OuterRef("card__note__deck"))
    return _each(Pick.objects.filter(~Exists(found)), "Pick {} is of a deck that its learner does not study.")


def paused_decks_are_in_no_queue() -> Iterator[str]:
    """Cards of a paused deck are in no queue and no drill. All others are, but for suspended and undealt ones."""
    paused = Exists(Subscription.objects.filter(user=OuterRef("user"), deck=OuterRef("deck"), paused=True))
    asked = Schedule.objects.filter(paused).filter(Q(queue_on__isnull=False) | Q(drill_on__isnull=False))
    yield from _each(asked, "Schedule {} is in a queue although its deck is paused.")
    waiting = Schedule.objects.filter(~paused, suspended=False, queue_on=None)
    reviews = ReviewLog.objects.filter(user=OuterRef("user"), schedule=OuterRef("pk"))
    seen = (waiting.filter(reviewed_at__isnull=False), waiting.filter(~Exists(reviews), reviewed_at=None, flag=0))
    for schedules in seen:  # one after the other: a database that is divided by user joins no OR
        yield from _each(schedules, "Schedule {} is in no queue.")


def nothing_is_asked_before_it_is_due() -> Iterator[str]:
    """The queue shows a card when it is due or later."""
    return _each(Schedule.objects.filter(queue_on__lt=F("due_on")), "Schedule {} is in a queue before it is due.")


def sections_are_of_their_notes_deck() -> Iterator[str]:
    """A note and its section are in the same deck."""
    return _each(Note.objects.exclude(deck=F("section__deck")), "Note {} is in a section of another deck.")


def archived_notes_have_no_card_in_use() -> Iterator[str]:
    """Cards of an archived note are archived."""
    return _each(
        Card.objects.filter(note__archived=True, archived=False), "Card {} is in use although its note is archived."
    )


def notes_in_use_have_a_card() -> Iterator[str]:
    """A note that is not archived has a card in use, or one that has nothing to reveal and so is never asked."""
    in_use = Count("cards", filter=Q(cards__archived=False) | Q(cards__back=""))
    return _each(Note.objects.filter(archived=False).annotate(n=in_use).filter(n=0), "Note {} has no card in use.")


def choices_hold_the_right_one() -> Iterator[str]:
    """A card that offers choices offers the right one."""
    offering = in_pieces(Card.objects.exclude(choices=[]).values_list("pk", "choices", "label"))
    wrong = (pk for pk, choices, label in offering if label not in choices)
    return (f"Card {pk} does not offer its right choice." for pk in wrong)


CHECKS: list[Callable[[], Iterator[str]]] = [
    answers_give_their_schedules,
    answers_are_of_their_schedules_learner,
    schedules_are_in_their_cards_deck,
    schedules_carry_what_is_archived,
    schedules_have_a_subscription,
    picks_have_a_subscription,
    paused_decks_are_in_no_queue,
    nothing_is_asked_before_it_is_due,
    sections_are_of_their_notes_deck,
    archived_notes_have_no_card_in_use,
    notes_in_use_have_a_card,
    choices_hold_the_right_one,
    texts_follow_their_notes,
    index_follows_its_texts,
]


class _Schedule(NamedTuple):
    """A schedule; the last five are its state and the day it is due."""

    pk: int
    version: int
    repetitions: int
    interval_days: int
    easiness: int
    lapses: int
    due_on: date | None


class _Answer(NamedTuple):
    """An answer, with the schedule before and after it; it stands if it was not undone and may change a date."""

    before: tuple[Any, ...]
    after: tuple[Any, ...]
    pk: int
    version: int
    kind: str
    algorithm: str
    grade: int
    stands: bool
    is_undone_early: bool | None


def _with_answers() -> Iterator[tuple[_Schedule, list[_Answer]]]:
    """Yield every schedule with all of its answers, the oldest first; one learner after the other."""
    for user in in_pieces(User.objects.values_list("pk", flat=True)):
        for piece in pieces(Schedule.objects.filter(user=user).values_list(*_Schedule._fields)):
            answers = dict(_answers(user, first=piece[0][0], last=piece[-1][0]))
            for row in piece:
                schedule = _Schedule(*row)
                yield schedule, answers.get(schedule.pk, [])


def _answers(user: int, first: int, last: int) -> Iterator[tuple[int, list[_Answer]]]:
    """Yield the key of each of a learner's schedules between two, with its answers, the oldest first."""
    values = ("pk", "version", "kind", "algorithm", "grade", "stands", "is_undone_early")
    before, after = ([f"{name}_{when}" for name in STATE] for when in ("before", "after"))
    rows = (
        ReviewLog.objects.filter(user=user, schedule__gte=first, schedule__lte=last)
        .annotate(
            stands=Q(undone_at=None, kind__in=SCHEDULING_KINDS),
            is_undone_early=Q(undone_at__lt=F("reviewed_at")),
        )
        .order_by("schedule_id", "version", "pk")
        .values_list("schedule_id", *before, *after, *values)
    )
    for schedule, found in groupby(rows, key=itemgetter(0)):
        yield schedule, [_Answer(row[1:6], row[6:11], *row[11:]) for row in found]


def _odd_answers(schedule: _Schedule, answers: Sequence[_Answer]) -> Iterator[str]:
    """Yield what is wrong with answers of a schedule by themselves."""
    for answer in answers:
        if answer.is_undone_early:
            yield f"Answer {answer.pk} was taken back before it was given."
    if answers and answers[-1].version > schedule.version:
        yield f"Schedule {schedule.pk} has an older version than its last answer."


def _gaps(schedule: _Schedule, standing: Sequence[_Answer]) -> Iterator[str]:
    """Yield each answer that does not begin where the one before it ended."""
    before: tuple[object, ...] = NEW
    for answer in standing:
        if answer.before != before:
            yield f"Answer {answer.pk} of schedule {schedule.pk} does not begin where the one before it ended."
        before = answer.after


def _differences(schedule: _Schedule, standing: Sequence[_Answer]) -> Iterator[str]:
    """Yield how a schedule differs from what its answers give."""
    *values, due_on = schedule[2:]
    state = reduce(_replayed, standing, CardState())
    if CardState(*values) != state:
        yield f"Schedule {schedule.pk} has {CardState(*values)}; its answers give {state}."
    due_then = standing[-1].after[-1] if standing else None
    if due_on != due_then:
        yield f"Schedule {schedule.pk} is due on {due_on}; its answers give {due_then}."


def _replayed(state: CardState, answer: _Answer) -> CardState:
    """Return the state that the answer leads to; what an imported one led to was decided elsewhere."""
    if answer.kind == ReviewLog.Kind.IMPORT:
        return CardState(*answer.after[:4])
    variant = Sm2Variant(answer.algorithm.removeprefix("sm2-"))
    return sm2.grade(state, answer.grade, variant, cap_days=settings.INTERVAL_CAP_DAYS)


def _each(rows: QuerySet[Model], sentence: str) -> Iterator[str]:
    return (sentence.format(pk) for pk in in_pieces(rows.values_list("pk", flat=True)))
