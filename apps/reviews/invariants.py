"""What must always be true of schedules, logs and cards, beyond what the database's own constraints hold.

Each check yields a sentence for every row that breaks it. They only read.
"""

from collections.abc import Callable, Iterator
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet

from apps.cards.models import Card, Note
from apps.cards.text_index.verify import index_follows_its_texts, texts_follow_their_notes
from apps.reviews.models import SCHEDULING_KINDS, Pick, ReviewLog, Schedule, Subscription
from apps.scheduler import sm2
from apps.scheduler.sm2 import CardState, Sm2Variant
from apps.web.statements import across_users

COLUMNS = ("repetitions", "interval_days", "easiness", "lapses", "due_on")
CHUNK = 2000


def problems() -> Iterator[str]:
    """Yield a sentence for everything that is not as it must be."""
    with across_users("the answers of all learners are checked"):
        for check in CHECKS:
            yield from check()


def schedules_follow_their_logs() -> Iterator[str]:
    """Replaying the answers that stand, from a new card on, gives the schedule."""
    for schedule, answers in _with_answers():
        state = CardState()
        for log in answers:
            state = _replayed(state, log)
        if schedule.state != state:
            yield f"Schedule {schedule.pk} has {schedule.state}; its answers give {state}."
        due_on = answers[-1].due_on_after if answers else None
        if schedule.due_on != due_on:
            yield f"Schedule {schedule.pk} is due on {schedule.due_on}; its answers give {due_on}."


def answers_follow_each_other() -> Iterator[str]:
    """Each answer that stands begins where the one before it ended."""
    for schedule, answers in _with_answers():
        before: tuple[object, ...] = (0, 0, 250, 0, None)
        for log in answers:
            if _columns(log, "before") != before:
                yield f"Answer {log.pk} of schedule {schedule.pk} does not begin where the one before it ended."
            before = _columns(log, "after")


def versions_are_those_of_the_logs() -> Iterator[str]:
    """A schedule's version is at least that of its last answer."""
    later = ReviewLog.objects.filter(user=OuterRef("user"), schedule=OuterRef("pk"), version__gt=OuterRef("version"))
    return _each(Schedule.objects.filter(Exists(later)), "Schedule {} has an older version than its last answer.")


def answers_belong_to_the_schedules_learner() -> Iterator[str]:
    """An answer and its schedule have the same learner."""
    own = Schedule.objects.filter(user=OuterRef("user"), pk=OuterRef("schedule"))
    return _each(ReviewLog.objects.filter(~Exists(own)), "Answer {} belongs to another learner.")


def undone_after_given() -> Iterator[str]:
    """An answer is taken back after it was given."""
    return _each(
        ReviewLog.objects.filter(undone_at__lt=F("reviewed_at")), "Answer {} was taken back before it was given."
    )


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
    waiting = Schedule.objects.seen().filter(~paused, suspended=False)
    yield from _each(waiting.filter(queue_on=None), "Schedule {} is in no queue.")


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
    offering = Card.objects.exclude(choices=[]).order_by("pk").values_list("pk", "choices", "label")
    wrong = (pk for pk, choices, label in offering.iterator(CHUNK) if label not in choices)
    return (f"Card {pk} does not offer its right choice." for pk in wrong)


CHECKS: list[Callable[[], Iterator[str]]] = [
    schedules_follow_their_logs,
    answers_follow_each_other,
    versions_are_those_of_the_logs,
    answers_belong_to_the_schedules_learner,
    undone_after_given,
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


def _with_answers() -> Iterator[tuple[Schedule, list[ReviewLog]]]:
    """Yield every schedule with its answers, but undone ones, that may change a date, the oldest first."""
    logs = ReviewLog.objects.filter(undone_at=None, kind__in=SCHEDULING_KINDS).order_by("schedule_id", "version")
    by_schedule = groupby(logs.iterator(CHUNK), key=lambda log: log.schedule_id)
    number, answers = next(by_schedule, (None, iter(())))
    for schedule in Schedule.objects.order_by("pk").iterator(CHUNK):
        if number != schedule.pk:
            yield schedule, []
            continue
        yield schedule, list(answers)
        number, answers = next(by_schedule, (None, iter(())))


def _replayed(state: CardState, log: ReviewLog) -> CardState:
    """Return the state that the answer leads to; what an imported one led to was decided elsewhere."""
    if log.kind == ReviewLog.Kind.IMPORT:
        return log.state_after
    variant = Sm2Variant(log.algorithm.removeprefix("sm2-"))
    return sm2.grade(state, log.grade, variant, cap_days=settings.INTERVAL_CAP_DAYS)


def _columns(log: ReviewLog, when: str) -> tuple[object, ...]:
    return tuple(getattr(log, f"{column}_{when}") for column in COLUMNS)


def _each(rows: QuerySet[Model], sentence: str) -> Iterator[str]:
    return (sentence.format(pk) for pk in rows.order_by("pk").values_list("pk", flat=True).iterator(CHUNK))
