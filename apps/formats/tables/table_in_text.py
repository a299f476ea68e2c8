"""Makes decks of the tables in Markdown and in HTML that have two columns or more."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from apps.formats.losses import Losses
from apps.formats.messages import ngettext
from apps.formats.problems import Place
from apps.formats.records import DeckRecord
from apps.formats.tables import columns, table_to_deck
from apps.formats.tables.delimited_text.directives import Headers
from apps.formats.tables.rows import TableRow
from apps.formats.tables.table_to_deck import DeckOptions
from apps.formats.text.html.html_tree import Tag, TreeBuilder
from apps.formats.text.html.tree_to_markdown import MarkdownWriter

RULE = re.compile(r"[ \t]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)++(?:\|[ \t]*+)?")
OUTSIDE = ngettext(
    "This text is in no row of a table. It was left out.",
    "{count} texts are in no row of a table. They were left out: {places}.",
    1,
)
CELL_END = re.compile(r"(?<!\\)\|")
FENCE = re.compile(r"[ \t]*(?:```|~~~)")


def deck_of_markdown(text: str) -> DeckRecord | None:
    """Return the deck of all tables of a text in Markdown, without their heads; None where there is none."""
    lines = text.split("\n")
    deck = _deck(list(markdown_tables(lines)))
    if deck is None:
        return None
    losses = Losses()
    for above, (number, line) in zip(["", *lines], enumerate(lines, 1), strict=False):
        if line.strip() and "|" not in line and not line.startswith("#") and not above.strip():
            losses.add(OUTSIDE, Place(line=number))
    return replace(deck, warnings=(*deck.warnings, *losses.warnings()))


def deck_of_html(text: str) -> DeckRecord | None:
    """Return the deck of all tables of a page; None where there is none."""
    return _deck(html_tables(text))


def html_tables(text: str) -> list[list[list[str]]]:
    """Return the rows of each table in HTML, in Markdown; the first is its head, which may be empty."""
    return [_html_rows(table) for table in _tags(TreeBuilder(text).build(), "table")]


def deck_of_rows(rows: Sequence[Sequence[str]], names: Sequence[str], form: str) -> DeckRecord:
    """Return the deck of rows whose columns have these names. Raises ImportProblem."""
    known = columns.map_columns(names, max(map(len, rows)), {})
    listed = [TableRow(number, tuple(cells)) for number, cells in enumerate(rows, 1)]
    return table_to_deck.deck(listed, Headers(), DeckOptions(known, tuple(names), form, separator=" "))


def _deck(tables: Sequence[list[list[str]]]) -> DeckRecord | None:
    """Return what the rows below the heads of tables hold; a first row is none if it is a card."""
    wide = [table for table in tables if len(table) > 1 and len(table[0]) > 1]
    if not wide:
        return None
    names = wide[0][0]
    rows = [row for head, *below in wide for row in below]
    return deck_of_rows(rows, names if columns.is_header(names) else (), "markdown")


def markdown_tables(lines: Sequence[str]) -> Iterator[list[list[str]]]:
    """Yield the rows of each table in Markdown, its head first."""
    table: list[list[str]] = []
    in_code = False
    for above, line in zip(["", *lines], [*lines, ""], strict=True):
        in_code ^= bool(FENCE.match(line))
        if not in_code and "|" in above and RULE.fullmatch(line):
            table = [_cells(above)]
        elif table and "|" in line:
            table.append(_cells(line))
        elif table:
            yield table
            table = []


def _cells(line: str) -> list[str]:
    inside = line.strip().removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    return [cell.strip().replace("\\|", "|") for cell in CELL_END.split(inside)]


def _html_rows(table: Tag) -> list[list[str]]:
    rows = [_tags(row, "td", "th") for row in _tags(table, "tr")]
    texts = [[MarkdownWriter().write(cell) for cell in row] for row in rows]
    has_head = rows and (all(cell.name == "th" for cell in rows[0]) or columns.is_header(texts[0]))
    return texts if has_head or not texts else [[""] * len(texts[0]), *texts]


def _tags(parent: Tag, *names: str) -> list[Tag]:
    """Return the tags of these names in a tag, but for those inside one another."""
    found: list[Tag] = []
    for child in parent.children:
        if isinstance(child, Tag):
            found += [child] if child.name in names else _tags(child, *names)
    return found
