"""What cards of a package lose on their way here: the sorts of loss, and the names of the notes."""

from html import unescape

from apps.formats.anki.fields.cloze import PICTURE
from apps.formats.anki.records import AnkiNote
from apps.formats.anki.templates import filters
from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _
from apps.formats.problems import ImportProblem, Place

MAX_NAME_LENGTH = 40
HIDDEN = ngettext(  # and nothing else of the card shows it
    "What the front of {count} card hides was left out: {places}.",
    "What the fronts of {count} cards hide was left out: {places}.",
    1,
)
BLANK = ngettext(
    "{count} card shows nothing on its front and is not asked: {places}.",
    "{count} cards show nothing on their fronts and are not asked: {places}.",
    1,
)
UNTOLD = ngettext(
    "A script or a style decides what the front of {count} card shows, so it is not asked: {places}.",
    "A script or a style decides what the fronts of {count} cards show, so they are not asked: {places}.",
    1,
)
UNANSWERED = ngettext(
    "{count} card has no answer and is not asked: {places}.",
    "{count} cards have no answers and are not asked: {places}.",
    1,
)
LABELS = ngettext(
    "Texts that are written on the picture of {count} note were left out: {places}.",
    "Texts that are written on the pictures of {count} notes were left out: {places}.",
    1,
)


def place_of(note: AnkiNote) -> Place:
    """Return the place of a note under what people know it by: the first words of it."""
    shown = (text for text in note.fields if f"::{PICTURE}" not in text)  # masks are no words
    filled = (" ".join(unescape(filters.without_tags(text)).split()) for text in shown)
    return Place(note=next(filter(None, filled), note.guid)[:MAX_NAME_LENGTH])


def without_template(problem: ImportProblem) -> Message:
    """Return why the cards of a template were left out."""
    return _("{problem} The cards of this template were left out.", problem=problem.message)
