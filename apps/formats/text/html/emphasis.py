"""Puts marks (** and such) around words where Markdown takes them for marks."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter


def marked(pieces: Sequence[tuple[str, str]]) -> str:
    """Join pieces of a text, each with the mark around it, or with none."""
    text = ""
    runs = [("".join(piece for piece, _mark in run), mark) for mark, run in groupby(pieces, key=itemgetter(1))]
    for index, (piece, mark) in enumerate(runs):
        following = runs[index + 1][0][:1] if index + 1 < len(runs) else ""
        text += _between(piece, mark, text[-1:], following) if mark else piece
    return text


def _between(text: str, mark: str, before: str, after: str) -> str:
    """Put each line of a text between marks; spaces at its edges stay outside."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        core = line.strip()
        opens = before if index == 0 and line[:1] == core[:1] else ""
        closes = after if index == len(lines) - 1 and line[-1:] == core[-1:] else ""
        beside_a_word = (opens.isalnum() and not core[:1].isalnum()) or (closes.isalnum() and not core[-1:].isalnum())
        if core and not beside_a_word and opens not in ("*", "~"):
            start = line.index(core)
            lines[index] = f"{line[:start]}{mark}{core}{mark}{line[start + len(core) :]}"
    return "\n".join(lines)
