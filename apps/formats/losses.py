"""What a file loses on its way here: each sort of loss in one warning, with its number and the first places.

    NO_BACK = ngettext(
        "{count} row has no back and is not asked: {places}.",
        "{count} rows have no back and are not asked: {places}.",
        1,
    )
    losses = Losses()
    losses.add(NO_BACK, Place(row=3))
    losses.warnings()

A sentence of one loss that has no {places} comes after its place (“Line 3: This question has no answer.”). A sort
without a plural of its own gets a general one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from apps.formats.messages import Message, listed, ngettext, verbatim
from apps.formats.problems import ImportWarning, Place

type Position = Place | str  # where a loss is, or the name of what is lost

MAX_NUMBERS = 5  # of lines or rows, in a warning
MAX_NAMES = 3
PLACES = "{places}"


def note_left_out(problem: Message) -> Message:
    """Return the sort of notes that are left out for this reason."""
    return ngettext(
        "{problem} The note was left out.", "{count} notes were left out: {places}. {problem}", 1, problem=problem
    )


def _repeated(sort: Message) -> Message:
    """Return the sort of what happens again and has no plural of its own."""
    return ngettext("{problem}", "{count} times ({places}): {problem}", 1, problem=sort)


@dataclass
class _Loss:
    """A sort of loss in the words of the first one, how many there are, and the first of their places, each once."""

    sort: Message
    count: int = 0
    first: dict[Position, None] = field(default_factory=dict)

    def add(self, position: Position | None, count: int) -> None:
        self.count += count
        if position and len(self.first) <= MAX_NUMBERS:
            self.first[position] = None

    @property
    def warning(self) -> ImportWarning:
        positions = tuple(self.first)
        if self.count == 1 and PLACES not in self.sort.template:
            return ImportWarning(self.sort, *(each for each in positions if isinstance(each, Place)))
        sort = self.sort if PLACES in self.sort.plural else _repeated(self.sort)
        return ImportWarning(sort.counted(self.count, places=first_of(positions)))


class Losses:
    """What a file loses. Sorts come in the order in which they were met first."""

    def __init__(self) -> None:
        self._losses: dict[tuple[str, ...], _Loss] = {}

    def add(self, sort: Message, position: Position | None = None, count: int = 1) -> None:
        """Add a loss of a sort, or several at one place."""
        if count:
            self._losses.setdefault(_key(sort), _Loss(sort)).add(position, count)

    def warnings(self) -> list[ImportWarning]:
        """Return one warning for each sort."""
        return [loss.warning for loss in self._losses.values()]

    def __len__(self) -> int:
        """Return how much is lost."""
        return sum(loss.count for loss in self._losses.values())


def together(warnings: Iterable[ImportWarning]) -> list[ImportWarning]:
    """Return one warning for each sort of these."""
    losses = Losses()
    for each in warnings:
        losses.add(each.message, each.place)
    return losses.warnings()


def first_of(positions: Sequence[Position]) -> Message:
    """Return the first of some places in words: “rows 3, 5”, “lines 2, 4, 6, 8, 10, …”, or their names."""
    lines = [f"{each.line}" for each in positions if isinstance(each, Place) and each == Place(line=each.line)]
    if lines and len(lines) == len(positions):
        return ngettext("line {numbers}", "lines {numbers}", len(lines)).with_parameters(
            numbers=listed(lines, MAX_NUMBERS)
        )
    rows = [f"{each.row}" for each in positions if isinstance(each, Place) and each == Place(row=each.row)]
    if rows and len(rows) == len(positions):
        return ngettext("row {numbers}", "rows {numbers}", len(rows)).with_parameters(numbers=listed(rows, MAX_NUMBERS))
    return listed([_label(each) for each in positions], MAX_NAMES)


def _label(position: Position) -> Message:
    if isinstance(position, str):
        return verbatim(position)
    return verbatim(f"“{position.note}”") if position == Place(note=position.note) else position.label


def _key(sort: Message) -> tuple[str, ...]:
    """Return what is the same of all losses of a sort: its sentence, and those in it; of one without a plural, all."""
    if PLACES not in sort.plural:
        return (str(sort),)
    return (
        sort.template,
        sort.plural,
        *(each.template for _parameter, each in sort.parameters if isinstance(each, Message)),
    )
