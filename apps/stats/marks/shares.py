"""Shares of a whole, side by side in one bar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import get_language_bidi


@dataclass(frozen=True)
class Share:
    """A part of a whole, with its name and ink."""

    name: str
    ink: str
    number: int
    hatched: bool = False


class ShareRect(NamedTuple):
    """A part of the bar, in per cent of its width."""

    x: float
    width: float
    ink: str
    hatched: bool


@dataclass(frozen=True)
class Shares:
    """A bar of shares; `sentence` says them."""

    sentence: str
    shares: Sequence[Share]
    mirrored: bool = field(default_factory=get_language_bidi)

    @property
    def total(self) -> int:
        """The whole."""
        return sum(each.number for each in self.shares)

    @property
    def segments(self) -> Iterator[ShareRect]:
        """The parts that are not empty, from where reading begins."""
        x = 0.0
        for each in self.shares:
            width = 100 * each.number / max(1, self.total)
            if width:
                left = 100 - x - width if self.mirrored else x
                yield ShareRect(round(left, 2), round(width, 2), each.ink, each.hatched)
            x += width
