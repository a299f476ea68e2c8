"""Cuts Markdown into blocks: headings, paragraphs, lists, fenced code and rules, with their lines."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from apps.formats.practice_page.markdown.syntax.markup import Element, Text

HEADING, PARAGRAPH, LIST, FENCE, RULE = "heading", "paragraph", "list", "fence", "rule"
FENCE_START = re.compile(r"^(?P<before>(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*)(?P<ticks>`{3,}(?=[^`]*$)|~{3,})")
LIST_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?:[ \t]+(?=\S)|$)")
HASHES = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
CODE_INDENT = 4


@dataclass(frozen=True, eq=False)
class Block:
    """Lines `start` to `end` of `lines`, whose first is in line `first` of the page.

    `level` and `name` are a heading's; a fenced block's name is what follows its ticks.
    """

    kind: str
    lines: Sequence[str]
    start: int
    end: int
    first: int
    level: int = 0
    name: str = ""

    @property
    def line(self) -> int:
        """The line of the page in which the block begins."""
        return self.first + self.start

    @property
    def own(self) -> Sequence[str]:
        """The block's lines."""
        return self.lines[self.start : self.end]

    @property
    def text(self) -> str:
        """The block's lines as one text."""
        return "\n".join(self.own)


def pieces(nodes: Iterable[Text | Element]) -> list[Block | Element]:
    """Return elements as they are, and the texts between them as blocks."""
    result: list[Block | Element] = []
    for node in nodes:
        if isinstance(node, Element):
            result.append(node)
        else:
            result.extend(blocks(node.text, node.line))
    return result


def blocks(text: str, first: int = 1) -> list[Block]:
    """Cut a text into blocks; `first` is the line of the page in which it begins."""
    return list(_Cutter(text.split("\n"), first).blocks())


def span(parts: Sequence[Block]) -> str:
    """Return the text of blocks that follow each other, as it was written but for rules at its edges."""
    return "\n\n".join(_slices(without_rules(parts)))


def without_rules(parts: Sequence[Block]) -> list[Block]:
    """Return blocks without the rules before and after them."""
    indexes = [index for index, block in enumerate(parts) if block.kind != RULE]
    return list(parts[indexes[0] : indexes[-1] + 1]) if indexes else []


def _slices(parts: Sequence[Block]) -> Iterator[str]:
    """Yield one text for each run of blocks without another block between them."""
    runs: list[list[Block]] = []
    for block in parts:
        previous = runs[-1][-1] if runs else None
        adjacent = previous and previous.lines is block.lines and not any(block.lines[previous.end : block.start])
        if adjacent:
            runs[-1].append(block)
        else:
            runs.append([block])
    for run in runs:
        yield clean(run[0].lines[run[0].start : run[-1].end])


def clean(lines: Sequence[str]) -> str:
    """Return lines without a common indentation and without blank ones at the edges."""
    text = "\n".join(lines).strip("\n")
    if text[:1] in (" ", "\t"):
        text = textwrap.dedent(text)
    return text.strip()


def end_of_fence(lines: Sequence[str], start: int) -> int | None:
    """Return the index after the fenced block that begins in a line, or nothing where none begins."""
    line = lines[start]
    opening = FENCE_START.match(line) if "```" in line or "~~~" in line else None
    if not opening:
        return None
    ticks, quoted = opening["ticks"], ">" in opening["before"]
    for index in range(start + 1, len(lines)):
        stripped = lines[index].strip(" \t>")
        if len(stripped) >= len(ticks) and set(stripped) == {ticks[0]}:
            return index + 1
        if quoted and not lines[index].lstrip(" \t").startswith(">"):
            return index
    return len(lines)


def heading(line: str) -> tuple[int, str] | None:
    """Return level and text of a heading written with #."""
    hashes = HASHES.match(line)
    if not hashes:
        return None
    text = line[hashes.end(1) :].strip()
    without = text.rstrip("#")
    if without != text and (not without or without[-1] in " \t"):
        text = without.rstrip()
    return len(hashes[1]), text


def is_rule(line: str) -> bool:
    """Return whether a line is a thematic break."""
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) >= 3 and marks[0] in "-*_" and not marks.strip(marks[0])


class _Cutter:
    """Goes through lines once; each kind of block decides where it ends."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self.lines, self.first = lines, first

    def blocks(self) -> Iterator[Block]:
        index = 0
        while index < len(self.lines):
            if not self.lines[index].strip():
                index += 1
                continue
            block = self._block(index)
            yield block
            index = block.end

    def _block(self, start: int) -> Block:
        line = self.lines[start]
        if fence_end := end_of_fence(self.lines, start):
            if LIST_ITEM.match(line):
                return self._make(LIST, start, self._end_of_list(start))
            return self._make(FENCE, start, fence_end, name=line.strip(" \t>").lstrip("`~").strip())
        if found := heading(line):
            return self._make(HEADING, start, start + 1, *found)
        if is_rule(line):
            return self._make(RULE, start, start + 1)
        if LIST_ITEM.match(line):
            return self._make(LIST, start, self._end_of_list(start))
        return self._paragraph(start)

    def _paragraph(self, start: int) -> Block:
        end = start + 1
        while end < len(self.lines) and self._continues_paragraph(end):
            end += 1
        level = self._level_of_underline(end) if end == start + 1 else 0
        if level:
            return self._make(HEADING, start, end + 1, level, self.lines[start].strip())
        return self._make(PARAGRAPH, start, end)

    def _level_of_underline(self, index: int) -> int:
        """Return 1 or 2 where the line makes a heading of the one above it, else 0."""
        above = self.lines[index - 1].lstrip()
        if index == len(self.lines) or above[0] in "<|>":
            return 0
        underline = self.lines[index].strip()
        if len(underline) >= 3 and set(underline) == {"-"}:
            return 2
        return 1 if set(underline) == {"="} else 0

    def _continues_paragraph(self, index: int) -> bool:
        line = self.lines[index]
        if not line.strip() or heading(line) or FENCE_START.match(line) or is_rule(line):
            return False
        item = LIST_ITEM.match(line)
        interrupts = item and len(item["indent"]) < CODE_INDENT and item["marker"] in ("-", "*", "+", "1.", "1)")
        return not (interrupts or (self.first + index and set(line.strip()) == {"="}))

    def _end_of_list(self, start: int) -> int:
        """Return where a list ends: before a line that is neither an item nor indented and follows a blank one."""
        index = end = start
        blank = False
        while index < len(self.lines):
            line = self.lines[index]
            if not line.strip():
                blank, index = True, index + 1
                continue
            if index > start and not self._belongs_to_list(line, after_blank=blank):
                break
            end = index = end_of_fence(self.lines, index) or index + 1
            blank = False
        return end

    def _belongs_to_list(self, line: str, *, after_blank: bool) -> bool:
        if line[0] in " \t":
            return True
        if heading(line) or is_rule(line):
            return False
        if LIST_ITEM.match(line):
            return True
        return not after_blank and not FENCE_START.match(line)

    def _make(self, kind: str, start: int, end: int, level: int = 0, name: str = "") -> Block:
        return Block(kind, self.lines, start, end, self.first, level, name)


def by_answer(parts: Iterable[Block | Element]) -> list[tuple[list[Block], Element | None]]:
    """Return blocks in groups, each with the collapsible answer that follows it; the last may have none."""
    groups: list[tuple[list[Block], Element | None]] = []
    waiting: list[Block] = []
    for piece in parts:
        if isinstance(piece, Block):
            waiting.append(piece)
        else:
            groups.append((waiting, piece))
            waiting = []
    return [*groups, (waiting, None)] if waiting else groups
