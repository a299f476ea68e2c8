"""Where a card is: its deck, its course, its tags, its kind, its number."""

from functools import partial

from django.db.models import Q

from apps.cards.kinds.registry import KINDS
from apps.cards.text_index.patterns import Pattern
from apps.formats.messages import gettext as _
from apps.search.context import SearchContext, among
from apps.search.lexer import NONE
from apps.search.regular_expressions import matcher
from apps.search.terms.operator import Example, Operator
from apps.search.terms.scan import notes_with
from apps.search.terms.values import name_of, number, one_of
from apps.search.tree import SearchError, Term

MAX_ID, MAX_CARDS = 999_999_999, 1_000
KIND_NAMES = {word: kind.name for kind in KINDS for word in (kind.name, kind.spelling)}


def deck(term: Term, context: SearchContext) -> Q:
    """Return the condition that a card is in a deck of that name, or in one under it."""
    pattern = _required(term)
    return context.in_decks("note__deck", [each for each in context.decks if _is_named(each.names, pattern)])


def course(term: Term, context: SearchContext) -> Q:
    """Return the condition that a card is in a course of that name; in none of any."""
    if term.value.lower() == NONE:
        return context.in_decks("note__deck", [each for each in context.decks if not each.course_names])
    pattern = _required(term)
    return context.in_decks("note__deck", [each for each in context.decks if _is_named(each.course_names, pattern)])


def tag(term: Term, context: SearchContext) -> Q:
    """Return the condition that a note has the tag, or one under it."""
    if term.value.lower() == NONE:
        return Q(note__text__tags="")
    pattern = _required(term)
    if pattern.has_wildcards:
        matches = matcher(f"(?:^| ){pattern.regex('[^ ]')}(?:::[^ ]*)?(?: |$)", term.value_at)
        return notes_with(term, context, ("text__tags",), matches)
    begins = Q(note__text__tags__like=f"% {pattern.like}%")  # most notes need no other comparison
    is_whole = Q(note__text__tags__like=f"% {pattern.like} %") | Q(note__text__tags__like=f"% {pattern.like}::%")
    return begins & is_whole


def kind(term: Term, _context: SearchContext) -> Q:
    """Return the condition that a note is of the kind."""
    return Q(note__kind=KIND_NAMES[one_of(term, KIND_NAMES)])


def card_number(term: Term, _context: SearchContext) -> Q:
    """Return the condition that a card is the first, second, ... of its note."""
    return Q(ordinal=number(term.value, term.value_at, 1, MAX_CARDS) - 1)


def _keys(path: str, term: Term, _context: SearchContext) -> Q:
    """Return the condition that a card, or its note, is one of these."""
    keys, at = [], term.value_at
    for text in term.value.split(","):
        keys.append(number(text, at, 1, MAX_ID))
        at += len(text) + 1
    return among(path, keys)


def _required(term: Term) -> Pattern:
    if not term.value:
        raise SearchError(_("Write a name after “{operator}:”.", operator=term.operator), term.at)
    return name_of(term)


def _is_named(names: tuple[str, ...], pattern: Pattern) -> bool:
    return any(pattern.matches(path) for name in names for path in _with_parents(name))


def _with_parents(name: str) -> list[str]:
    """Return the name of a deck and those it is under: `a::b` is under `a`."""
    parts = name.split("::")
    return ["::".join(parts[:length]) for length in range(1, len(parts) + 1)]


OPERATORS = (
    Operator(
        "deck",
        _("A deck by its title, or by the part of its URL after /decks/; with the decks under it."),
        (
            Example("deck:french", _("the deck “French”, and “French::Verbs” under it")),
            Example('deck:"french words"', _("a title with a space is in quotation marks")),
            Example("deck:*verbs*", _("all decks with “verbs” in their titles")),
        ),
        deck,
    ),
    Operator(
        "course",
        _("A course by its title or its part of the URL."),
        (Example("course:biology", _("the decks of that course")), Example("course:none", _("your own decks"))),
        course,
    ),
    Operator(
        "tag",
        _("A tag, with the tags under it."),
        (
            Example("tag:animal", _("the tags “animal” and “animal::mammal”")),
            Example("tag:*mal", _("all tags that end in “mal”")),
            Example("tag:none", _("cards without tags")),
            Example(r"tag:\none", _("the tag “none”")),
        ),
        tag,
    ),
    Operator(
        "kind",
        _("A kind of note: {kinds}.", kinds=", ".join(each.name for each in KINDS)),
        (Example("kind:cloze", _("texts with blanks")),),
        kind,
        aliases=("note",),
    ),
    Operator(
        "card",
        _("A card by its number among those of its note."),
        (Example("card:2", _("second cards, such as the reverse card of a reversed note")),),
        card_number,
    ),
    Operator(
        "cid",
        _("Cards by their numbers, as in the URL of a card."),
        (Example("cid:12,15", _("these two cards")),),
        partial(_keys, "pk"),
        aliases=("id",),
    ),
    Operator(
        "nid",
        _("Cards by the numbers of their notes."),
        (Example("nid:7", _("all cards of this note")),),
        partial(_keys, "note"),
    ),
)
