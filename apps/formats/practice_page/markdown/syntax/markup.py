"""Finds what is in tags on a page's source: collapsible answers and flashcards, outside code.

Every search goes forward only, so that no text, however hostile, takes more than time in proportion to its length.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from apps.formats.messages import gettext as _
from apps.formats.practice_page.markdown.syntax import attributes
from apps.formats.problems import ImportProblem, page_problem

DETAILS, FLASHCARD, PART = "details", "flashcard", "div"
MARK = re.compile(
    r"""
    ^(?P<fence>(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?P<ticks>`{3,}(?=[^`\n]*$)|~{3,}))
    | (?P<escaped>\\.)
    | (?P<code>`+)
    | (?P<comment><!--|\{/\*)
    | <(?P<closing>/?)(?P<tag>details(?=[\s/>])|summary(?=[\s/>])|flashcard(?=[\s/>])|div(?=\s+data-part=))
    """,
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
LINE_END, PARAGRAPH_END = r"\n", r"\n[ \t]*\n"
COMMENT_ENDS = {"<!--": "-->", "{/*": "*/}"}
NAMES = {DETAILS: "<details>", FLASHCARD: "<Flashcard>", "summary": "<summary>"}


@dataclass(frozen=True)
class Text:
    """What is between tags, without comments; `line` is that of its first character."""

    text: str
    line: int


@dataclass(frozen=True)
class Element:
    """A collapsible answer, a flashcard, or the empty mark of a part; `text` is what it holds but for the summary.

    `text_line` is the line in which that begins.
    """

    name: str
    attributes: Mapping[str, str]
    summary: str
    text: str
    line: int
    text_line: int


@dataclass(frozen=True)
class _Mark:
    """A tag or a comment from `start` to `end`."""

    start: int
    end: int
    name: str
    line: int
    closing: bool = False
    empty: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _OpenElement:
    """An element whose closing tag has not come; one inside another writes into the outer one's pieces."""

    mark: _Mark
    text_line: int
    pieces: list[str]
    summary: str = ""
    inside: bool = False


def nodes(source: str) -> list[Text | Element]:
    """Return the page's texts and elements in their order. Raises ImportProblem where a tag or a fence is left open."""
    return _Tree(source).built()


class _Tree:
    """Gathers texts and elements; one that is inside another becomes text of the outer one."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = [-1, *(newline.start() for newline in re.finditer("\n", source))]
        self.top: list[Text | Element] = []
        self.open: list[_OpenElement] = []
        self.pieces: list[str] = []
        self.line = 1

    def built(self) -> list[Text | Element]:
        position = 0
        for mark in self._marks():
            self._pieces().append(self.source[position : mark.start])
            self._handle(mark)
            position = mark.end
        self._pieces().append(self.source[position:])
        if self.open:
            raise _never_closed(self.open[-1].mark)
        self._end_text()
        return self.top

    def _handle(self, mark: _Mark) -> None:
        if mark.name == "comment":
            self._pieces().append("\n" * self.source.count("\n", mark.start, mark.end))
        elif mark.name == "summary":
            self._handle_summary(mark)
        elif mark.closing:
            self._close(mark)
        else:
            self._start(mark)

    def _handle_summary(self, mark: _Mark) -> None:
        """Take the summary of an answer out of its text; elsewhere the tag is text."""
        inside = self.open[-1].mark.name if self.open else ""
        if inside == DETAILS and not mark.closing:
            self.open.append(_OpenElement(mark, self._line_at(mark.end), []))
        elif inside == "summary" and mark.closing:
            self._end_summary("".join(self.open.pop().pieces).strip(), mark)
        else:
            self._pieces().append(self.source[mark.start : mark.end])

    def _end_summary(self, summary: str, mark: _Mark) -> None:
        details = self.open[-1]
        if details.inside:
            details.pieces.append(f"**{summary}**\n\n" if summary else "")
            return
        details.summary = summary
        details.text_line = self._line_at(mark.end)
        details.pieces.clear()

    def _start(self, mark: _Mark) -> None:
        if mark.name == FLASHCARD and self.open:
            raise _never_closed(self.open[-1].mark)
        inside = bool(self.open)
        if inside:
            self._pieces().append("\n\n")
        else:
            self._end_text()
        pieces = self._pieces() if inside else []
        self.open.append(_OpenElement(mark, self._line_at(mark.end), pieces, inside=inside))
        if mark.empty or mark.name == PART:
            self._finish(mark)

    def _close(self, mark: _Mark) -> None:
        if not self.open or (self.open[-1].mark.name == FLASHCARD and mark.name == DETAILS):
            raise page_problem(_("This {tag} doesn’t close anything. Remove it.", tag=_closing(mark.name)), mark.line)
        if self.open[-1].mark.name != mark.name:
            raise _never_closed(self.open[-1].mark)
        self._finish(mark)

    def _finish(self, mark: _Mark) -> None:
        """End the innermost element: on its own it is on the page, inside another it is a text of that one."""
        done = self.open.pop()
        if done.inside:
            done.pieces.append("\n\n")
            return
        opened, text = done.mark, "".join(done.pieces)
        self.top.append(Element(opened.name, opened.attributes, done.summary, text, opened.line, done.text_line))
        self.line = self._line_at(mark.end)

    def _end_text(self) -> None:
        text = "".join(self.pieces)
        if text.strip():
            self.top.append(Text(text, self.line))
        self.pieces = []

    def _pieces(self) -> list[str]:
        return self.open[-1].pieces if self.open else self.pieces

    def _line_at(self, position: int) -> int:
        return bisect_right(self.lines, position - 1)

    def _marks(self) -> Iterator[_Mark]:
        """Yield tags and comments outside code."""
        code = ends_of_code(self.source, LINE_END)
        position = 0
        while found := MARK.search(self.source, position):
            position = found.end()
            if found["fence"] is not None:
                position = self._end_of_fence(found)
            elif found["code"]:
                position = code.get(found.start(), position)
            elif found["comment"] or found["tag"]:
                mark = self._comment(found) if found["comment"] else self._tag(found)
                position = mark.end
                yield mark

    def _end_of_fence(self, found: re.Match[str]) -> int:
        """Return where a fenced block ends; one in a quotation ends with that at the latest."""
        ticks = found["ticks"]
        closing = rf"^[ \t>]*{ticks[0]}{{{len(ticks)},}}[ \t]*$"
        pattern = rf"{closing}|^(?![ \t]*>)" if ">" in found["fence"] else closing
        end = re.compile(pattern, re.MULTILINE).search(self.source, self._end_of_line(found.end()))
        if not end:
            raise page_problem(
                _("This code block never ends. Close it with a line of {ticks}.", ticks=ticks),
                self._line_at(found.end()),
            )
        return end.end()

    def _end_of_line(self, position: int) -> int:
        newline = self.source.find("\n", position)
        return len(self.source) if newline < 0 else newline + 1

    def _comment(self, found: re.Match[str]) -> _Mark:
        end = self.source.find(COMMENT_ENDS[found["comment"]], found.end())
        line = self._line_at(found.end())
        if end < 0:
            raise page_problem(_("This comment never ends. Close it, or write it as code."), line)
        return _Mark(found.start(), end + 3, "comment", line)

    def _tag(self, found: re.Match[str]) -> _Mark:
        line = self._line_at(found.end())
        values, end, empty = attributes.read(self.source, found.end(), line)
        name = found["tag"].lower()
        if name == PART and self.source.startswith("</div>", end):
            end += len("</div>")
        return _Mark(found.start(), end, name, line, bool(found["closing"]), empty, values)


def ends_of_code(source: str, boundary: str) -> dict[int, int]:
    """Return where each code span ends, by where it begins; none goes beyond a boundary (a pattern)."""
    ends: dict[int, int] = {}
    closers: dict[int, int] = {}
    for found in reversed(list(re.finditer(rf"`+|{boundary}", source))):
        if found[0][0] != "`":
            closers.clear()
            continue
        length = len(found[0])
        if length in closers:
            ends[found.start()] = closers[length]
        closers[length] = found.end()
    return ends


def _never_closed(mark: _Mark) -> ImportProblem:
    tags = {"opening": NAMES[mark.name], "closing": _closing(mark.name)}
    return page_problem(_("This {opening} is never closed. Close it with {closing}.", **tags), mark.line)


def _closing(name: str) -> str:
    return NAMES[name].replace("<", "</")
