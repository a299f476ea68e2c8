"""Builds the queue of a study day: due cards and new cards up to their limits, one note of each near-duplicate group.

The cards that a learner picked come whatever the limit; it counts them, so that fewer others come.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import batched
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.cards.services.cards import carry_archived
from apps.reviews.day import daily_limits, queue
from apps.reviews.day.daily_limits import Studied
from apps.reviews.day.near_duplicates import GroupNotes, answered_today, asked_today, to_postpone
from apps.reviews.day.new_cards import UnseenCard, UnseenCards
from apps.reviews.models import ReviewLog, Schedule, ScheduleQuerySet, Subscription
from apps.reviews.services.bury import bury_duplicates, bury_over_limit
from apps.web.pieces import piece
from apps.web.services.removal import delete_of_person

BATCH_SIZE = 1_000  # schedules of one transaction


def build_day(user: User, today: date) -> None:
    """Put the cards of a new study day into the queue: once a day for each deck, however often it is called.

    All decks are built together, by statements whose number does not grow with theirs. A deck that the person may no
    longer open has no new cards; what they learned of it stays due.
    """
    not_built = open_decks(user).filter(_not_built(today))
    due = queue.count_rows(queue.due(user, today).filter(deck=OuterRef("deck")))
    if studied := list(not_built.annotate(due=due)):
        _postpone_most(user, studied, today)
        may_open = [each for each in studied if each.may_open]
        unseen = UnseenCards(may_open, {each.deck_id: each.new_limit for each in may_open})
        _build(user, not_built.filter(pk__in=[each.pk for each in studied]), unseen, today)


@transaction.atomic
def _build(user: User, not_built: QuerySet[Any], unseen: UnseenCards, today: date) -> None:
    """Build the day of the subscriptions, but of none that was built or paused in the meantime."""
    studied = {each.deck_id: each for each in not_built.select_for_update(of=("self",))}
    if not studied:
        return
    answers, counts = daily_limits.count_answers(user, studied, today), daily_limits.count_waiting(user, studied, today)
    over_limit = _queue_due(user, studied, answers[ReviewLog.Kind.REVIEW], counts["due"], today)
    asked = answered_today(user, studied, today) if unseen.have_duplicates else None
    changed = bury_duplicates(user, today, queue.waiting(user, today).filter(deck__in=studied), asked)
    asked = asked or {}
    if (picked := unseen.picked(studied)) or counts["picked"].total():
        changed += _queue_picked(user, studied, picked, asked, today)
    if changed:
        counts = daily_limits.count_waiting(user, studied, today)
    rooms = daily_limits.rooms_for_new(studied, answers, counts)
    chosen = {deck: unseen.choose(deck, max(0, rooms[deck]), asked) for deck, each in studied.items() if each.may_open}
    put_in_queue(user, mixed({deck: cards for deck, (cards, _) in chosen.items()}), today)
    if over_limit or counts["over_limit"].total():
        bury_over_limit(user, studied, today)
    _mark_built(user, studied, [deck for deck, (_, are_left) in chosen.items() if are_left], today)


def open_decks(user: User) -> QuerySet[Any]:
    """Return the subscriptions that are not paused, each with whether the person may still open its deck."""
    may_open = Exists(Deck.objects.visible_to(user).filter(pk=OuterRef("deck")))
    active = user.subscriptions.filter(paused=False)
    return active.select_related("deck").annotate(may_open=may_open).order_by("pk")


def release(user: User, today: date, deck: Deck | None = None) -> int:
    """Add the due cards over the limit to today's queue; return how many."""
    over_limit, number = queue.over_limit(user, today), 0
    if deck is not None:
        over_limit = over_limit.filter(deck=deck)
    while batch := list(over_limit.order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE]):
        with piece():
            number += Schedule.objects.filter(user=user, pk__in=batch).update(queue_on=today)
    return number


def queue_picked(subscription: Subscription, today: date) -> None:
    """Queue the picked cards before all other new ones; where today has a similar card already, for tomorrow."""
    user, studied = subscription.user, {subscription.deck_id: subscription}
    picked = UnseenCards([subscription], {}).picked(studied)
    _queue_picked(user, studied, picked, asked_today(user, studied, today), today)
    bury_over_limit(user, studied, today)


def withdraw(user: User | int, schedules: ScheduleQuerySet) -> None:
    """Remove the person's that were never answered from the queue; another day will include them.

    Call it in a transaction.

    The versions increase first, which refuses answers that are on their way. What the learner set stays: a
    suspended card is in no queue anyway, and a flagged one keeps its flag. So does what was practiced.
    """
    unanswered = schedules.filter(reviewed_at__isnull=True, suspended=False)
    unanswered.update(version=F("version") + 1)
    delete_of_person(user, unanswered.filter(flag=0).without_reviews(user))
    unanswered.update(queue_on=None, buried_on=None)


def withdraw_over_limit(subscription: Subscription, today: date) -> None:
    """Withdraw new cards over the day's limit, the last first, but none that the learner picked."""
    user, studied = subscription.user, {subscription.deck_id: subscription}
    answers = daily_limits.count_answers(user, studied, today)
    rooms = daily_limits.rooms_for_new(studied, answers, daily_limits.count_waiting(user, studied, today))
    waiting = queue.new(user, today, subscription.deck).filter(reviewed_at__isnull=True)
    others = waiting.exclude(queue.picked_by(user, "card")).order_by("-id")
    keys = list(others.values_list("pk", flat=True)[: max(0, -rooms[subscription.deck_id])])
    withdraw(user, Schedule.objects.filter(user=user, pk__in=keys))


