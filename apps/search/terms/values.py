"""Reads the values of terms: patterns, numbers, and one of several words. What cannot be read is a SearchError."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from apps.cards.text_index.patterns import Pattern, Wildcard
from apps.cards.text_index.plain_text import fold_characters
from apps.formats.messages import gettext as _
from apps.search.lexer import NONE
from apps.search.tree import SearchError, Term

MAX_WILDCARDS = 10
WILDCARDS = {"*": Wildcard.ANY, "_": Wildcard.ONE}
PART = re.compile(r"\\(?P<escaped>.)|(?P<wildcard>[*_])|(?P<text>[^\\*_]+)", re.DOTALL)
ESCAPABLE = set('\\*_":()- ')
NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
SPACES = re.compile(r"\s+")


def pattern_of(value: str, at: int) -> Pattern:
    """Return the pattern of a value that begins at `at`, with its wildcards; a backslash makes text of one."""
    parts: list[str | Wildcard] = [""]
    for part in PART.finditer(value):
        if part["escaped"] and part["escaped"] not in ESCAPABLE:
            message = _("“{escape}” means nothing. Write two backslashes to search for one.", escape=part[0])
            raise SearchError(message, at + part.start())
        found = WILDCARDS[part["wildcard"]] if part["wildcard"] else part["escaped"] or part["text"]
        if isinstance(found, str) and isinstance(parts[-1], str):
            parts[-1] += found
        elif found is not Wildcard.ANY or parts[-1] is not Wildcard.ANY:
            parts.append(found)
    if sum(isinstance(part, Wildcard) for part in parts) > MAX_WILDCARDS:
        raise SearchError(_("A term has at most {limit} of “*” and “_”. Leave some out.", limit=MAX_WILDCARDS), at)
    folded = (part if isinstance(part, Wildcard) else SPACES.sub(" ", fold_characters(part)) for part in parts)
    return Pattern(tuple(part for part in folded if part != ""))


def name_of(term: Term) -> Pattern:
    """Return the pattern of a name; a backslash before “none” makes a name of it."""
    is_escaped = term.value.lower() == f"\\{NONE}"
    return pattern_of(term.value.removeprefix("\\") if is_escaped else term.value, term.value_at)


def number(text: str, at: int, least: int, most: int) -> int:
    """Return the whole number from `least` to `most` that is typed at `at`."""
    if NUMBER.fullmatch(text) and least <= int(text) <= most:
        return int(text)
    message = _(
        "“{text}” does not fit here. Write a whole number from {least} to {most}.",
        text=text,
        least=str(least),
        most=str(most),
    )
    raise SearchError(message, at)


def one_of(term: Term, words: Iterable[str]) -> str:
    """Return the value of a term, which is one of these words."""
    words = list(words)
    value = term.value.strip().lower()
    if value in words:
        return value
    choices = ", ".join(words)
    if near := get_close_matches(value, words, n=1):
        message = _(
            "“{value}” does not fit after “{operator}:”. Did you mean “{near}”? Choose one of: {choices}.",
            value=term.value,
            operator=term.operator,
            near=near[0],
            choices=choices,
        )
    else:
        message = _(
            "“{value}” does not fit after “{operator}:”. Choose one of: {choices}.",
            value=term.value,
            operator=term.operator,
            choices=choices,
        )
    raise SearchError(message, term.value_at)
