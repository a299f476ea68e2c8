"""What is written on a card: words, its sides, whole words, regular expressions, pictures and sounds."""

from functools import partial

from django.db.models import Q

from apps.cards.text_index.queries import containing
from apps.formats.messages import gettext as _
from apps.search.context import SearchContext
from apps.search.regular_expressions import matcher
from apps.search.terms.operator import Example, Operator
from apps.search.terms.scan import notes_with
from apps.search.terms.values import one_of, pattern_of
from apps.search.tree import Term

RE = "re:"
SOURCES = ("front", "back", "label", "extra")  # of a note, as they are written
LETTERS = r"\pL\pM\pN_"


def words(term: Term, _context: SearchContext) -> Q:
    """Return the condition that a text has the words, also as a part of longer ones."""
    return containing(pattern_of(term.value, term.value_at), "note")


def whole_words(term: Term, context: SearchContext) -> Q:
    """Return the condition that a text has the words, with no letter around them."""
    pattern = pattern_of(term.value, term.value_at)
    matches = matcher(f"(?:^|[^{LETTERS}]){pattern.regex(f'[{LETTERS}]')}(?:[^{LETTERS}]|$)", term.value_at)
    return notes_with(term, context, ("text__front", "text__back", "text__extra"), matches, containing(pattern))


def _field(field: str, term: Term, context: SearchContext) -> Q:
    """Return the condition that a field is the pattern, all of it."""
    if term.value.lower().startswith(RE):
        return _matching((field,), term.value[len(RE) :], term, context)
    return Q(**{f"note__text__{field}__like": pattern_of(term.value, term.value_at).like})


def regular_expression(term: Term, context: SearchContext) -> Q:
    """Return the condition that a text, as it is written, has a part that matches."""
    return _matching(SOURCES, term.value, term, context)


def _matching(fields: tuple[str, ...], expression: str, term: Term, context: SearchContext) -> Q:
    at = term.value_at + len(term.value) - len(expression)
    return notes_with(term, context, fields, matcher(expression.replace('\\"', '"'), at))


def has(term: Term, _context: SearchContext) -> Q:
    """Return the condition that a card's note shows a picture or has a sound."""
    return Q(**{f"note__text__has_{one_of(term, ('picture', 'sound'))}": True})


OPERATORS = (
    Operator(
        "",
        _("Words anywhere in a card, also as a part of longer words. Capitals and accents do not matter."),
        (
            Example("dog", _("“dog”, but also “underdog” and “Dogs”")),
            Example("dog cat", _("both words, in any order")),
            Example('"a dog"', _("exactly these words, one after the other")),
            Example("d*g", _("“dog” and “dancing”: * stands for any characters, or none")),
            Example("d_g", _("“dog” and “dig”: _ stands for one character")),
            Example(r"5\*3", _("“5*3”: a backslash before * or _ makes it an ordinary character")),
        ),
        words,
    ),
    Operator(
        "w",
        _("Whole words only."),
        (Example("w:dog", _("“dog”, but not “underdog”")), Example("w:dog*", _("words that begin with “dog”"))),
        whole_words,
    ),
    Operator(
        "front",
        _("All of the front. Put * around what may stand anywhere in it."),
        (
            Example("front:dog", _("the front is “dog” and nothing else")),
            Example("front:*dog*", _("“dog” is anywhere in the front")),
            Example('front:"re:^the"', _("a line of the front begins with “the”, by a regular expression")),
        ),
        partial(_field, "front"),
    ),
    Operator(
        "back",
        _("All of the back, likewise."),
        (Example("back:*dog*", _("“dog” is anywhere in the back")),),
        partial(_field, "back"),
    ),
    Operator(
        "extra",
        _("All of what is shown below every answer, likewise."),
        (Example("extra:_*", _("there is something below the answer")),),
        partial(_field, "extra"),
    ),
    Operator(
        "re",
        _(
            "A regular expression, in the texts as they are written, with their marks. Capitals do not matter, "
            "^ and $ are the ends of a line. The syntax is that of RE2: no look-around, no back-reference."
        ),
        (
            Example(r"re:\d{3}", _("three digits in a row")),
            Example('"re:(some|another) thing"', _("quotation marks around an expression with spaces or parentheses")),
        ),
        regular_expression,
    ),
    Operator(
        "has",
        _("What else is on a card."),
        (Example("has:picture", _("cards with a picture")), Example("has:sound", _("cards with a sound"))),
        has,
    ),
)
