"""Makes decks of JSON that other programs write: lists of objects with a front and a back by any of their names."""

from collections.abc import Mapping, Sequence

from apps.formats.records import DeckRecord
from apps.formats.tables.columns import role_of
from apps.formats.tables.table_in_text import deck_of_rows

LISTS = ("cards", "flashcards", "notes", "questions", "items", "data", "words", "terms", "deck", "entries", "set")
MAX_DEPTH = 3


def deck_of(value: object) -> DeckRecord | None:
    """Return the deck of a value of JSON; None where it holds no cards. Raises ImportProblem."""
    rows = _rows(value)
    if not rows:
        return None
    names = list(dict.fromkeys(name for row in rows for name in row))
    roles = {role_of(name) for name in names}
    if not {"front", "back"} <= roles:
        return None
    return deck_of_rows([[row.get(name, "") for name in names] for row in rows], names, "plain")


def _rows(value: object, depth: int = 0) -> list[dict[str, str]]:
    """Return the cards that a value holds, in its list or in one of its lists."""
    if isinstance(value, Mapping):
        inside = next((value[name] for name in LISTS if isinstance(value.get(name), list | Mapping)), None)
        return _rows(inside, depth + 1) if depth < MAX_DEPTH and inside is not None else []
    if not isinstance(value, list):
        return []
    if all(isinstance(each, list) and len(each) > 1 for each in value):
        return [{"front": _text(each[0]), "back": _text(each[1])} for each in value]
    return [_card(each) for each in value if isinstance(each, Mapping)]


def _card(source: Mapping[str, object]) -> dict[str, str]:
    return {str(name): _text(value) for name, value in source.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(map(_text, value))
    return str(value)
