"""Writes what other page builders fold as `<details>`, so that one reader reads them all.

MkDocs' `???`, MyST's and VitePress's `:::`, callouts of Quarto and Obsidian, shortcodes; and `<details>` in quotations.
What a builder shows unfolded is text, unless its title asks; where it holds a folding, or is in one, its own title is
in bold print above that.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from apps.formats.practice_page.markdown.syntax import fold_openings
from apps.formats.practice_page.markdown.syntax.blocks import end_of_fence
from apps.formats.practice_page.markdown.syntax.fold_openings import Opening
from apps.formats.practice_page.markdown.syntax.items import is_plain

MAX_DEPTH = 6  # of foldings in each other; deeper ones stay as they are written
MAY_HOLD = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+|\d{1,4}[.)][ \t]+)?"
    r"(?:\?\?\?|:::|///[ \t]*details|[`~]{3,}\{|>[ \t]*(?:\[!|<details)|\{\{[<%]|\[details)",
    re.MULTILINE | re.IGNORECASE,
)
QUOTED = re.compile(r"[ \t]{0,3}>[ ]?")
HTML = re.compile(r"<details\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A line, and its number in the file."""

    text: str
    number: int


@dataclass(frozen=True)
class _Folding:
    """A block that a builder folds or frames: `end` is the index of the line after it."""

    opening: Opening
    lines: Sequence[Line]
    end: int


def are_in(text: str) -> bool:
    """Return whether a text holds foldings that are not `<details>` at the beginning of a line."""
    return bool(MAY_HOLD.search(text)) and unfold(text)[0] != text


def unfold(text: str) -> tuple[str, list[int]]:
    """Return a text with `<details>` for all foldings, and the number in the file of each of its lines."""
    texts = text.split("\n")
    if not MAY_HOLD.search(text):
        return text, list(range(1, len(texts) + 1))
    lines = list(_unfolded([Line(line, number) for number, line in enumerate(texts, 1)], MAX_DEPTH))
    return "\n".join(line.text for line in lines), [line.number for line in lines]


def _unfolded(lines: Sequence[Line], depth: int) -> Iterator[Line]:
    texts = [line.text for line in lines]
    index = 0
    while index < len(lines):
        found = _found(lines, texts, index, is_inside=depth < MAX_DEPTH) if depth else None
        if found:
            inner = list(_unfolded(found.lines, depth - 1))
            yield from _written(found, inner, lines[index])
            index = found.end
            continue
        end = end_of_fence(texts, index) or index + 1
        yield from lines[index:end]
        index = end


def _written(found: _Folding, inner: Sequence[Line], first: Line) -> Iterator[Line]:
    """Yield a folding as `<details>`, and one that is open or that holds the answer to its title as text."""
    opening, number = found.opening, first.number
    last = inner[-1].number if inner else number
    if opening.folds and not (_holds_answer(inner) and not is_plain(opening.title)):
        asks = ' data-asks="summary"' if opening.asks else ""
        yield Line(f"<details{asks}><summary>{opening.title}</summary>", number)
        yield Line("", number)
        yield from inner
        yield from (Line("", last), Line("</details>", last), Line("", last))
        return
    if opening.title:
        yield from (Line("", number), Line(f"**{opening.title}**", number), Line("", number))
    yield from inner
    yield Line("", last)


def _holds_answer(inner: Sequence[Line]) -> bool:
    """Return whether a block holds a folding whose wording only asks to open it."""
    summaries = (re.search(r"<summary>(.*?)</summary>", line.text) for line in inner if HTML.match(line.text))
    return any(is_plain(summary[1]) for summary in summaries if summary)


def _found(lines: Sequence[Line], texts: Sequence[str], index: int, *, is_inside: bool) -> _Folding | None:
    """Return the folding that begins in a line; inside another one, also what only frames its text."""
    text = texts[index]
    if QUOTED.match(text):
        return _quoted(lines, texts, index)
    opening = fold_openings.read(text)
    if not opening:
        return None
    end, after = ENDS[opening.form](texts, index, opening)
    inner = _inner(lines[index + 1 : end], opening)
    opening, inner = _with_options(opening, inner)
    opening = fold_openings.as_question(opening)
    if not opening.folds and not any(_begins(line.text) for line in inner):
        is_text = opening.is_text or opening.is_open or is_inside
        return _Folding(opening, inner, after) if is_text else None
    return _Folding(opening, inner, after)


