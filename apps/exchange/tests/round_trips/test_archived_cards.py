"""After any history, a schedule carries whether its card is archived."""

import random
from datetime import timedelta

import pytest
from django.db.models import F

from apps.cards.models import Card, Note
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.exchange.tests.support.copies import copied
from apps.reviews import services
from apps.reviews.models import Schedule
from apps.reviews.services import day_builder, suspend_and_flag_many
from apps.reviews.services.import_schedules import import_schedules
from apps.reviews.tests.support.imported_schedules import imported
from apps.web.tests.support.clock import NOW

ACTS = 30


class History:
    """What people do to two decks and to what they learn of them."""

    def __init__(self, seed, decks, person):
        self.chance, self.now, self.decks, self.person = random.Random(seed), NOW, decks, person  # noqa: S311

    def archive(self):
        notes = list(Note.objects.order_by("pk"))
        set_archived(self.chance.sample(notes, 3), self.chance.random() < 0.5)

    def edit(self):
        note = self.chance.choice(Note.objects.order_by("pk"))
        note.kind = self.chance.choice(("basic", "reversed"))
        note.back = self.chance.choice(("", "An answer"))
        note.archived = self.chance.random() < 0.3
        save_note(note)

    def restore_a_version(self):
        note = self.chance.choice(Note.objects.order_by("pk"))
        save_note(self.chance.choice(note.history.order_by("pk")).instance)

    def move(self):
        here, there = self.chance.sample(self.decks, 2)
        services.move_notes(list(here.notes.order_by("pk")[:1]), there, today=self.now.date())

    def build_the_day(self):
        self.now += timedelta(days=1)
        day_builder.build_day(self.person, self.person.study_day(self.now))

    def queue_what_is_archived_by_now(self):
        note = Note.objects.filter(deck=self.chance.choice(self.decks)).order_by("pk").last()
        cards = [(note.deck_id, card.pk) for card in note.cards.all()]
        day_builder.put_in_queue(self.person, cards, self.now.date())

    def flag(self):
        cards = list(Card.objects.order_by("pk").values_list("pk", flat=True))
        suspend_and_flag_many.flag_cards(self.person, self.chance.sample(cards, 3), 1)

    def import_a_schedule(self):
        card = self.chance.choice(Card.objects.filter(note__deck__in=self.decks).order_by("pk"))
        import_schedules(self.person, card.note.deck, [imported(card)], now=self.now)


ACTS_OF_A_HISTORY = [act for name, act in vars(History).items() if not name.startswith("_")]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_schedules_carry_which_cards_are_archived(learner, course, seed):
    decks = [make_deck(course, title=f"Deck {number}", slug=f"deck-{number}") for number in range(2)]
    for deck in decks:
        for number in range(6):
            make_note(deck, f"Question {number}?", "An answer")
        services.subscribe(learner, deck, today=NOW.date())
    history = History(seed, decks, learner)
    for _ in range(ACTS):
        history.chance.choice(ACTS_OF_A_HISTORY)(history)
        _compare()
    assert Schedule.objects.filter(archived=True).exists()
    copied(learner, decks[0], with_schedules=True)
    _compare()


@pytest.mark.parametrize("archived", [True, False])
def test_a_card_that_is_archived_while_it_is_queued_is_in_no_queue(
    learner, card, django_capture_on_commit_callbacks, archived
):
    """PostgreSQL: who archives it does not see the schedule yet, and who queues it does not see that it is archived."""
    Card.objects.filter(pk=card.pk).update(archived=not archived)
    with django_capture_on_commit_callbacks() as after_commit:
        day_builder.put_in_queue(learner, [(card.note.deck_id, card.pk)], NOW.date())
    Card.objects.filter(pk=card.pk).update(archived=archived)
    for callback in after_commit:
        callback()
    _compare()


def test_a_card_is_archived_for_who_queued_it_at_the_same_time(learner, card, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as after_commit:
        set_archived([card.note], archived=True)
    Schedule.objects.create(user=learner, card=card, deck=card.note.deck)
    for callback in after_commit:
        callback()
    _compare()


def _compare():
    assert not Schedule.objects.exclude(archived=F("card__archived")).exists()
