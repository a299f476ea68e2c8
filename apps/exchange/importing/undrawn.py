"""Counts the formulas of an import that cannot be drawn; they are shown as they are written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

from apps.cards.rendering.own_markup import UNDRAWN
from apps.cards.siblings import RenderedCard
from apps.formats.messages import ngettext
from apps.formats.problems import ImportWarning, Place

FORMULA = re.compile(f"{UNDRAWN}([^<]*)</code>")
MAX_NAMED = 3
MAX_LENGTH = 80  # characters of a formula that the warning names


@dataclass
class UndrawnFormulas:
    """The formulas of notes that cannot be drawn: how many, the first of them, and where that is."""

    count: int = 0
    first: list[str] = field(default_factory=list)
    place: Place | None = None

    def add(self, cards: Iterable[RenderedCard], place: Place) -> None:
        """Count those of a note, of which its cards may show each several times."""
        found = dict.fromkeys(formula for card in cards for formula in _formulas(card))
        if found:
            self.place = self.place or place
            self.count += len(found)
            self.first += list(found)[: MAX_NAMED - len(self.first)]

    @property
    def warnings(self) -> list[ImportWarning]:
        """Return one warning of all of them."""
        if self.place is None:
            return []
        message = ngettext(
            "{count} formula cannot be drawn and is shown as it is written: {formulas}",
            "{count} formulas cannot be drawn and are shown as they are written, such as {formulas}",
            self.count,
            formulas=", ".join(f"${each[:MAX_LENGTH]}$" for each in self.first),
        )
        return [ImportWarning(message, self.place)]


def _formulas(card: RenderedCard) -> Iterator[str]:
    for side in (card.front, card.back):
        if UNDRAWN in side:
            yield from map(unescape, FORMULA.findall(side))
