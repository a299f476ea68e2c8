"""Finds the cards or the notes of a person: for the command, and for every page that searches."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import Card, CardQuerySet, Deck, Note
from apps.search.context import SearchContext
from apps.search.filters import condition
from apps.search.grammar import parse
from apps.search.ordering import ordered
from apps.search.scheduled import finds_only_scheduled, looked_up
from apps.search.terms.registry import NAMES
from apps.search.terms.states import is_archived
from apps.search.tree import Tree, terms_of


def search_cards(person: User, query: str, *, now: datetime, sort: str = "", descending: bool = False) -> CardQuerySet:
    """Return the cards in use that the query finds in the decks that the person studies, owns or teaches.

    `sort` is one of `ordering.SORTS`. A page of the result is one statement, its `count()` another; one more is done
    here, and one for each term that reads all texts. Raises SearchError.
    """
    context = SearchContext.of(person, now)
    found, is_in_decks = _found(query, context)
    cards = found if is_in_decks else found.filter(context.in_decks("note__deck"))
    return ordered(cards, person, sort, descending=descending)


def search_within(cards: CardQuerySet, deck: Deck, person: User, query: str, *, now: datetime) -> CardQuerySet:
    """Return those of the cards of a deck that the query finds, in the order that they have. Raises SearchError.

    No text of another deck is read.
    """
    return cards.filter(condition(parse(query, NAMES), SearchContext.of(person, now).limited_to(deck)))


def search_notes(
    person: User, query: str, *, now: datetime, sort: str = "", descending: bool = False
) -> QuerySet[Note]:
    """Return the notes of which the query finds a card; otherwise as `search_cards`. Raises SearchError."""
    context = SearchContext.of(person, now)
    found, _is_in_decks = _found(query, context)
    notes = Note.objects.filter(context.in_decks("deck"), Exists(found.filter(note=OuterRef("pk"))))
    return ordered(notes, person, sort, descending=descending)


def finds_archived(query: str) -> bool:
    """Whether the query asks for archived notes, so that it may find them. Raises SearchError."""
    return _names_archived(parse(query, NAMES))


def _found(query: str, context: SearchContext) -> tuple[CardQuerySet, bool]:
    """Return the cards that the query finds, of whatever decks, and whether it finds them in the person's alone.

    A schedule knows its deck, so that the note needs no look.
    """
    tree = parse(query, NAMES)
    found = condition(tree, context)
    return _searched(tree, context.person).filter(looked_up(found)), finds_only_scheduled(found)


def _searched(tree: Tree, person: User) -> CardQuerySet:
    """Return the cards in use; where the search names archived ones, also those that the person may restore."""
    if not _names_archived(tree):
        return Card.objects.in_use()
    editable = Deck.objects.editable_by(person).values("pk")
    return Card.objects.filter(Q(archived=False) | Q(note__archived=True, note__deck__in=editable, ordinal=0))


def _names_archived(tree: Tree) -> bool:
    return any(is_archived(term) for term in terms_of(tree))