def _begins(text: str) -> bool:
    """Return whether a line may begin a folding."""
    if HTML.match(text.lstrip(" \t>")):
        return True
    opening = fold_openings.read(QUOTED.sub("", text) if QUOTED.match(text) else text)
    return opening is not None and (opening.folds or opening.is_text)


def _inner(lines: Sequence[Line], opening: Opening) -> list[Line]:
    """Return the lines of a block without the indentation that it asks for."""
    width = opening.indent + (fold_openings.INDENT if opening.form == "indented" else 0)
    return [Line(_outdented(line.text, width), line.number) for line in lines]


def _outdented(text: str, width: int) -> str:
    expanded = text.expandtabs(fold_openings.INDENT) if text[:width].strip(" ") else text
    return expanded[min(width, len(expanded) - len(expanded.lstrip(" "))) :]


def _with_options(opening: Opening, inner: list[Line]) -> tuple[Opening, list[Line]]:
    """Return an opening with the options in the first lines of its block, and the other lines."""
    count = fold_openings.count_options([line.text for line in inner], opening)
    opening = fold_openings.with_options(opening, [line.text for line in inner[:count]])
    inner = inner[count:]
    first = next((index for index, line in enumerate(inner) if line.text.strip()), None)
    if opening.titled_by_heading and first is not None and (title := fold_openings.heading(inner[first].text)):
        return fold_openings.titled(opening, title), inner[first + 1 :]
    return opening, inner


def _quoted(lines: Sequence[Line], texts: Sequence[str], index: int) -> _Folding | None:
    """Return a quotation that is a folded callout, or that holds a folding."""
    end = index
    while end < len(texts) and QUOTED.match(texts[end]):
        end += 1
    inner = [Line(QUOTED.sub("", line.text, count=1), line.number) for line in lines[index:end]]
    callout = fold_openings.callout(inner[0].text)
    if callout and callout.folds:
        return _Folding(callout, inner[1:], end)
    if not _holds_folding([line.text for line in inner]):
        return None
    return _Folding(callout or fold_openings.PLAIN, inner[1:] if callout else inner, end)


def _holds_folding(texts: Sequence[str]) -> bool:
    """Return whether a folding begins in one of some lines that are no code."""
    index = 0
    while index < len(texts):
        opening = fold_openings.read(texts[index])
        end = None if opening else end_of_fence(texts, index)
        if end is None and (HTML.search(texts[index]) or _begins(texts[index]) or _is_folded_callout(texts[index])):
            return True
        index = end or index + 1
    return False


def _is_folded_callout(text: str) -> bool:
    callout = fold_openings.callout(QUOTED.sub("", text)) if QUOTED.match(text) else None
    return bool(callout and callout.folds)


def _end_of_indented(texts: Sequence[str], index: int, opening: Opening) -> tuple[int, int]:
    """Return where an indented block ends: before the first line that is neither blank nor indented enough."""
    width, end = opening.indent + fold_openings.INDENT, index + 1
    for at in range(index + 1, len(texts)):
        text = texts[at].expandtabs(fold_openings.INDENT)
        if text.strip() and len(text) - len(text.lstrip(" ")) < width:
            break
        end = at + 1 if text.strip() else end
    return end, end


def _end_of_colons(texts: Sequence[str], index: int, _opening: Opening) -> tuple[int, int]:
    """Return where a block of colons ends: others may be in it, with as many colons or fewer."""
    depth, at = 1, index + 1
    while at < len(texts):
        if fence_end := end_of_fence(texts, at):
            at = fence_end
            continue
        colons = fold_openings.COLONS.match(texts[at])
        depth += (1 if colons["rest"] else -1) if colons else 0
        if not depth:
            return at, at + 1
        at += 1
    return len(texts), len(texts)


def _end_at_closing(texts: Sequence[str], index: int, opening: Opening) -> tuple[int, int]:
    """Return where a block ends that a line of its own closes."""
    closing = re.compile(opening.closing, re.IGNORECASE)
    at = next((at for at in range(index + 1, len(texts)) if closing.fullmatch(texts[at].strip())), len(texts))
    return at, at + 1


ENDS: dict[str, Callable[[Sequence[str], int, Opening], tuple[int, int]]] = {
    "indented": _end_of_indented,
    "colons": _end_of_colons,
    "closed": _end_at_closing,
}
