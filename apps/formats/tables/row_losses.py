"""What rows of a table lose on their way to a deck, in sentences: each sort of loss once, with the first rows."""

from collections.abc import Iterator
from enum import Enum

from apps.cards.kinds.registry import BASIC, REVERSED
from apps.formats.messages import Message, ngettext
from apps.formats.problems import ImportWarning, listed
from apps.formats.records import NoteRecord


class LossKind(Enum):
    """A sort of loss, in the order in which they are named."""

    NO_BACK = "no back"
    NO_FRONT = "no front"
    BLANK = "blank"
    ABOVE = "above the names of the columns"
    WIDE = "more cells than the others"
    CONTINUED = "continued by lines without a separator"


class RowLosses:
    """The rows of each sort of loss."""

    def __init__(self) -> None:
        self._rows: dict[LossKind, list[int]] = {loss: [] for loss in LossKind}

    def add(self, loss: LossKind, row: int) -> None:
        """Add a row by its number."""
        self._rows[loss].append(row)

    def warnings(self) -> Iterator[ImportWarning]:
        """Yield a warning for each sort."""
        for loss, rows in self._rows.items():
            if rows:
                yield ImportWarning(_sentence(loss, len(rows), listed(rows)))


def is_unanswered(note: NoteRecord) -> bool:
    """Return whether a note has nothing on its back, so that it is not asked."""
    return note.kind in (BASIC, REVERSED) and not (note.back.strip() or note.extra.strip())


def _sentence(loss: LossKind, count: int, rows: str) -> Message:
    sentences = {
        LossKind.NO_BACK: ngettext(
            "{count} row has no back and is not asked: row {rows}.",
            "{count} rows have no back and are not asked: rows {rows}.",
            count,
            rows=rows,
        ),
        LossKind.NO_FRONT: ngettext(
            "{count} row has no front and was left out: row {rows}.",
            "{count} rows have no front and were left out: rows {rows}.",
            count,
            rows=rows,
        ),
        LossKind.BLANK: ngettext(
            "{count} row is blank and was left out: row {rows}.",
            "{count} rows are blank and were left out: rows {rows}.",
            count,
            rows=rows,
        ),
        LossKind.ABOVE: ngettext(
            "{count} row above the names of the columns was left out: row {rows}.",
            "{count} rows above the names of the columns were left out: rows {rows}.",
            count,
            rows=rows,
        ),
        LossKind.WIDE: ngettext(
            "{count} row has more cells than the others; the rest was put into the last one: row {rows}.",
            "{count} rows have more cells than the others; the rest was put into the last one: rows {rows}.",
            count,
            rows=rows,
        ),
        LossKind.CONTINUED: ngettext(
            "Lines without a separator were added to the last cell of {count} row: row {rows}.",
            "Lines without a separator were added to the last cells of {count} rows: rows {rows}.",
            count,
            rows=rows,
        ),
    }
    return sentences[loss]
