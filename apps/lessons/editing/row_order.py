"""What a page showed of a row when it was opened, and the order that its rows get when it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

LAST = 10**9
MAX_RANK_DIGITS = 8


@dataclass(frozen=True)
class RowFingerprint:
    """What the page showed of a row: the fingerprints of its texts, its section and its rank there, from 1."""

    texts: str = ""
    section: str = ""
    rank: int = 0

    def __str__(self) -> str:
        return f"{self.texts}:{self.section}:{self.rank}"

    @classmethod
    def parse(cls, text: str) -> "RowFingerprint":
        """Return what a form sent; the fingerprint of nothing for a text that is none."""
        texts, section, rank = [*text.split(":"), "", ""][:3]
        return cls(texts, section, int(rank) if rank.isdecimal() and len(rank) <= MAX_RANK_DIGITS else 0)


@dataclass(frozen=True)
class RankRequest[Row]:
    """The rank that a row shall have (None: last), and the one it has now (None: it is new in its section)."""

    row: Row
    requested: int | None
    current: int | None

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Sort by the request. Of two rows for one rank, the one that moves up goes first, the one moving down last."""
        requested = LAST if self.requested is None else self.requested
        current = LAST if self.current is None else self.current
        direction = (requested > current) - (requested < current)
        return requested, direction, current


def in_requested_order[Row](requests: Iterable[RankRequest[Row]]) -> list[Row]:
    """Return the rows in the order that their requests ask for."""
    return [request.row for request in sorted(requests, key=lambda request: request.sort_key)]


def increasing(positions: list[int]) -> list[int]:
    """Return positions for rows in this order: the current ones while these increase, else 1, 2, 3.

    A row without a position yet has a negative one.
    """
    are_increasing = min(positions, default=0) >= 0 and all(a < b for a, b in pairwise(positions))
    return positions if are_increasing else list(range(1, len(positions) + 1))
