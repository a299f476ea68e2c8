"""What a search with a mistake may have meant: the smallest change after which it can be read."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from apps.accounts.models import User
from apps.search.context import SearchContext
from apps.search.filters import condition
from apps.search.grammar import parse
from apps.search.terms.registry import BY_NAME, NAMES
from apps.search.terms.states import PROPERTIES, STATES
from apps.search.tree import SearchError

MAX_CHANGES = 3
WORD_END = re.compile(r"[\s()\"]|$")
KEY = re.compile(r"([^\W\d_]+):")
NUMBER_WITH_UNIT = re.compile(r"([<>=]?-?\d+(?:\.\d+)?)[^\W\d_]+$")
COMPARED = re.compile(r"([a-z]+)(<=|>=|!=|=|<|>)", re.IGNORECASE)


def mistake_in(query: str, person: User, today: date) -> SearchError | None:
    """Return what is wrong with a search, if anything. No statement."""
    try:
        condition(parse(query, NAMES), SearchContext(person, today, ()))
    except SearchError as error:
        return error
    return None


def corrected(query: str, person: User, today: date) -> str:
    """Return a search that can be read, as near as possible to this one; empty where none is found."""
    error = mistake_in(query, person, today)
    for _change in range(MAX_CHANGES):
        if error is None:
            break
        query, error = _changed(query, error, person, today)
    return query if error is None else ""


def end_of_mistake(query: str, error: SearchError) -> int:
    """Return the index after the word that begins at the mistake."""
    start = min(error.at, len(query))
    return max(WORD_END.search(query, start).start(), min(start + 1, len(query)))  # type: ignore[union-attr]


def _changed(query: str, error: SearchError, person: User, today: date) -> tuple[str, SearchError | None]:
    """Return the first change that mends this mistake, with the next mistake; else the search without that word."""
    for text in _changes(query, error):
        following = mistake_in(text, person, today)
        if following is None or following.at > error.at:
            return text, following
    return query, error


def _changes(query: str, error: SearchError) -> Iterator[str]:
    """Yield what may have been meant, the likeliest first."""
    at, end = min(error.at, len(query)), end_of_mistake(query, error)
    before, word, after = query[:at], query[at:end], query[end:]
    yield from (f"{before}{each}{after}" for each in _words_like(before, word))
    if word[:1] == '"':
        yield f'{query}"'
    if word[:1] == "(":
        yield f"{query})"
    yield f"{before}{after if word[:1].isalpha() else query[at + 1 :]}".strip()
    start = max(before.rfind(" "), before.rfind("(")) + 1
    yield f"{query[:start]}{after.lstrip()}".strip()


def _words_like(before: str, word: str) -> Iterator[str]:
    """Yield words that may have been meant by one: a name that is known, a number without its unit."""
    if key := KEY.match(word):
        near = get_close_matches(key[1].lower(), NAMES, n=1)
        yield from (f"{name}:{word[key.end() :]}" for name in near)
        if near := get_close_matches(key[1].lower(), PROPERTIES, n=1):
            yield f"prop:{near[0]}{word[key.end() :]}"
    if compared := COMPARED.match(word):
        near = get_close_matches(compared[1].lower(), PROPERTIES, n=1)
        yield from (f"{name}{word[compared.end(1) :]}" for name in near)
    if number := NUMBER_WITH_UNIT.search(word):
        yield word[: number.start()] + number[1]
    operator = re.split(r"[\s(-]", before)[-1].removesuffix(":")
    if operator in BY_NAME and operator == "is":
        yield from get_close_matches(word.lower(), STATES, n=1)
