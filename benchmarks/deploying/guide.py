"""Reads the command blocks of a document, each with the machines that it is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
PART = re.compile(r"^(?:(?P<level>#+) (?P<title>[^\n]+)|```sh\n(?P<commands>.*?)```)$", re.DOTALL | re.MULTILINE)
WHERE = re.compile(r"# On (?P<where>.+):\n")


@dataclass(frozen=True)
class Block:
    """Commands as they stand, the headings above them from the outermost, and where they are to be given."""

    path: tuple[str, ...]
    where: str
    commands: str


def blocks_of(document: str) -> list[Block]:
    """Return the blocks of a document of docs/, in their order.

    One that does not say in its first line where it belongs (`# On every node:`) is a ValueError.
    """
    return list(_blocks((DOCS / document).read_text(encoding="utf-8")))


def _blocks(text: str) -> Iterator[Block]:
    path: tuple[str, ...] = ()
    for part in PART.finditer(text):
        if part["title"]:
            path = (*path[: len(part["level"]) - 1], part["title"])
            continue
        where = WHERE.match(part["commands"])
        if not where:
            raise ValueError(f"A block below “{path[-1]}” does not begin with “# On ...:”:\n{part['commands']}")
        yield Block(path, where["where"], part["commands"])
