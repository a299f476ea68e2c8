"""What a page showed of a row when it was opened, and the order its rows get when it is saved. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import Any

LAST = 10**9


def fingerprint(values: Iterable[Any]) -> str:
    """Return a short text that is another one for other values."""
    return blake2b(json.dumps(list(values)).encode(), digest_size=9).hexdigest()


@dataclass(frozen=True)
class RowFingerprint:
    """What the page showed of a row: the fingerprint of its texts, its section and its place there, from 1."""

    texts: str = ""
    section: str = ""
    place: int = 0

    def __str__(self) -> str:
        return f"{self.texts}:{self.section}:{self.place}"

    @classmethod
    def read(cls, text: str) -> "RowFingerprint":
        """Return what a form brought back; nothing seen for anything else."""
        texts, section, place = [*text.split(":"), "", ""][:3]
        return cls(texts, section, int(place) if place.isdecimal() and len(place) < 9 else 0)


@dataclass(frozen=True)
class RowPosition[Row]:
    """Where a row shall stand (None: last), and where it stood before (None: it is new there)."""

    row: Row
    wanted: int | None
    before: int | None

    @property
    def key(self) -> tuple[int, int, int]:
        """Sort by what is wanted; a row that was moved up goes before the one that has its number, moved down after."""
        wanted = LAST if self.wanted is None else self.wanted
        before = LAST if self.before is None else self.before
        direction = (wanted > before) - (wanted < before)
        return wanted, direction, before


def in_order[Row](places: Iterable[RowPosition[Row]]) -> list[Row]:
    """Return the rows in the order that their places ask for."""
    return [place.row for place in sorted(places, key=lambda place: place.key)]


def numbered(positions: list[int]) -> list[int]:
    """Return positions for rows in this order: those they have while these grow, else 1, 2, 3.

    A row that has none yet comes with a negative one.
    """
    grow = min(positions, default=0) >= 0 and all(a < b for a, b in pairwise(positions))
    return positions if grow else list(range(1, len(positions) + 1))
