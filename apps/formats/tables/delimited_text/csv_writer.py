"""Writes a deck as CSV or TSV with the head that Anki reads, and cells that no spreadsheet calculates.

Texts are Markdown as they are. `tables.read` gives the same deck again, but for what rows cannot hold of its sections.
"""

import re
from collections.abc import Callable, Iterator

from apps.cards.kinds.registry import BY_NAME
from apps.formats.records import UNTITLED, DeckRecord, NoteRecord, SectionRecord
from apps.formats.tables.delimited_text.directives import CREDITS
from apps.formats.tables.formula_guard import defuse

NEEDS_QUOTES = re.compile(r"""["#'\n,;\t|]|\A | \Z""")
ANKI_NAMES = {"guid": "guid", "notetype": "notetype", "tags": "tags", "deck": "deck"}
REQUIRED = ("guid", "notetype", "front", "back", "tags")
COLUMNS = ("guid", "notetype", "front", "back", "extra", "label", "section", "archived", "deck", "tags")

CELL: dict[str, Callable[[NoteRecord, SectionRecord], str]] = {
    "guid": lambda note, _section: note.guid,
    "notetype": lambda note, _section: BY_NAME[note.kind].note_type,
    "front": lambda note, _section: note.front,
    "back": lambda note, _section: note.back,
    "extra": lambda note, _section: note.extra,
    "label": lambda note, _section: note.label,
    "section": lambda _note, section: "" if section.title == UNTITLED else section.title,
    "archived": lambda note, _section: "yes" if note.archived else "",
    "deck": lambda note, _section: note.deck,
    "tags": lambda note, _section: " ".join(note.tags),
}


def write_csv(deck: DeckRecord) -> bytes:
    """Return the deck as cells between commas, in UTF-8."""
    return _written(deck, "Comma", ",")


def write_tsv(deck: DeckRecord) -> bytes:
    """Return the deck as cells between tabs, in UTF-8."""
    return _written(deck, "Tab", "\t")


def _written(deck: DeckRecord, name: str, separator: str) -> bytes:
    used = _used_columns(deck)
    lines = [*_head(deck, name, separator, used)]
    lines += [separator.join(map(_cell, cells)) for cells in _rows(deck, used)]
    return "".join(f"{line}\n" for line in lines).encode()


def _used_columns(deck: DeckRecord) -> list[str]:
    """Return the columns that hold something, and those that always stand there."""
    rows = list(_rows(deck, COLUMNS))
    return [name for index, name in enumerate(COLUMNS) if name in REQUIRED or any(row[index] for row in rows)]


def _rows(deck: DeckRecord, names: list[str] | tuple[str, ...]) -> Iterator[list[str]]:
    untitled = SectionRecord(UNTITLED)
    for note in deck.notes:
        section = deck.sections[note.section] if note.section < len(deck.sections) else untitled
        yield [CELL[name](note, section) for name in names]


def _head(deck: DeckRecord, name: str, separator: str, used: list[str]) -> Iterator[str]:
    """Yield the lines before the rows; Anki takes no notice of those that it does not know."""
    yield f"#separator:{name}"
    yield "#html:false"
    yield "#markdown:true"
    yield "#defused:true"
    if deck.title:
        yield f"#deck:{_in_line(deck.title)}"
    for key, role in CREDITS.items():
        if getattr(deck, role) and key != "license":
            yield f"#{key}:{_in_line(getattr(deck, role))}"
    yield f"#columns:{separator.join(used)}"
    for column, role in enumerate(used, 1):
        if role in ANKI_NAMES:
            yield f"#{role} column:{column}"


def _in_line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    safe = defuse(text)
    return f'"{safe.replace('"', '""')}"' if NEEDS_QUOTES.search(safe) else safe
