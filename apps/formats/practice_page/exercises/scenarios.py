"""Finds an exercise's scenarios in its prompt: in a fenced block, a list, or paragraphs with letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from apps.formats.practice_page.markdown.questions.lists import (
    Entry,
    after,
    begins_with,
    entries_of_code,
    in_sequence,
    items_of,
    named,
)
from apps.formats.practice_page.markdown.syntax.blocks import FENCE, LIST, PARAGRAPH, Block, clean, span
from apps.formats.practice_page.markdown.syntax.inline_html import markdown
from apps.formats.practice_page.records import LETTERS, NUMBERS

TEXT_FENCES = ("", "text", "txt", "plain", "plaintext", "md", "markdown")
MIN_SCENARIOS = 2  # a single numbered line or lettered paragraph is no list of scenarios


@dataclass(frozen=True)
class ScenarioList:
    """The scenarios, the rest of the prompt, and whether they are certain to be scenarios."""

    introduction: str
    entries: tuple[Entry, ...]
    numbering: str
    is_certain: bool


def find(blocks: Sequence[Block]) -> ScenarioList | None:
    """Return the scenarios of a prompt: letters before numbers, since a numbered list may be instructions."""
    for start in ("A", "a"):
        if found := _find(blocks, start, _entries_anywhere, LETTERS):
            return found
    if found := _find(blocks, "1", _entries_with_marks, NUMBERS):
        return found
    found = _find(blocks, "1", _entries_ordered, NUMBERS)
    return replace(found, is_certain=False) if found else None


def _find(
    blocks: Sequence[Block], start: str, reader: Callable[[Block, str], tuple[str, list[Entry]]], numbering: str
) -> ScenarioList | None:
    """Gather scenarios that count on from `start` over one or several blocks."""
    entries: list[Entry] = []
    other: list[str] = []
    rest: list[Block] = []
    paragraphs = True
    for block in blocks:
        before, more = reader(block, after(entries[-1].name) if entries else start)
        if more:
            other.extend(_texts(rest, before))
            rest = []
            entries.extend(more)
            paragraphs = paragraphs and block.kind == PARAGRAPH
        else:
            rest.append(block)
    other.extend(_texts(rest, ""))
    if not entries or (paragraphs and len(entries) < MIN_SCENARIOS):
        return None
    return ScenarioList(
        "\n\n".join(other), tuple(replace(entry, name=entry.name.upper()) for entry in entries), numbering, True
    )


def _texts(blocks: Sequence[Block], more: str) -> list[str]:
    return [text for text in (markdown(span(blocks)), more) if text]


def _entries_anywhere(block: Block, start: str) -> tuple[str, list[Entry]]:
    if block.kind == PARAGRAPH:
        return "", entries_of_paragraph(block, start)
    return _entries_with_marks(block, start)


def _entries_with_marks(block: Block, start: str) -> tuple[str, list[Entry]]:
    """Read a fenced block of text, or a list whose items begin with letters or numbers of their own."""
    if block.kind == FENCE and block.name.lower() in TEXT_FENCES:
        before, entries = entries_of_code(block.own[1:-1], block.line + 1, start)
        return (before, entries) if len(entries) >= MIN_SCENARIOS or (entries and start.isupper()) else ("", [])
    if block.kind != LIST or not begins_with(block, start):
        return "", []
    markers = [(item, named(item.text)) for item in items_of(block)]
    names = [marker[0] for _item, marker in markers if marker]
    if len(names) < len(markers) or not in_sequence(names):
        return "", []
    return "", [Entry(marker[0], clean_text(marker[1]), item.line) for item, marker in markers if marker]


def entries_of_paragraph(block: Block, start: str) -> list[Entry]:
    """Read lines that begin with letters; bold ones may have blocks of their own and are no lines."""
    if block.text.startswith("**"):
        return []
    found: list[tuple[str, list[str], int]] = []
    for number, line in enumerate(block.own, block.line):
        marker = named(line.strip())
        if marker and marker[0] == start:
            found.append((start, [marker[1]], number))
            start = after(start)
        elif not found:
            return []
        else:
            found[-1][1].append(line.strip())
    return [Entry(name, markdown("\n".join(lines)), number) for name, lines, number in found]


def _entries_ordered(block: Block, start: str) -> tuple[str, list[Entry]]:
    """Read an ordered list, whose items count by themselves."""
    items = items_of(block) if block.kind == LIST else []
    if len(items) < MIN_SCENARIOS or not all(item.ordinal for item in items) or items[0].ordinal != start:
        return "", []
    first = int(start)
    return "", [Entry(str(first + index), clean_text(item.text), item.line) for index, item in enumerate(items)]


def clean_text(text: str) -> str:
    """Return the text of an entry without HTML and common indentation."""
    return clean(markdown(text).split("\n"))
