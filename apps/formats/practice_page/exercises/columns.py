"""Finds the columns of a prompt: those of a table, or its lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from apps.formats.practice_page.exercises import scenarios
from apps.formats.practice_page.markdown.questions.lists import Entry, entries_of_code, in_sequence, items_of, named
from apps.formats.practice_page.markdown.syntax.blocks import FENCE, LIST, PARAGRAPH, Block, span
from apps.formats.practice_page.markdown.syntax.inline_html import markdown
from apps.formats.practice_page.records import LETTERS, NUMBERS
from apps.formats.tables.table_in_text import html_tables, markdown_tables

ALONE = re.compile(r"\(?(?P<name>[A-Za-z]|\d{1,2})[.):]?")
ESCAPED_END = re.compile(r"^(\(?\w{1,2})\\(?=[.)])")
TASK = re.compile(r"[\[(][ ]?[\])][ \t]+")
TABLE_IN_HTML = re.compile(r"[ \t]*<table\b", re.IGNORECASE)
MIN_ENTRIES = 2
MAX_ENTRIES = 60
MAX_TABLE_LENGTH = 50_000  # characters


@dataclass(frozen=True)
class MatchedColumns:
    """A prompt without its columns, and these; names are letters or numbers that count up, or all empty."""

    introduction: str
    columns: tuple[tuple[Entry, ...], ...]

    @property
    def numbering(self) -> str:
        """How the entries of the first column are named."""
        return LETTERS if self.columns[0][0].name.isalpha() else NUMBERS


def find(blocks: Sequence[Block]) -> MatchedColumns | None:
    """Return the columns of the only table of a prompt, or of its lists; nothing where these are none."""
    tables = [(block, table) for block in blocks for table in tables_in(block.text, block.kind)]
    if tables:
        found = list(_of_table(*tables[0])) if len(tables) == 1 else []
        used = {id(tables[0][0])}
    else:
        found, used = _of_lists(blocks)
    if not found or not all(map(_is_column, found)):
        return None
    rest = [block for block in blocks if id(block) not in used]
    return MatchedColumns(markdown(span(rest)), tuple(tuple(_upper(entry) for entry in column) for column in found))


def scenarios_of(blocks: Sequence[Block]) -> scenarios.ScenarioList | None:
    """Return the named rows of a table that has nothing else as scenarios."""
    found = find(blocks) if any(tables_in(block.text, block.kind) for block in blocks) else None
    if not found or len(found.columns) > 1 or not found.columns[0][0].name:
        return None
    return scenarios.ScenarioList(found.introduction, found.columns[0], found.numbering, is_certain=True)


def tables_in(text: str, kind: str = PARAGRAPH) -> list[list[list[str]]]:
    """Return the rows of the tables that a block is, in Markdown or HTML."""
    if kind != PARAGRAPH or len(text) > MAX_TABLE_LENGTH:
        return []
    return html_tables(text) if TABLE_IN_HTML.match(text) else list(markdown_tables(text.split("\n")))


def _is_column(entries: Sequence[Entry]) -> bool:
    names = [entry.name.upper() for entry in entries]
    if not MIN_ENTRIES <= len(entries) <= MAX_ENTRIES or not all(entry.text for entry in entries):
        return False
    return not any(names) or (all(names) and names[0] in ("A", "1") and in_sequence(names))


def _upper(entry: Entry) -> Entry:
    return replace(entry, name=entry.name.upper())


def _of_table(block: Block, rows: Sequence[Sequence[str]]) -> Iterator[list[Entry]]:
    """Yield the columns of a table; its head is one of their rows only where it is named like them."""
    head, *below = [_named_cells(row, block.line) for row in rows]
    if head and below and below[0].keys() == head.keys() and all(entry.name for entry in head.values()):
        below.insert(0, head)
    for column in sorted({column for row in below for column in row}):
        yield [row[column] for row in below if column in row]


def _named_cells(row: Sequence[str], line: int) -> dict[int, Entry]:
    """Return the texts of a row by their columns; a cell that is only a name is that of the next."""
    found: dict[int, Entry] = {}
    name = ""
    for column, written in enumerate(row):
        cell = ESCAPED_END.sub(r"\1", written, count=1)
        alone = None if name else ALONE.fullmatch(cell)
        if alone:
            name = alone["name"]
        elif cell:
            own, text = (name, cell) if name else named(cell) or ("", cell)
            found[column] = Entry(own, text, line)
            name = ""
    return found


def _of_lists(blocks: Sequence[Block]) -> tuple[list[list[Entry]], set[int]]:
    """Return the lists of a prompt, also those of one block of which the names begin again, and their blocks."""
    found: list[list[Entry]] = []
    used: set[int] = set()
    for block in blocks:
        entries = entries_of(block)
        if entries:
            used.add(id(block))
        for index, entry in enumerate(entries):
            if not found or not _continues(found[-1][-1], entry) or not (index or entry.name):
                found.append([])
            found[-1].append(entry)
    return found, used


def _continues(before: Entry, entry: Entry) -> bool:
    """Return whether an entry belongs to the same list as the one before it."""
    if not before.name or not entry.name:
        return before.name == entry.name
    return in_sequence([before.name, entry.name])


def entries_of(block: Block) -> list[Entry]:
    """Return the entries of a list, or of lines or code that begin with letters; an open task is one."""
    if block.kind == PARAGRAPH:
        letters = (scenarios.entries_of_paragraph(block, start) for start in ("A", "a"))
        return next((entries for entries in letters if len(entries) >= MIN_ENTRIES), [])
    if block.kind == FENCE and block.name.lower() in scenarios.TEXT_FENCES:
        read = (entries_of_code(block.own[1:-1], block.line + 1, start) for start in ("A", "a", "1"))
        return next((entries for before, entries in read if not before and len(entries) >= MIN_ENTRIES), [])
    if block.kind != LIST:
        return []
    found = []
    for item in items_of(block):
        text = TASK.sub("", item.text, count=1) if TASK.match(item.text) else item.text
        name, own = named(text) or (item.ordinal, text)
        found.append(Entry(name, scenarios.clean_text(own), item.line))
    return found
