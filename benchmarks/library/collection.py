"""A person with 100,000 cards in 20 decks and a million answers over three years, beside one with a few decks."""

import random
from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.kinds.registry import BASIC
from apps.cards.models import Card, Deck, new_guid
from apps.cards.services.notes import add_notes
from apps.cards.siblings import RenderedCard
from apps.cards.tests.support.factory import make_deck
from apps.courses.models import Course
from apps.reviews.models import Schedule, Subscription
from apps.reviews.services.load.histories import LoadAnswer, histories
from apps.reviews.services.load.seed import seed_answers
from apps.reviews.services.tally import tally_finished_days
from apps.scheduler.leech import LEECH_LAPSES
from benchmarks import site

DECKS, NOTES = 20, 5_000  # decks, the last of which is of a course, and notes of each with one card
OTHERS_DECKS = 2
SEEN = 0.91  # of all cards; the others are new
ANSWERS = 11  # to each card
HISTORIES = 2_000
MIN_INTERVAL = 20  # days: with many that fail each day, more would be answered in a week than in a year before
COURSE = "biology"
FIRST = "deck0"  # the slug of the person's first deck
RARE, COMMON = 10_000, "common"  # words: rare0 is on some ten cards, and so on; the common one on a half of all


def person_with_cards(notes: int = NOTES) -> User:
    """Write all of it, with so many notes a deck, and the finished days counted; return the person."""
    chance = random.Random(16)
    known = [each for each in histories(HISTORIES, ANSWERS, chance) if each[-1].after.interval_days >= MIN_INTERVAL]
    person, other = (User.objects.create_user(f"{name}@example.org") for name in ("library", "other"))
    course = Course.objects.create(slug=COURSE, title="Biology", visibility=Course.Visibility.PUBLIC)
    for number in range(DECKS - 1):
        _fill(make_deck(owner=person, slug=f"deck{number}", title=f"Deck{number}"), notes, person, known, chance)
    _fill(make_deck(course, COURSE, title="Biology"), notes, person, known, chance)
    for number in range(OTHERS_DECKS):
        _fill(make_deck(owner=other, slug=f"other{number}", title=f"Deck{number}"), notes, other, known, chance)
    site.analyze()
    tally_finished_days(person, site.study_day())
    site.analyze()
    return person


def _fill(deck: Deck, notes: int, learner: User, known: list[list[LoadAnswer]], chance: random.Random) -> None:
    """Write the notes of a deck, and a learner's schedules and answers of most of their cards."""
    section = deck.sections.create(title="Flashcards")
    Subscription.objects.create(user=learner, deck=deck)
    for numbers in batched(range(notes), site.BATCH_SIZE):
        rows = [_note(deck, section.pk, number, chance) for number in numbers]
        with transaction.atomic():
            add_notes(rows, [[RenderedCard(0, f"<p>{row['front']}</p>", f"<p>{row['back']}</p>")] for row in rows])
    keys = Card.objects.filter(note__deck=deck).order_by("pk").values_list("pk", flat=True)
    seed_answers(learner, deck.pk, [key for key in keys if chance.random() < SEEN], known, chance, site.study_day())
    schedules = Schedule.objects.filter(user=learner, deck=deck)
    schedules.alias(place=F("pk") % 50).filter(place=0).update(flag=1)
    schedules.alias(place=F("pk") % 60).filter(place=0).update(lapses=LEECH_LAPSES)
    schedules.alias(place=F("pk") % 70).filter(place=0).update(suspended=True, queue_on=None, drill_on=None)


def _note(deck: Deck, section: int, number: int, chance: random.Random) -> dict[str, object]:
    words = [f"word{chance.randrange(5_000)}" for _ in range(12)]
    words += [COMMON] * chance.randrange(2) + [f"rare{chance.randrange(RARE)}"]
    added = timezone.now() - timedelta(days=chance.randrange(1_000))
    return {
        "deck_id": deck.pk,
        "section_id": section,
        "position": number,
        "guid": new_guid(),
        "kind": BASIC,
        "front": " ".join(words),
        "back": " ".join(f"word{chance.randrange(5_000)}" for _ in range(20)),
        "label": "",
        "extra": "",
        "tags": f" tag{number % 50} ",
        "archived": False,
        "created_at": added,
        "edited_at": added,
    }
