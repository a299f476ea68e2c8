"""What a person wants printed: of which place, which cards, and how. The same for the page, the PDF and the job."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.courses.models import Course
from apps.printing.request.card_filter import ALL, CardFilter
from apps.printing.request.options import DUPLEX, FOLD, LIST, OF_A_LESSON, ONE_PER_PAGE, SHEET, PrintOptions
from apps.printing.request.selection import Place, Selection, select_visible

MAX_CARDS_IN_REQUEST = 25  # that are printed while the person waits
MAX_QUESTIONS_IN_REQUEST = 100
OF_PAPER = ("paper", "orientation", "margin_mm", "scale", "ink_saving")
OF_CARDS = (*OF_PAPER, "attach")
MATTER = {  # which options do something in a layout
    ONE_PER_PAGE: OF_CARDS,
    DUPLEX: OF_CARDS,
    SHEET: (*OF_CARDS, "per_sheet", "flip", "offset_x_mm", "offset_y_mm"),
    FOLD: OF_CARDS,
    LIST: OF_CARDS,
} | dict.fromkeys(OF_A_LESSON, OF_PAPER)


@dataclass(frozen=True)
class PrintRequest:
    """One print that somebody asks for."""

    place: Place
    which: CardFilter
    options: PrintOptions

    def selection(self, person: User | AnonymousUser, now: datetime) -> Selection:
        """Return the cards, of those that the person may see; raises BadWhich."""
        which = CardFilter(way=ALL) if self.options.layout in OF_A_LESSON else self.which
        return select_visible(which, person, self.place, now)

    @property
    def query(self) -> str:
        """Return the query that asks for the same again: what is as usual is left out."""
        usual, said = PrintOptions(), self.options.as_dict()
        differing = {name: said[name] for name in ("layout", *matter(said["layout"]))}
        differing = {name: value for name, value in differing.items() if value != getattr(usual, name)}
        cards = {} if self.options.layout in OF_A_LESSON else self.which.query()
        return urlencode({**differing, **cards}, doseq=True)

    @property
    def page(self) -> str:
        """Return the address of the page on which this is chosen."""
        return with_query(page_of(self.place), self.query)

    @property
    def pdf(self) -> str:
        """Return the address of the PDF."""
        return with_query(pdf_of(self.place), self.query)

    def as_arguments(self) -> dict[str, Any]:
        """Return it as a job keeps it."""
        place = "deck" if isinstance(self.place, Deck) else "course"
        return {place: self.place.slug, "which": self.which.as_dict(), "options": self.options.as_dict()}

    @classmethod
    def of_arguments(cls, person: User | AnonymousUser, said: Mapping[str, Any]) -> Self | None:
        """Return what a job keeps, or None where the person may not open its place any more."""
        rows: Any = Deck.objects if "deck" in said else Course.objects
        place = rows.visible_to(person).filter(slug=said.get("deck") or said.get("course")).first()
        return cls(place, CardFilter.of(said["which"]), PrintOptions.of(said["options"])) if place else None


def matter(layout: str) -> tuple[str, ...]:
    """Return the names of the options that do something in a layout."""
    return MATTER.get(layout, tuple(field.name for field in fields(PrintOptions) if field.name != "layout"))


def most_at_once(layout: str) -> int:
    """Return how many cards or questions are printed while the person waits; more are a job."""
    return MAX_QUESTIONS_IN_REQUEST if layout in OF_A_LESSON else MAX_CARDS_IN_REQUEST


def page_of(place: Place) -> str:
    """Return the address of the print page of a place."""
    return reverse("printing:deck" if isinstance(place, Deck) else "printing:course", args=[place.slug])


def pdf_of(place: Place) -> str:
    """Return the address of a place's cards as PDF."""
    return reverse("printing:pdf" if isinstance(place, Deck) else "printing:course_pdf", args=[place.slug])


def home_of(place: Place) -> str:
    """Return the address of the place itself."""
    return reverse("reviews:deck" if isinstance(place, Deck) else "lessons:course", args=[place.slug])


def with_query(address: str, query: str) -> str:
    """Return an address with a query, if there is one."""
    return f"{address}?{query}" if query else address
