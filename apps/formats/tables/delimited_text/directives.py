"""The lines at the head of a text that describe its format: Anki's `#separator:` and so on, and Excel's `sep=`.

Files of our own add `#markdown`, `#defused` and the deck's credits, which Anki takes no notice of.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_LINES = 50
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
COLUMN_ROLES = {"guid": "guid", "notetype": "kind", "deck": "deck", "tags": "tags"}  # that "#... column:3" may name
CREDITS = {
    "slug": "slug",
    "language": "language",
    "licence": "licence",
    "license": "licence",
    "attribution": "attribution",
    "source": "source_url",
}
KEYS = {"separator", "html", "columns", "markdown", "defused", "deck", "tags", "notetype", "if matches", "match scope"}
KEYS |= {f"{name} column" for name in COLUMN_ROLES}
LINE = re.compile(r"#(?P<key>[a-z][a-z ]{0,30}?)[ \t]*:(?P<value>.*)")
QUOTED = re.compile(r'"#(?P<key>[a-z][a-z ]{0,30}?)[ \t]*:(?P<value>(?:[^"]|"")*)"[,;\t]*\Z')  # as a spreadsheet does
EXCEL = re.compile(r'"?sep=(?P<separator>\\t|[^\n]{1,20}?)"?[ ]*(?:\n|\Z)', re.IGNORECASE)
TRUE = ("true", "yes", "1")
PADDING = ' ,;\t|"'  # what a spreadsheet puts behind a line that has fewer cells than others


@dataclass(frozen=True)
class Headers:
    """The values in the head of a file; `rows` is how many rows it takes."""

    values: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    is_excel: bool = False

    @property
    def is_anki(self) -> bool:
        """Return whether the file is written as Anki's are, where # begins a comment."""
        return bool(self.values) and not self.is_excel

    def text(self, key: str) -> str:
        """Return what the head has for this key, or an empty text."""
        return self.values.get(key, "").strip()

    def title(self) -> str:
        """Return what the head calls the deck; a mere number is Anki's own name for one of its decks."""
        title = self.text("deck")
        return "" if title.isdecimal() and len(title) > 9 and "defused" not in self.values else title

    def flag(self, key: str) -> bool | None:
        """Return what the head answers to a question of yes or no; None without an answer."""
        return self.text(key).strip(PADDING).lower() in TRUE if key in self.values else None

    @property
    def separator(self) -> str:
        """The separator that the head names, or nothing."""
        value = self.values.get("separator", "")
        named = SEPARATORS.get(value.strip(PADDING).lower())
        if named:
            return named
        return "\t" if value.startswith("\\t") else (value if self.is_excel else value[:1])

    def column_roles(self) -> dict[int, str]:
        """Return the roles of columns (that count from 0) which the head gives."""
        found = {role: self.text(f"{name} column").strip(PADDING) for name, role in COLUMN_ROLES.items()}
        return {int(number) - 1: role for role, number in found.items() if re.fullmatch("[1-9][0-9]{0,3}", number)}


def divide(text: str) -> tuple[Headers, str]:
    """Return the values in the head of a text, and the rest of the text."""
    if excel := EXCEL.match(text):
        return Headers({"separator": excel["separator"]}, rows=1, is_excel=True), text[excel.end() :]
    values: dict[str, str] = {}
    lines: list[str] = []
    position = rows = end = count = 0
    while rows < MAX_LINES and position <= len(text):
        line = _line(text, position)
        position, rows = position + len(line) + 1, rows + 1
        if not line.strip(PADDING):
            continue
        known = _known(line)
        if known is None:
            break
        values = known | values
        lines.append(line)
        if values:
            end, count = position, rows
    return Headers(_without_padding(values, lines), count), text[end:]


def _known(line: str) -> dict[str, str] | None:
    """Return the values in a line of the head, none of a comment; None for a row."""
    if quoted := QUOTED.match(line):
        value = quoted["value"].replace('""', '"')
        return {quoted["key"]: value} if _is_key(quoted["key"]) else None  # a card about hashtags
    if not line.startswith("#"):
        return None
    found = LINE.match(line)
    return {found["key"]: found["value"]} if found and _is_key(found["key"]) else {}


def _is_key(key: str) -> bool:
    return key in KEYS or key in CREDITS


def _without_padding(values: dict[str, str], lines: list[str]) -> dict[str, str]:
    """Return values without what a spreadsheet that saved the file put behind each line to fill its row."""
    ends = {line[-1:] for line in lines if not line.startswith("#columns:")}  # which may fill its row
    if len(ends) != 1 or not ends <= {",", ";", "\t"}:
        return values
    behind = ends.pop()
    return {key: value.rstrip(behind) for key, value in values.items()} | {
        "separator": behind
    }  # it now divides the rows, whatever divided them before


def _line(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[position : end if end >= 0 else len(text)]
