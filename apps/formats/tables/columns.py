"""What the columns of a table hold: by the names that people give them, or by their order."""

import re
from collections.abc import Mapping, Sequence
from unicodedata import normalize

from apps.formats.limits import MAX_COLUMNS
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem
from apps.formats.tables.column_names import LANGUAGES, NAMES_OF_ROWS, ROLE_OF

IGNORED = ""
# what a column may hold, and its label where a person chooses
ROLES = {
    "front": _("Front"),
    "back": _("Back"),
    "extra": _("Extra, below the answer"),
    "tags": _("Tags"),
    "kind": _("Kind of note"),
    "label": _("Correct label"),
    "section": _("Section"),
    "deck": _("Deck"),
    "guid": _("ID"),
    "archived": _("Archived"),
    IGNORED: _("Not imported"),
}
SIDE = re.compile(r"\A(?:(?:the|your|card) |ال)| (?:sides?|text|\d+|of card|of the card)\Z")  # "Front side", "Answer 1"
MAX_NAME_LENGTH = 100  # characters; what is longer names no column
DEFAULT_ORDER = ("front", "back", "extra")


def role_of(name: str) -> str | None:
    """Return what a column of that name holds; None for any other name."""
    if len(name) > MAX_NAME_LENGTH:
        return None
    plain = " ".join(re.sub(r"[*_:#]|\(.*?\)|\[.*?\]", " ", normalize("NFC", name.lower())).split())
    return ROLE_OF.get(plain) or ROLE_OF.get(SIDE.sub("", plain))


def is_header(cells: Sequence[str]) -> bool:
    """Return whether the first row of a table names its columns and is no card."""
    named = [cell for cell in cells if cell.strip()]
    roles = {role_of(cell) for cell in named}
    if {"front", "back"} <= roles:
        return True
    if len(named) < 2:
        return False
    if "back" in roles and named[0].strip().lower() in NAMES_OF_ROWS:
        return True
    languages = sum(map(_is_language, named))
    known = all(role_of(cell) or _is_language(cell) for cell in named)
    if known and {"front", "back"} & roles and languages:
        return True  # "Hanzi, Pinyin, English"
    return known and (len(roles) == len(named) or languages == 2)


def _is_language(name: str) -> bool:
    return name.strip(" *_:#").lower() in LANGUAGES


def map_columns(names: Sequence[str], count: int, known_roles: Mapping[int, str]) -> tuple[str, ...]:
    """Return what each of `count` columns holds: by `known_roles` or its name, else by the order of the others."""
    roles: list[str | None] = [known_roles.get(index) for index in range(min(count, MAX_COLUMNS))]
    for index, name in enumerate(names[: len(roles)]):
        roles[index] = roles[index] or role_of(name)
    if names and roles[:1] == [None] and "front" not in roles and names[0].strip().lower() in NAMES_OF_ROWS:
        roles[0] = "front"
    if not names or not {"front", "back"} & set(roles):
        _fill_in_order(roles)
    elif not {"front", "back"} <= set(roles) and any(map(_is_language, names)):
        _fill_in_order(roles)  # "Japanese, Meaning"
    if "front" in roles and "back" not in roles and "extra" in roles:
        roles[roles.index("extra")] = "back"  # "Kanji, Kana"
    return tuple(role or IGNORED for role in roles)


def _fill_in_order(roles: list[str | None]) -> None:
    """Give front, back and extra to those columns that have no role, as long as there are some."""
    remaining = [role for role in DEFAULT_ORDER if role not in roles]
    for index, role in enumerate(roles):
        if role is None:
            roles[index] = remaining.pop(0) if remaining else "extra"


def check(columns: Sequence[str]) -> None:
    """Raise Problem for a choice of columns of which no notes can be made."""
    if any(role not in ROLES for role in columns) or len(columns) > MAX_COLUMNS:
        raise ImportProblem(Code.OPTIONS, _("Choose what each column holds from the list."))
    if "front" not in columns:
        raise ImportProblem(Code.OPTIONS, _("Choose the column that holds the fronts."))
    once = [role for role in columns if role not in (IGNORED, "extra")]
    if len(once) != len(set(once)):
        raise ImportProblem(Code.OPTIONS, _("Two columns hold the same. Choose one of them."))
