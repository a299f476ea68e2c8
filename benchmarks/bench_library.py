"""Searching 100,000 cards: the first page with its total, in milliseconds of CPU time, and its statements."""

import random
from datetime import date, timedelta
from itertools import batched
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import User
from apps.cards.kinds.registry import BASIC
from apps.cards.models import Card, Deck, new_guid
from apps.cards.services.notes import add_notes
from apps.cards.siblings import RenderedCard
from apps.cards.tests.support.factory import make_deck
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.search.search import search_cards
from benchmarks import site

DECKS, NOTES = 20, 5_000  # decks, and notes of each
ROUNDS = 7
PAGE = 50
LIMIT_MS, TEXT_LIMIT_MS = 100, 300

# For each limit, what is typed; a rare word is on some ten cards, a common one on a half of all.
PAGES = ("", "deck:deck3", "tag:tag7", "is:due", "-is:new", "prop:interval>=100", "added:7", "rated:7:1", "flag:1")
TEXTS = (
    "rare77",
    "common",
    '"common common"',
    "ra*77",
    "common -rare77",
    "77",
    "rare77 or is:leech",
    "w:rare77",
    "re:rare7[0-3]",
)


def main() -> None:
    """Write the cards, and measure each search."""
    site.prepare()
    chance = random.Random(16)
    person = User.objects.create_user("library@example.org")
    for owner in (person, User.objects.create_user("other@example.org")):
        for number in range(DECKS if owner == person else 2):
            _fill(owner, f"{owner.pk}-deck{number}", f"Deck{number}", chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with site.limits(" ms") as check:
        for limit, queries in ((LIMIT_MS, PAGES), (TEXT_LIMIT_MS, TEXTS)):
            for query in queries:
                took, statements, total = _measure(person, query)
                print(f"{total:>7,} found in {statements} statements")
                check(f"“{query}”", took, limit)
        for sort in ("front", "due"):
            took, *_rest = _measure(person, "", sort)
            check(f"all, sorted by {sort}", took, TEXT_LIMIT_MS)
        for query in PAGES:
            took, statements = _measure_page(person, query)
            print(f"{statements} statements")
            check(f"the page of “{query}”", took, LIMIT_MS)


def _fill(owner: User, slug: str, title: str, chance: random.Random) -> None:
    """Write a deck of notes with a card each, schedules for nine in ten of them, and an answer for half of these."""
    deck = make_deck(owner=owner, slug=slug, title=title)
    section = deck.sections.create(title="Flashcards")
    Subscription.objects.create(user=owner, deck=deck, queue_built_on=site.study_day())
    for numbers in batched(range(NOTES), site.BATCH_SIZE):
        rows = [_note(deck, section.pk, number, chance) for number in numbers]
        cards = [[RenderedCard(0, f"<p>{row['front']}</p>", f"<p>{row['back']}</p>")] for row in rows]
        with transaction.atomic():
            keys = add_notes(rows, cards)
            _learn(owner, deck, keys, chance)


def _note(deck: Deck, section: int, number: int, chance: random.Random) -> dict[str, object]:
    words = [f"word{chance.randrange(5_000)}" for _ in range(12)]
    words += ["common"] * chance.randrange(2) + [f"rare{chance.randrange(10_000)}"]
    back = " ".join(f"word{chance.randrange(5_000)}" for _ in range(20))
    added = timezone.now() - timedelta(days=chance.randrange(1_000))
    return {
        "deck_id": deck.pk,
        "section_id": section,
        "position": number,
        "guid": new_guid(),
        "kind": BASIC,
        "front": " ".join(words),
        "back": back,
        "label": "",
        "extra": "",
        "tags": f" tag{number % 50} ",
        "archived": False,
        "created_at": added,
        "edited_at": added,
    }


def _learn(owner: User, deck: Deck, notes: list[int], chance: random.Random) -> None:
    today, now = site.study_day(), timezone.now()
    cards = Card.objects.filter(note__in=notes).values_list("pk", flat=True)
    schedules = Schedule.objects.bulk_create(
        _schedule(owner, deck, card, today + timedelta(days=chance.randrange(-10, 300)), chance)
        for card in cards
        if chance.random() < 0.9
    )
    ReviewLog.objects.bulk_create(
        ReviewLog(
            user=owner,
            schedule=schedule,
            version=1,
            kind=ReviewLog.Kind.REVIEW,
            grade=chance.choice((1, 3, 4, 4, 4, 5)),
            reviewed_at=(at := now - timedelta(days=chance.randrange(365))),
            day=at.date(),
            hour=at.hour,
            algorithm="sm2-text",
            repetitions_before=2,
            interval_days_before=6,
            easiness_before=250,
            lapses_before=0,
            due_on_before=today,
            repetitions_after=3,
            interval_days_after=15,
            easiness_after=250,
            lapses_after=0,
            due_on_after=schedule.due_on,
        )
        for schedule in schedules[::2]
    )


def _schedule(owner: User, deck: Deck, card: int, day: date, chance: random.Random) -> Schedule:
    return Schedule(
        user=owner,
        deck=deck,
        card_id=card,
        repetitions=3,
        interval_days=chance.randrange(1, 200),
        easiness=chance.randrange(130, 300, 2),
        lapses=chance.choice((0, 0, 0, 1, 9)),
        flag=chance.choice((0,) * 50 + (1,)),
        due_on=day,
        queue_on=day,
    )


def _measure(person: User, query: str, sort: str = "") -> tuple[float, int, int]:
    """Return the median milliseconds of a first page with its total, its statements, and the total."""

    def page() -> int:
        rows = search_cards(person, query, now=timezone.now(), sort=sort)
        list(rows.select_related("note__deck")[:PAGE])
        return rows.count()

    with CaptureQueriesContext(connection) as captured:
        total = page()
    took = site.medians_in_turn({"page": page}, ROUNDS, site.cpu_clock())["page"]
    return took * 1000, len(captured), total


def _measure_page(person: User, query: str) -> tuple[float, int]:
    """Return the median milliseconds of the browser's first page, middleware and templates included."""
    url, cookie = f"/browse/?{urlencode({'q': query})}", site.session_of(person)

    def page() -> None:
        if not site.request("GET", url, cookie).startswith("200"):
            raise ValueError(query)

    with CaptureQueriesContext(connection) as captured:
        page()
        statements = len(captured)
    took = site.medians_in_turn({"page": page}, ROUNDS, site.cpu_clock())["page"]
    return took * 1000, statements


if __name__ == "__main__":
    main()
