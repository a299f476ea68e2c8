"""A page of what a search finds, as the address asks for it: cards or notes, sorted, with the chosen columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.cards.models import Card, Note
from apps.library.browse import columns
from apps.library.browse.columns import Column, FoundRow
from apps.reviews.models import Schedule
from apps.search.ordering import SORTS
from apps.search.search import search_cards, search_notes

PER_PAGE = 100
CARDS, NOTES = "cards", "notes"


@dataclass(frozen=True)
class BrowseOptions:
    """What the address asks for."""

    query: str = ""
    of_notes: bool = False
    sort: str = ""
    descending: bool = False
    columns: Sequence[Column] = ()
    page: str = "1"

    @classmethod
    def of(cls, values: QueryDict) -> "BrowseOptions":
        """Read them; what is not known is as if it were not there."""
        of_notes, sort = values.get("kind") == NOTES, values.get("sort", "")
        name = sort.removeprefix("-")
        return cls(
            values.get("q", "").strip(),
            of_notes,
            name if name in SORTS else "",
            sort.startswith("-"),
            columns.chosen(values.getlist("column"), of_notes=of_notes),
            values.get("page", "1"),
        )


@dataclass(frozen=True)
class Heading:
    """The heading of a column, which sorts by it; pressed again, the other way round."""

    name: str
    label: str | Promise
    next_sort: str
    order: str = ""  # ascending or descending, of the column that is sorted by
    is_number: bool = False
    is_wide: bool = False


@dataclass(frozen=True)
class ListedRow:
    """A row with what it has in each of the chosen columns: the classes of the cell, the column's label, the text."""

    row: FoundRow
    cells: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Listing:
    """A page of lines; `page.paginator.count` is how many were found."""

    page: Page
    lines: list[ListedRow]


def headings(options: BrowseOptions) -> list[Heading]:
    """Return the headings of the front and of the chosen columns."""
    front = Column("front", pgettext_lazy("side of a card", "Front"), lambda row: row.front)
    return [_heading(column, options) for column in (front, *options.columns)]


def _heading(column: Column, options: BrowseOptions) -> Heading:
    is_sorted = options.sort == column.name
    next_sort = f"-{column.name}" if is_sorted and not options.descending else column.name
    order = ("descending" if options.descending else "ascending") if is_sorted else ""
    return Heading(column.name, column.label, next_sort, order, column.is_number, column.is_wide)


def found(person: User, options: BrowseOptions, now: datetime) -> QuerySet:
    """Return the cards or the notes that the search finds, in their order. Raises SearchError."""
    search = search_notes if options.of_notes else search_cards
    rows: QuerySet = search(person, options.query, now=now, sort=options.sort, descending=options.descending)
    return rows


def list_found(person: User, options: BrowseOptions, now: datetime) -> Listing:
    """Return the page that was asked for. Raises SearchError."""
    page = Paginator(_with_texts(found(person, options, now), options), PER_PAGE).get_page(options.page)
    today = person.study_day(now)
    rows = _rows_of_notes(page, options, today) if options.of_notes else _rows_of_cards(person, page, today)
    shown = [(each.css, str(each.label), each.value) for each in options.columns]  # translated once, not for each row
    return Listing(page, [ListedRow(row, [(css, label, show(row)) for css, label, show in shown]) for row in rows])


def _with_texts(rows: QuerySet, options: BrowseOptions) -> QuerySet:
    """Read what the page shows, and no long text that it does not."""
    if options.of_notes:
        return rows.select_related("deck").defer("back", "extra")
    return rows.select_related("note__deck").defer("note__front", "note__back", "note__extra", *_not_shown(options))


def _not_shown(options: BrowseOptions) -> Sequence[str]:
    """Return the texts of a card that the page does not show."""
    has_backs = any(column.name == "back" for column in options.columns)
    return ("context",) if has_backs else ("context", "back")


def _rows_of_notes(page: Page, options: BrowseOptions, today: date) -> list[FoundRow]:
    """Return the notes, each with its first card, as which it is shown: nobody reads a list of Markdown."""
    notes: list[Note] = list(page.object_list)
    own_cards = Card.objects.filter(note=OuterRef("pk")).order_by("archived", "ordinal", "pk")
    keys = Note.objects.filter(pk__in=[note.pk for note in notes]).values(first=Subquery(own_cards.values("pk")[:1]))
    first = {card.note_id: card for card in Card.objects.filter(pk__in=keys).defer(*_not_shown(options))}
    return [FoundRow(note, None, None, today, first.get(note.pk)) for note in notes]


def _rows_of_cards(person: User, page: Page, today: date) -> list[FoundRow]:
    cards: list[Card] = list(page.object_list)
    schedules = Schedule.objects.filter(user=person, card__in=[card.pk for card in cards])
    of_card = {schedule.card_id: schedule for schedule in schedules}
    return [FoundRow(card.note, card, of_card.get(card.pk), today, card) for card in cards]
