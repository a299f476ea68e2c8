"""Puts marks (** and such) around words where Markdown takes them for marks."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

EDGES = ".,;:!?…\"'“”‘’«»()、。，；：！？・「」『』（）【】《》〈〉–—+%°/€"  # what may as well be outside of a mark
MARKS = "*~"  # of the text itself: its own signs have backslashes
TAG = re.compile(r"(<rt>.*?</rt>|</?\w+(?: class=\"\w+\")?>)", re.DOTALL)


def marked(pieces: Sequence[tuple[str, str]]) -> str:
    """Join pieces of a text, each with the mark around it, or with none."""
    runs = [("".join(piece for piece, _mark in run), mark) for mark, run in groupby(pieces, key=itemgetter(1))]
    around = ["", *(piece for piece, _mark in runs), ""]
    return "".join(
        _between(piece, mark, around[index].rstrip(MARKS)[-1:], around[index + 2].lstrip(MARKS)[:1]) if mark else piece
        for index, (piece, mark) in enumerate(runs)
    )


def _between(text: str, mark: str, before: str, after: str) -> str:
    """Put each line of a text between marks; spaces at its edges stay outside."""
    lines = text.split("\n")
    last = len(lines) - 1
    return "\n".join(
        _line(line, mark, before if index == 0 else "", after if index == last else "")
        for index, line in enumerate(lines)
    )


def _line(line: str, mark: str, before: str, after: str) -> str:
    core = line.strip()
    if not core:
        return line
    start = line.index(core)
    head, tail = line[:start], line[start + len(core) :]
    opens, closes = "" if head else before, "" if tail else after
    if _is_beside_a_word(core, opens, closes):
        core = "".join(_parts(core, mark, opens, closes))
    else:
        core = f"{mark}{core}{mark}"
    return f"{head}{core}{tail}"


def _parts(core: str, mark: str, before: str, after: str) -> Iterator[str]:
    """Yield a text whose edges are no words, with marks further inside: behind its tags and punctuation."""
    parts = TAG.split(core)
    for index, part in enumerate(parts):
        if index % 2 or not part.strip():
            yield part
            continue
        opens = before if not "".join(parts[:index]) else ""
        closes = after if not "".join(parts[index + 1 :]) else ""
        yield _shrunk(part, mark, opens, closes) if len(parts) == 1 else _line(part, mark, opens, closes)


def _shrunk(text: str, mark: str, before: str, after: str) -> str:
    """Return a text with marks around what is between its punctuation; without, where that would not be its words."""
    core = text.strip(EDGES)
    start = text.find(core)
    head, tail = text[:start], text[start + len(core) :]
    is_syntax = "](" in text or core.endswith("\\") or core != core.strip()
    if not core or is_syntax or _is_beside_a_word(core, head[-1:] or before, tail[:1] or after):
        return text
    return f"{head}{mark}{core}{mark}{tail}"


def _is_beside_a_word(core: str, before: str, after: str) -> bool:
    """Return whether Markdown would not take marks here for marks: between a word and what is none."""
    begins, ends = _is_word(core.lstrip(MARKS)[:1]), _is_word(core.rstrip(MARKS)[-1:])
    return (_is_word(before) and not begins) or (_is_word(after) and not ends)


def _is_word(character: str) -> bool:
    """Return whether a character is neither a space nor punctuation."""
    return bool(character) and unicodedata.category(character)[0] in "LMN"
