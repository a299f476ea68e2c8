"""Moving notes to another deck, with the schedules of everyone who learns them."""

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from apps.cards.models import Card, Deck, Note, Section
from apps.cards.services.cards import render_cards
from apps.cards.services.media import add_media_of
from apps.cards.services.note_batches import note_batches
from apps.cards.services.notes import change_notes, next_position
from apps.cards.services.sections import first_section
from apps.reviews.models import Pick, Schedule, Subscription
from apps.reviews.services.settle import restore_to_queue
from apps.reviews.services.tally import recount_moved
from apps.web.pieces import piece
from apps.web.statements import across_users


class OtherMedia(Exception):
    """The other deck has a different picture or sound by the name that a note shows. Nothing was moved."""

    def __init__(self, note: Note) -> None:
        super().__init__(note)
        self.note = note


@across_users("a note moves with the schedules of everyone who learns it")
def move_notes(notes: list[Note], deck: Deck, *, today: date) -> None:
    """Move notes with their pictures and their learners' schedules to the end of another deck; no due date changes.

    Whoever studied them continues to: without a subscription to the deck they get one without new cards.
    In pieces, a note with all of its schedules. Raises OtherMedia, and then none has moved.
    """
    for note in notes:
        if not add_media_of(note, deck):
            raise OtherMedia(note)
    section = first_section(deck)
    for batch in note_batches(notes):
        with piece():
            _move(batch, section, today)


def _move(notes: list[Note], section: Section, today: date) -> None:
    deck = section.deck
    for position, note in enumerate(notes, next_position(section.pk)):
        note.deck, note.section, note.position = deck, section, position
    change_notes(notes, render_cards(notes))
    Note.objects.filter(pk__in=[note.pk for note in notes]).update(duplicate_group=None)  # its number is its old deck's
    _move_schedules(notes, deck, today)


def _move_schedules(notes: list[Note], deck: Deck, today: date) -> None:
    """Move the schedules of notes; who had paused all decks that they were in has the other one paused, too."""
    cards = Card.objects.filter(note__in=notes)
    moved = Schedule.objects.filter(card__in=cards)
    studied = Subscription.objects.filter(user=OuterRef("user"), deck=OuterRef("deck"), paused=False)
    active = set(moved.filter(Exists(studied)).values_list("user", flat=True))
    recount_moved(cards)
    moved.update(deck=deck)
    learners = {*moved.values_list("user", flat=True), *_who_picked(notes)}
    Subscription.objects.bulk_create(
        [Subscription(user_id=user, deck=deck, new_limit=0, paused=user not in active) for user in learners],
        ignore_conflicts=True,
    )
    paused = Exists(Subscription.objects.filter(user=OuterRef("user"), deck=deck, paused=True))
    moved.filter(paused).update(queue_on=None, drill_on=None, version=F("version") + 1)
    out = moved.filter(~paused, queue_on__isnull=True, suspended=False)
    for user in set(out.values_list("user", flat=True)):
        restore_to_queue(user, moved.filter(queue_on__isnull=True), today)


def _who_picked(notes: list[Note]) -> QuerySet[Pick, int]:
    return Pick.objects.filter(card__note__in=notes).values_list("user", flat=True)
