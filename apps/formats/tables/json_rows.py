"""Makes decks of JSON that other programs write: objects with a front and a back by any of their names, and words.

[{"term": "Hund", "definition": "dog"}]
{"Animals": {"Hund": "dog", "Katze": ["cat", "tomcat"]}}
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from apps.formats import ditcards_json
from apps.formats.limits import MAX_TITLE_LENGTH
from apps.formats.problems import Code, ImportProblem
from apps.formats.records import DeckRecord
from apps.formats.tables.columns import role_of
from apps.formats.tables.table_in_text import deck_of_rows
from apps.formats.text import decode

LISTS = frozenset(
    ("cards", "flashcards", "notes", "questions", "items", "data", "words", "terms", "deck", "decks", "entries", "set")
)
TITLES = ("title", "name")
TEXTS = ("text", "content", "value", "markdown", "html")  # of an object that is one side
ABOUT_FILES = frozenset(
    ("title", "name", "description", "author", "version", "license", "language", "format", "id", "type", "url", "date")
)
MAX_DEPTH = 4
MIN_WORDS = 2
MAX_FIELDS = 8  # of an object that is a card, and not a list of words

type Row = dict[str, str]


def parsed(data: bytes) -> object:
    """Return the value of a file of JSON, or the list of those in its lines. Raises ImportProblem."""
    try:
        return ditcards_json.parsed(data)
    except ImportProblem as problem:
        lines = [line for line in decode.to_text(data).split("\n") if line.strip()]
        if problem.code is not Code.DAMAGED or len(lines) < MIN_WORDS:
            raise
        try:
            return [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            raise problem from None


def deck_of(value: object) -> DeckRecord | None:
    """Return the deck of a value of JSON; None where it holds no cards. Raises ImportProblem."""
    rows = list(_rows(value, ""))
    if not rows:
        return None
    names = list(dict.fromkeys(name for row in rows for name in row))
    roles = {role_of(name) for name in names}
    if not {"front", "back"} <= roles:
        return None
    deck = deck_of_rows([[row.get(name, "") for name in names] for row in rows], names, "plain")
    return replace(deck, title=_title(value))


def _rows(value: object, section: str, depth: int = 0, least: int = MIN_WORDS) -> Iterator[Row]:
    """Yield the cards that a value holds, in it or in one of its lists, with the name of the list that is theirs.

    An object of fewer words than `least` is none of words.
    """
    if depth > MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        yield from _rows_of_object(value, section, depth, least)
    elif isinstance(value, list) and value and all(_is_pair(each) for each in value):
        yield from ({"front": _text(each[0]), "back": _text(each[1])} | _in(section) for each in value)
    elif isinstance(value, list):
        is_listed = any(_is_card(each) for each in value)
        for each in value:
            if is_listed and isinstance(each, Mapping):
                yield _card(each, section)
            elif isinstance(each, Mapping):
                yield from _rows_of_object(each, section, depth + 1, 1 if len(value) >= MIN_WORDS else MIN_WORDS)


def _rows_of_object(source: Mapping[str, object], section: str, depth: int, least: int = MIN_WORDS) -> Iterator[Row]:
    if _is_card(source):
        yield _card(source, section)
    elif all(_is_plain(each) or _is_texts(each) for each in source.values()):
        if len(source) >= least and not _has_named_values(source):
            yield from ({"front": name, "back": _text(text)} | _in(section) for name, text in source.items())
    else:
        title = (depth and _title(source)) or section
        least = 1 if all(isinstance(each, Mapping) for each in source.values()) else MIN_WORDS
        for name, each in source.items():
            yield from _rows(each, title if name.lower() in LISTS else name, depth + 1, least)


def _title(value: object) -> str:
    """Return the title that an object of several lists gives itself."""
    if not isinstance(value, Mapping) or not any(isinstance(each, list | Mapping) for each in value.values()):
        return ""
    return next((text for name in TITLES if isinstance(text := value.get(name), str)), "")[:MAX_TITLE_LENGTH]


def _in(section: str) -> Row:
    return {"section": section} if section else {}


def _is_card(source: object) -> bool:
    return isinstance(source, Mapping) and {"front", "back"} <= {role_of(str(name)) for name in source}


def _has_named_values(source: Mapping[str, object]) -> bool:
    """Return whether an object names what it holds, and is no list of words."""
    about = ABOUT_FILES.intersection(map(str.lower, source))
    is_row = len(source) <= MAX_FIELDS and any(role_of(name) in ("front", "back") for name in source)
    return is_row or 2 * len(about) >= len(source)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) > 1


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def _card(source: Mapping[str, object], section: str) -> Row:
    return _in(section) | {str(name): _text(value) for name, value in source.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):  # {"text": "Hund", "audio": null}
        named = [value[name] for name in TEXTS if isinstance(value.get(name), str)]
        return named[0] if named else "\n".join(filter(None, map(_text, value.values())))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(map(_text, value))
    return str(value)
