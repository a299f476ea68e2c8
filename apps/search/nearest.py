"""What there is in place of what a search did not find: a tag, or a deck, with a name much like the typed one."""

from collections import Counter
from dataclasses import dataclass, replace
from difflib import get_close_matches

from apps.cards.models import Note
from apps.search.context import SearchContext, SearchedDeck
from apps.search.grammar import parse, to_text
from apps.search.lexer import escape
from apps.search.terms.registry import NAMES
from apps.search.terms.values import name_of
from apps.search.tree import And, Not, Or, Term, Tree

MAX_TEXTS = 20_000  # tags of so many different notes are compared
CUTOFF = 0.5
PLACES = ("tag", "deck")


@dataclass(frozen=True)
class Nearest:
    """A search that finds something, because one name of it is replaced."""

    operator: str  # tag or deck
    typed: str
    name: str
    number: int  # of the notes with the tag; of a deck 0
    query: str


def nearest(query: str, context: SearchContext) -> Nearest | None:
    """Return a search with a tag or a deck that there is, for one with a name that there is not."""
    tree = parse(query, NAMES)
    for term in _terms(tree):
        if term.operator in PLACES and (found := _near(term, context)):
            name, number = found
            replaced = to_text(_with(tree, term, replace(term, value=escape(name))))
            return Nearest(term.operator, term.value, name, number, replaced)
    return None


def _terms(tree: Tree) -> list[Term]:
    match tree:
        case Term():
            return [tree]
        case Not():
            return []  # what is not there is not missed
        case And(parts) | Or(parts):
            return [term for part in parts for term in _terms(part)]


def _with(tree: Tree, term: Term, other: Term) -> Tree:
    """Return the tree with one term replaced."""
    match tree:
        case And(parts):
            return And(tuple(_with(part, term, other) for part in parts))
        case Or(parts):
            return Or(tuple(_with(part, term, other) for part in parts))
        case _:
            return other if tree is term else tree


def _near(term: Term, context: SearchContext) -> tuple[str, int] | None:
    numbers = _tags(context) if term.operator == "tag" else dict.fromkeys(_names(context.decks), 0)
    typed = "".join(name_of(term).literals)
    if typed in numbers:
        return None  # there is one: something else of the search is not found
    near = get_close_matches(typed, numbers, n=1, cutoff=CUTOFF)
    return (near[0], numbers[near[0]]) if near else None


def _names(decks: tuple[SearchedDeck, ...]) -> list[str]:
    return [deck.names[0] for deck in decks]


def _tags(context: SearchContext) -> dict[str, int]:
    """Return the tags of these decks, folded, each with its number of notes."""
    notes = Note.objects.filter(context.in_decks("deck"), archived=False).exclude(text__tags="").order_by()
    texts = notes.values_list("text__tags", flat=True)[:MAX_TEXTS]
    return dict(Counter(tag for text in texts for tag in text.split()))
