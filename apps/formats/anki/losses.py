"""What cards of a package lose on their way here, in sentences: each sort of loss once, with the first notes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

from apps.formats.anki import filters
from apps.formats.anki.cloze import PICTURE
from apps.formats.anki.records import AnkiNote
from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _
from apps.formats.problems import ImportProblem, ImportWarning, Place

MAX_NAME_LENGTH = 40
MAX_NAMES = 3  # of notes, in a warning


@dataclass
class Loss:
    """How many cards or notes lose something, and the first of these notes by their names."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, note: AnkiNote) -> None:
        """Add a note, or a card of it."""
        self.count += 1
        if len(self.names) <= MAX_NAMES and (name := name_of(note)) not in self.names:
            self.names.append(name)


@dataclass
class Losses:
    """What cards of one note type lose."""

    hidden: Loss = field(default_factory=Loss)  # what a front hides, and nothing else of the card shows
    blank: Loss = field(default_factory=Loss)  # cards with nothing on their fronts
    unanswered: Loss = field(default_factory=Loss)  # cards with nothing on their backs
    labels: Loss = field(default_factory=Loss)  # texts that are written on pictures with masks


def name_of(note: AnkiNote) -> str:
    """Return what people know a note by: the first words of it."""
    shown = (text for text in note.fields if f"::{PICTURE}" not in text)  # masks are no words
    filled = (" ".join(unescape(filters.without_tags(text)).split()) for text in shown)
    return next(filter(None, filled), note.guid)[:MAX_NAME_LENGTH]


def left_out(problem: Message, loss: Loss) -> ImportWarning:
    """Return why notes were left out: all that were for the same reason."""
    if loss.count == 1:
        return ImportWarning(_("{problem} The note was left out.", problem=problem), Place(note=loss.names[0]))
    return ImportWarning(
        ngettext(
            "{count} note was left out: {notes}. {problem}",
            "{count} notes were left out: {notes}. {problem}",
            loss.count,
            notes=_first(loss.names),
            problem=problem,
        )
    )


def without_template(problem: ImportProblem) -> Message:
    """Return why the cards of a template were left out."""
    return _("{problem} The cards of this template were left out.", problem=problem.message)


def sentences(losses: Losses) -> Iterator[Message]:
    """Return a sentence on each sort of loss."""
    hidden, blank, unanswered = losses.hidden, losses.blank, losses.unanswered
    every_sort = (
        ngettext(
            "What the front of {count} card hides was left out: {notes}.",
            "What the fronts of {count} cards hide was left out: {notes}.",
            hidden.count,
            notes=_first(hidden.names),
        ),
        ngettext(
            "{count} card shows nothing on its front and is not asked: {notes}.",
            "{count} cards show nothing on their fronts and are not asked: {notes}.",
            blank.count,
            notes=_first(blank.names),
        ),
        ngettext(
            "{count} card has no answer and is not asked: {notes}.",
            "{count} cards have no answers and are not asked: {notes}.",
            unanswered.count,
            notes=_first(unanswered.names),
        ),
        ngettext(
            "Texts that are written on the picture of {count} note were left out: {notes}.",
            "Texts that are written on the pictures of {count} notes were left out: {notes}.",
            losses.labels.count,
            notes=_first(losses.labels.names),
        ),
    )
    return (sentence for sentence in every_sort if sentence.count)


def _first(names: Iterable[str]) -> str:
    """Return the first of some names, each once."""
    distinct = list(dict.fromkeys(names))
    more = ", …" if len(distinct) > MAX_NAMES else ""
    return ", ".join(f"“{name}”" for name in distinct[:MAX_NAMES]) + more
