"""What notes of a file lose while an import is planned: each sort once, with their number and the first places."""

from collections import defaultdict
from dataclasses import dataclass, field

from apps.formats.messages import Message, listed, ngettext
from apps.formats.messages import gettext as _
from apps.formats.problems import ImportWarning, Place

MAX_PLACES = 3  # of notes, in a warning


@dataclass
class _Loss:
    """Why some notes lose something, in the words of the first; how many do, and the first of their places."""

    problem: Message = field(default_factory=lambda: Message(""))
    count: int = 0
    places: list[Place] = field(default_factory=list)

    def add(self, problem: Message, place: Place) -> None:
        self.problem = self.problem if self.count else problem
        self.count += 1
        if len(self.places) <= MAX_PLACES:
            self.places.append(place)

    @property
    def first(self) -> Message:
        """Return the first places in words."""
        return listed([place.label for place in self.places], MAX_PLACES)


class NoteLosses:
    """The notes that are left out, and those whose blanks cannot be read."""

    def __init__(self) -> None:
        self.left_out = 0
        self._left_out: dict[str, _Loss] = defaultdict(_Loss)  # by the sentence without its parameters
        self._without_blanks: dict[str, _Loss] = defaultdict(_Loss)

    def leave_out(self, problem: Message, place: Place) -> None:
        """Count a note that is left out."""
        self.left_out += 1
        self._left_out[problem.template].add(problem, place)

    def lose_blanks(self, problem: Message, place: Place) -> None:
        """Count a note that is imported without its blanks."""
        self._without_blanks[problem.template].add(problem, place)

    @property
    def warnings(self) -> list[ImportWarning]:
        """Return one warning of each sort."""
        left_out = map(_left_out, self._left_out.values())
        return [*left_out, *map(_without_blanks, self._without_blanks.values())]


def _left_out(loss: _Loss) -> ImportWarning:
    if loss.count == 1:
        return ImportWarning(_("{problem} The note was left out.", problem=loss.problem), loss.places[0])
    message = ngettext(
        "{count} note was left out ({places}). {problem}",
        "{count} notes were left out ({places}). {problem}",
        loss.count,
        places=loss.first,
        problem=loss.problem,
    )
    return ImportWarning(message)


def _without_blanks(loss: _Loss) -> ImportWarning:
    if loss.count == 1:
        return ImportWarning(_("{problem} Until then, the note has no blanks.", problem=loss.problem), loss.places[0])
    message = ngettext(
        "{count} note has no blanks until it is fixed ({places}). {problem}",
        "{count} notes have no blanks until they are fixed ({places}). {problem}",
        loss.count,
        places=loss.first,
        problem=loss.problem,
    )
    return ImportWarning(message)
