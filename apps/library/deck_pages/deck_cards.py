"""The cards of a deck as its page lists them: found by words or by how they stand, fifty at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.cards.models import Card, CardQuerySet, Deck
from apps.cards.note_tags import tag_numbers
from apps.cards.words import with_words
from apps.library.deck_pages.ordered_cards import OrderedCards
from apps.library.deck_pages.studying import Study, filtered
from apps.reviews.models import Schedule
from apps.search.search import search_within
from apps.search.tree import SearchError
from apps.web.translation import translate_message

PER_PAGE = 50
MAX_TAGS = 200
FILTERS = {
    "due": pgettext_lazy("cards", "Due"),
    "new": pgettext_lazy("cards", "New"),
    "leeches": pgettext_lazy("cards", "Leeches"),
    "flagged": pgettext_lazy("cards", "Flagged"),
    "suspended": pgettext_lazy("cards", "Suspended"),
}
ARCHIVED = "archived"


@dataclass(frozen=True)
class CardRow:
    """A card, and the person's schedule of it, if they have one."""

    card: Card
    schedule: Schedule | None


@dataclass(frozen=True)
class CardList:
    """A page of a deck's cards, and what was asked for."""

    page: Page
    words: str
    problem: str  # what is wrong with the words as a search; empty where nothing is
    filter: str
    filters: list[tuple[str, Promise, int]]  # that show a card: name, label, how many cards
    rows: list[CardRow]


def list_cards(
    every: OrderedCards, archived: CardQuerySet, study: Study | None, request: QueryDict, now: datetime
) -> CardList:
    """Return the page of the deck's cards that the query string asks for; a filter that is not on offer shows all.

    `archived` are cards of archived notes, which have a list of their own.
    """
    words, name, problem = request.get("q", "").strip(), request.get("show", ""), ""
    filters, cards = _filters(study, archived), every.cards
    if name == ARCHIVED and name in [offered for offered, *_ in filters]:
        cards = archived
    elif study and name in FILTERS:
        cards = filtered(cards, study, name)
    else:
        name = ""
    try:
        cards = _found(cards, study, words, now)
    except SearchError as error:
        cards, problem = cards.none(), translate_message(error.message)
    found: Any = every if cards is every.cards else OrderedCards(every.deck, cards)  # all that a paginator asks for
    page: Page[Card] = Paginator(found, PER_PAGE).get_page(request.get("page"))
    return CardList(page, words, problem, name, filters, _rows(page, study))


def archived_cards(deck: Deck) -> CardQuerySet:
    """Return the first card of each archived note of the deck."""
    return Card.objects.in_order().filter(note__deck=deck, note__archived=True, ordinal=0)


def tags_of(deck: Deck) -> list[tuple[str, int]]:
    """Return the deck's commonest tags, each with how many notes have it."""
    return sorted(tag_numbers(deck.notes.all()).items(), key=lambda row: (-row[1], row[0]))[:MAX_TAGS]


def _found(cards: CardQuerySet, study: Study | None, words: str, now: datetime) -> CardQuerySet:
    """Return the cards that a search finds; for those who do not study the deck, the cards that have the words."""
    if study and words:
        subscription = study.subscription
        return search_within(cards, subscription.deck, subscription.user, words, now=now)
    return with_words(cards, words)


def _filters(study: Study | None, archived: CardQuerySet) -> list[tuple[str, Promise, int]]:
    counts = (study.counts if study else {}) | {ARCHIVED: archived.count()}
    labels = FILTERS | {ARCHIVED: pgettext_lazy("cards", "Archived")}
    return [(name, label, counts[name]) for name, label in labels.items() if counts.get(name)]


def _rows(page: Page, study: Study | None) -> list[CardRow]:
    cards = list(page.object_list)
    schedules = _schedules(study.subscription.user, cards) if study else {}
    return [CardRow(card, schedules.get(card.pk)) for card in cards]


def _schedules(user: User, cards: list[Card]) -> dict[int, Schedule]:
    mine = user.schedules.filter(card__in=[card.pk for card in cards])
    return {schedule.card_id: schedule for schedule in mine}
