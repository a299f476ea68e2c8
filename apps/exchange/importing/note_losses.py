"""What notes lose while an import is planned: formulas that cannot be drawn, and blanks that cannot be read."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import unescape
from itertools import zip_longest
from typing import Any

from apps.cards.kinds import multi_card, occlusion
from apps.cards.kinds.registry import MULTI_CARD, OCCLUSION
from apps.cards.rendering.own_markup import UNDRAWN
from apps.cards.siblings import RenderedCard
from apps.formats.import_source import IncomingNote
from apps.formats.losses import Losses, note_left_out
from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _
from apps.formats.problems import Place
from apps.formats.records import NoteRecord

FORMULA = re.compile(f"{UNDRAWN}([^<]*)</code>")
MAX_LENGTH = 80  # characters of a formula that the warning names
UNDRAWN_FORMULA = ngettext(
    "{count} formula cannot be drawn and is shown as it is written: {places}",
    "{count} formulas cannot be drawn and are shown as they are written, such as {places}",
    1,
)


NOTHING_ASKED = _("It shows nothing on its front.")
NOTHING_ASKED_ON_PAGE = ngettext(
    "It shows nothing on its front. The note is not asked.",
    "{count} notes show nothing on their fronts and are not asked: {places}.",
    1,
)
NOTHING_ON_A_SIDE = ngettext(
    "{count} card shows nothing on its front or its back and is not asked: {places}.",
    "{count} cards show nothing on their fronts or their backs and are not asked: {places}.",
    1,
)
NOTHING_ANSWERED = ngettext(
    "It shows nothing on its back. The note is not asked.",
    "{count} notes show nothing on their backs and are not asked: {places}.",
    1,
)


def problem_of_masks(values: Mapping[str, Any]) -> Message | None:
    """Return why a picture cannot be shown with its masks; nothing where it can, and for notes without masks."""
    if values["kind"] != OCCLUSION:
        return None
    note = NoteRecord(values["front"], values["back"])
    return next(iter(occlusion.problems(note, False).values()), None)


def asks_nothing(
    each: IncomingNote, values: Mapping[str, Any], cards: Collection[RenderedCard], refused: Losses, losses: Losses
) -> bool:
    """Return whether a note shows no question and is left out; name one that shows no answer."""
    if not any(card.is_question for card in cards):
        refused.add(note_left_out(NOTHING_ASKED), each.note.place)
        return True
    if _has_answer(values, blank_is_named=each.origin is not None) and not any(card.is_asked for card in cards):
        losses.add(NOTHING_ANSWERED, each.note.place)
    return False


def _has_answer(values: Mapping[str, Any], *, blank_is_named: bool) -> bool:
    """Return whether an answer is written; dividers are none where the reader of the file named blank parts."""
    if values["kind"] == MULTI_CARD and blank_is_named:
        return any(text.strip() for text in (*multi_card.parts(values["back"]), values["extra"]))
    return values["kind"] != OCCLUSION and bool((values["back"] or values["extra"]).strip())


def add_card_losses(
    losses: Losses, each: IncomingNote, values: Mapping[str, Any], cards: Collection[RenderedCard]
) -> None:
    """Add what the cards of a note do not show."""
    add_undrawn(losses, cards)
    add_empty_parts(losses, values, cards, each.note.place, blank_is_named=each.origin is not None)


def add_empty_parts(
    losses: Losses, values: Mapping[str, Any], cards: Collection[RenderedCard], place: Place, *, blank_is_named: bool
) -> None:
    """Add the parts of a multi-card note that are not asked where others are.

    With `blank_is_named`, what is not even written was named by the reader of the file.
    """
    if values["kind"] != MULTI_CARD:
        return
    asked = {card.ordinal for card in cards if card.is_asked}
    if not asked:
        return
    pairs = zip_longest(multi_card.parts(values["front"]), multi_card.parts(values["back"]), fillvalue="")
    unasked = [pair for ordinal, pair in enumerate(pairs) if ordinal not in asked]
    losses.add(NOTHING_ON_A_SIDE, place, sum(map(all if blank_is_named else any, unasked)))


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
