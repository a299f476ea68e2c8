"""What every print is made of: sheets, laid out in groups.

A *sheet* is printed, or replaced by a placeholder, as one (a card's face, a question). A *group* is laid out in one go.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import ngettext
from pikepdf import Pdf

from apps.printing.layouts.document_info import DocumentInfo
from apps.printing.request.selection import Selection
from apps.web.localized import number

type Imposition = Callable[[Pdf, list[int]], None]
"""Puts the pages of a merged PDF on larger paper, given how many pages each sheet has."""

CARDS, QUESTIONS, CALIBRATION_SHEETS = "card", "question", "calibration sheet"  # what a layout counts


@dataclass(frozen=True)
class Sheet(ABC):
    """What is printed as one: its data make the name under which a print is cached."""

    chapter: tuple[str, ...] = field(default=(), kw_only=True)  # the titles of the bookmarks above its own

    @abstractmethod
    def html(self) -> str:
        """Return the sheet as HTML."""

    @property
    @abstractmethod
    def label(self) -> str:
        """Return the name by which people know it."""

    @abstractmethod
    def placeholder(self) -> "Sheet":
        """Return the sheet to print when this one cannot be: it names what is missing."""

    @property
    def length(self) -> int:
        """Return about how many characters of HTML it holds."""
        return sum(len(value) for value in vars(self).values() if isinstance(value, str))


class Layout(ABC):
    """One way to put a selection of cards, or a lesson, on paper."""

    thing: str = CARDS  # what `count` counts

    @property
    @abstractmethod
    def file_name(self) -> str:
        """Return the name of the PDF, without its ending."""

    @property
    @abstractmethod
    def count(self) -> int:
        """Return how many cards or questions are printed."""

    @property
    @abstractmethod
    def about(self) -> DocumentInfo:
        """Return what the PDF states about itself, and its paper."""

    @abstractmethod
    def groups(self) -> Iterator[Sequence[Sheet]]:
        """Yield the sheets in order, divided into those that are laid out together, made when they are needed."""

    @property
    def imposition(self) -> Imposition | None:
        """Return what puts the pages on larger paper, if anything does."""
        return None

    @property
    def assembly_options(self) -> Mapping[str, object]:
        """Return what the finished PDF depends on beyond its groups."""
        return {}

    @property
    def attached(self) -> Selection | None:
        """Return the cards whose decks are attached to the PDF, if any are."""
        return None


def count_label(count: int, thing: str) -> str:
    """Return the number of cards or questions in words: "1 card", "1,200 cards"."""
    label = {
        CARDS: ngettext("%(count)s card", "%(count)s cards", count),
        QUESTIONS: ngettext("%(count)s question", "%(count)s questions", count),
        CALIBRATION_SHEETS: ngettext("%(count)s calibration sheet", "%(count)s calibration sheets", count),
    }[thing]
    return label % {"count": number(count)}


def in_groups[AnySheet: Sheet](
    sheets: Iterable[AnySheet], max_sheets: int, max_length: int
) -> Iterator[list[AnySheet]]:
    """Yield the sheets in groups, each of at most `max_sheets` and, unless it is a single one, `max_length`."""
    group: list[AnySheet] = []
    length = 0
    for sheet in sheets:
        if group and (len(group) == max_sheets or length + sheet.length > max_length):
            yield group
            group, length = [], 0
        group.append(sheet)
        length += sheet.length
    if group:
        yield group
