"""What notes lose while an import is planned: formulas that cannot be drawn, and blanks that cannot be read."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from apps.cards.rendering.own_markup import UNDRAWN
from apps.cards.siblings import RenderedCard
from apps.formats.losses import Losses
from apps.formats.messages import Message, ngettext

FORMULA = re.compile(f"{UNDRAWN}([^<]*)</code>")
MAX_LENGTH = 80  # characters of a formula that the warning names
UNDRAWN_FORMULA = ngettext(
    "{count} formula cannot be drawn and is shown as it is written: {places}",
    "{count} formulas cannot be drawn and are shown as they are written, such as {places}",
    1,
)


def without_blanks(problem: Message) -> Message:
    """Return the sort of notes that are imported without their blanks for this reason."""
    return ngettext(
        "{problem} Until then, the note has no blanks.",
        "{count} notes have no blanks until they are fixed: {places}. {problem}",
        1,
        problem=problem,
    )


def add_undrawn(losses: Losses, cards: Iterable[RenderedCard]) -> None:
    """Add the formulas of a note that cannot be drawn, of which its cards may show each several times."""
    for formula in dict.fromkeys(formula for card in cards for formula in _formulas(card)):
        losses.add(UNDRAWN_FORMULA, f"${formula[:MAX_LENGTH]}$")


def _formulas(card: RenderedCard) -> Iterator[str]:
    for side in (card.front, card.back):
        if UNDRAWN in side:
            yield from map(unescape, FORMULA.findall(side))
