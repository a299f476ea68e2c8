"""What a person asks to print: of which deck, course or search, which cards, how. The same for page, PDF and job."""

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
from apps.library.shared_decks import shared_decks
from apps.printing.request.card_filter import ALL, CardFilter
from apps.printing.request.found_cards import FoundCards
from apps.printing.request.options import DUPLEX, FOLD, LESSON_LAYOUTS, LIST, ONE_PER_PAGE, SHEET, PrintOptions
from apps.printing.request.selection import PrintSource, Selection, select, select_visible

MAX_CARDS_IN_REQUEST = 25  # that are printed while the person waits
MAX_QUESTIONS_IN_REQUEST = 100
PAPER_OPTIONS = ("paper", "orientation", "margin_mm", "scale", "ink_saving")
CARD_OPTIONS = (*PAPER_OPTIONS, "attach")
LAYOUT_OPTIONS = {  # which options have an effect in a layout
    ONE_PER_PAGE: CARD_OPTIONS,
    DUPLEX: CARD_OPTIONS,
    SHEET: (*CARD_OPTIONS, "per_sheet", "cut", "flip", "offset_x_mm", "offset_y_mm"),
    FOLD: (*CARD_OPTIONS, "cut"),
    LIST: CARD_OPTIONS,
} | dict.fromkeys(LESSON_LAYOUTS, PAPER_OPTIONS)


@dataclass(frozen=True)
class PrintRequest:
    """One print that somebody asks for."""

    source: PrintSource
    card_filter: CardFilter
    options: PrintOptions
    token: str = ""  # of the shared link through which the person sees the deck

    def selection(self, person: User | AnonymousUser, now: datetime) -> Selection:
        """Return the cards, of those that the person may see; raises BadCardFilter."""
        card_filter = CardFilter(mode=ALL) if self.is_of_lesson else self.card_filter
        if self.token and isinstance(self.source, Deck):
            return select(card_filter, None, self.source, shared_decks(self.token), now)
        return select_visible(card_filter, person, self.source, now)

    @property
    def is_of_lesson(self) -> bool:
        """Whether a lesson's questions are printed, not cards."""
        return self.options.layout in LESSON_LAYOUTS

    @property
    def max_in_request(self) -> int:
        """Return how many cards or questions are printed while the person waits; more become a job."""
        return MAX_QUESTIONS_IN_REQUEST if self.is_of_lesson else MAX_CARDS_IN_REQUEST

    @property
    def query(self) -> str:
        """Return the query of a URL that asks for the same again, without defaults."""
        defaults, values = PrintOptions().as_dict(), self.options.as_dict()
        names = ("layout", *effective_options(self.options.layout))
        changed = {name: values[name] for name in names if values[name] != defaults[name]}
        cards = {} if self.is_of_lesson else self.card_filter.query()
        return urlencode({**changed, **cards}, doseq=True)

    @property
    def page(self) -> str:
        """Return the URL of the page on which this is chosen; that of a shared link offers no choice."""
        if self.token:
            return reverse("library:shared", args=[self.token])
        return with_query(print_page_url(self.source), self.query)

    @property
    def pdf(self) -> str:
        """Return the URL of the PDF."""
        if self.token:
            return reverse("printing:shared_pdf", args=[self.token])
        return with_query(pdf_url(self.source), self.query)

    def as_arguments(self) -> dict[str, object]:
        """Return it as arguments of a job."""
        if isinstance(self.source, FoundCards):
            source = {"search": self.source.query}
        else:
            source = {"deck" if isinstance(self.source, Deck) else "course": self.source.slug}
        token = {"token": self.token} if self.token else {}
        return {**source, **token, "cards": self.card_filter.as_dict(), "options": self.options.as_dict()}

    @classmethod
    def from_arguments(cls, person: User | AnonymousUser, arguments: Mapping[str, Any]) -> Self | None:
        """Return what a job has as arguments, or None where the person may no longer see the deck or course."""
        source: PrintSource | None
        token = arguments.get("token", "")
        if "search" in arguments:
            source = FoundCards(arguments["search"])
        elif "deck" in arguments:
            decks = shared_decks(token) if token else Deck.objects.visible_to(person)
            source = decks.filter(slug=arguments["deck"]).first()
        else:
            source = Course.objects.visible_to(person).filter(slug=arguments["course"]).first()
        if source is None:
            return None
        options = PrintOptions.from_dict(arguments["options"])
        return cls(source, CardFilter.from_dict(arguments["cards"]), options, token)


def effective_options(layout: str) -> tuple[str, ...]:
    """Return the names of the options that have an effect in a layout."""
    return LAYOUT_OPTIONS.get(layout, tuple(field.name for field in fields(PrintOptions) if field.name != "layout"))


def print_page_url(source: PrintSource) -> str:
    """Return the URL of the print page of a deck, a course or a search."""
    if isinstance(source, FoundCards):
        return _url_of_search("printing:found", source)
    return reverse("printing:deck" if isinstance(source, Deck) else "printing:course", args=[source.slug])


def pdf_url(source: PrintSource) -> str:
    """Return the URL of the PDF of the cards of a deck, a course or a search."""
    if isinstance(source, FoundCards):
        return _url_of_search("printing:found_pdf", source)
    return reverse("printing:pdf" if isinstance(source, Deck) else "printing:course_pdf", args=[source.slug])


def source_url(source: PrintSource) -> str:
    """Return the URL of the deck or course itself, or of the list of what was found."""
    if isinstance(source, FoundCards):
        return _url_of_search("library:browse", source)
    return reverse("library:deck" if isinstance(source, Deck) else "lessons:course", args=[source.slug])


def with_query(url: str, query: str) -> str:
    """Return a URL with a query, if there is one; that of a search has one already."""
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _url_of_search(name: str, source: FoundCards) -> str:
    return f"{reverse(name)}?{urlencode({'q': source.query})}"
