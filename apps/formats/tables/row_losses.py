"""What rows of a table lose on their way to a deck: the sorts of loss."""

from apps.cards.kinds.registry import BASIC, REVERSED
from apps.formats.messages import ngettext
from apps.formats.records import NoteRecord

NO_BACK = ngettext(
    "{count} row has no back and is not asked: {places}.", "{count} rows have no back and are not asked: {places}.", 1
)
NO_FRONT = ngettext(
    "{count} row has no front and was left out: {places}.",
    "{count} rows have no front and were left out: {places}.",
    1,
)
BLANK = ngettext(
    "{count} row is blank and was left out: {places}.", "{count} rows are blank and were left out: {places}.", 1
)
ABOVE = ngettext(
    "{count} row above the names of the columns was left out: {places}.",
    "{count} rows above the names of the columns were left out: {places}.",
    1,
)
WIDE = ngettext(
    "{count} row has more cells than the others; the rest was put into the last one: {places}.",
    "{count} rows have more cells than the others; the rest was put into the last one: {places}.",
    1,
)
CONTINUED = ngettext(
    "Lines without a separator were added to the last cell of {count} row: {places}.",
    "Lines without a separator were added to the last cells of {count} rows: {places}.",
    1,
)


def is_unanswered(note: NoteRecord) -> bool:
    """Return whether a note has nothing on its back, so that it is not asked."""
    return note.kind in (BASIC, REVERSED) and not (note.back.strip() or note.extra.strip())