def _queue_due(user: User, studied: Studied, answered: Counter[int], due: Counter[int], today: date) -> bool:
    """Leave to tomorrow what is due over the limits, and return whether anything may be.

    Duplicates go first, so that they take no room.
    """
    rooms = daily_limits.rooms_for_reviews(studied, answered)
    if all(due[deck] <= room for deck, room in rooms.items()):
        return False
    bury_duplicates(user, today, queue.due(user, today).filter(deck__in=studied))
    _apply_review_limits(user, rooms, today)
    return True


def _apply_review_limits(user: User, rooms: Mapping[int, int], today: date) -> None:
    """Leave to tomorrow what is due in a deck beyond its room; the longest due come first."""
    queued = Schedule.objects.filter(user=user, pk__in=_beyond(rooms, user, today), queue_on__isnull=False)
    queued.update(queue_on=today + timedelta(days=1))


def _postpone_most(user: User, studied: Collection[Any], today: date) -> None:
    """Leave most of what is far over the limits to tomorrow, piece by piece, before the day is built.

    Duplicates are buried first when the day is built, so that more of the others have room: all that may have it stays.
    """
    spared = {each.deck_id: 2 * each.review_limit + BATCH_SIZE for each in studied}
    far_over = {each.deck_id: spared[each.deck_id] for each in studied if each.due > spared[each.deck_id]}
    for batch in batched(list(_beyond(far_over, user, today)) if far_over else (), BATCH_SIZE):
        with piece():
            waiting = Schedule.objects.filter(user=user, pk__in=batch, queue_on__isnull=False)
            waiting.update(queue_on=today + timedelta(days=1))


def _beyond(rooms: Mapping[int, int], user: User, today: date) -> QuerySet[Schedule, int]:
    """Return the keys of what is due in each deck after so many cards; the longest due come first."""
    due = queue.due(user, today).filter(deck__in=rooms).order_by()
    place = Window(RowNumber(), partition_by="deck", order_by=["due_on", "pk"])
    return due.annotate(place=place).filter(queue.in_decks(rooms, "deck", "place__gt")).values_list("pk", flat=True)


def _queue_picked(user: User, studied: Studied, picked: Collection[UnseenCard], asked: GroupNotes, today: date) -> int:
    """Queue the picked cards that were never queued, and move those that wait before all others; return how many."""
    first = _before_all_others(user, today)
    postponed = set(to_postpone([(each.card, each.note, each.group) for each in picked], asked))
    tomorrow = today + timedelta(days=1)
    put_in_queue(user, [(each.deck, each.card) for each in picked if each.card not in postponed], first)
    late = [(each.deck, each.card) for each in picked if each.card in postponed]
    put_in_queue(user, late, tomorrow, buried_on=today)
    waiting = queue.new(user, today).filter(queue.picked_by(user, "card"), deck__in=studied).order_by()
    rows = Schedule.objects.filter(user=user, pk__in=waiting.values("pk"))
    return rows.update(queue_on=first, buried_on=None)


def _before_all_others(user: User, today: date) -> date:
    """Return the day that puts new cards before all that were not picked, of whatever deck."""
    others = queue.new(user, today).exclude(queue.picked_by(user, "card"))
    first: date | None = others.values_list("queue_on", flat=True).first()
    return (first or today) - timedelta(days=1)


def mixed(cards: Mapping[int, Sequence[int]]) -> list[tuple[int, int]]:
    """Return the cards of several decks as pairs of deck and card: each deck's in order, spread over the whole."""
    spread = [
        ((i + 0.5) / len(of_deck), deck, card) for deck, of_deck in cards.items() for i, card in enumerate(of_deck)
    ]
    return [(deck, card) for _, deck, card in sorted(spread, key=itemgetter(0))]


def put_in_queue(user: User, cards: Sequence[tuple[int, int]], day: date, *, buried_on: date | None = None) -> None:
    """Queue unseen cards, given as pairs of deck and card; the queue shows those of one day in this order."""
    if not cards:
        return
    days = {"queue_on": day, "buried_on": buried_on}
    Schedule.objects.never_queued(user).filter(card__in=[card for _, card in cards]).update(**days)
    schedules = [Schedule(user=user, deck_id=deck, card_id=card, **days) for deck, card in cards]
    Schedule.objects.bulk_create(schedules, ignore_conflicts=True)
    carry_archived(Schedule.objects.filter(user=user), [card for _, card in cards])


def _not_built(today: date) -> Q:
    return Q(queue_built_on__isnull=True) | Q(queue_built_on__lt=today)


def _mark_built(user: User, studied: Studied, with_unseen: Collection[int], today: date) -> None:
    """Note that the day is built, and which decks have cards left; of a deck that was not opened, what was known."""
    opened = [deck for deck, each in studied.items() if each.may_open]
    has_unseen = Case(
        When(deck__in=with_unseen, then=Value(True)),
        When(deck__in=opened, then=Value(False)),
        default=F("has_unseen"),
    )
    user.subscriptions.filter(deck__in=studied).update(queue_built_on=today, has_unseen=has_unseen)
