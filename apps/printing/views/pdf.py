"""Decks, courses, worksheets and answer keys as PDF: immediately, or as a job where that would take long."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.jobs.services.lifecycle import TooManyJobs
from apps.lessons.views.lookup import practice_url, visible_lesson
from apps.library.shared_decks import shared_decks
from apps.library.views.shared import for_link_holders
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import INSTALL_PANGO, PangoMissing
from apps.printing.jobs import submit_print
from apps.printing.layouts.layout import Layout
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.make_print import Print
from apps.printing.request.card_filter import ALL, BadCardFilter, CardFilter
from apps.printing.request.forms import PrintForm, with_defaults
from apps.printing.request.found_cards import FoundCards
from apps.printing.request.options import ANSWER_KEY, CALIBRATION, WORKSHEET, BadOption, PrintOptions
from apps.printing.request.print_request import PrintRequest, print_page_url, source_url, with_query
from apps.printing.request.selection import PrintSource, Selection
from apps.printing.services.due_day import build_day_if_due
from apps.printing.views.pdf_file import pdf_file
from apps.web.http import LearnerRequest, VisitorRequest
from apps.web.requests.rate_limits import count_or_refuse

MAX_LOOKED_UP = 1_000  # cards of a print that is looked up in the cache while the person waits


@dataclass(frozen=True)
class PdfRequest:
    """Who asks for what, when, and the page to return to."""

    request: VisitorRequest
    print_request: PrintRequest
    selection: Selection
    now: datetime
    back: str

    @cached_property
    def layout(self) -> Layout:
        """Return what puts it on paper; raises BadOption."""
        return layout_for(self.selection, self.print_request.options)

    @property
    def is_post(self) -> bool:
        """Whether a button was pressed for it."""
        return self.request.method == "POST"

    @cached_property
    def is_large(self) -> bool:
        """Whether it is printed in the background."""
        return self.layout.count > self.print_request.max_in_request

    def message_page(self, message: str, status: int, **context: object) -> HttpResponse:
        """Return a page of one sentence about what to do."""
        context |= {"print_request": self.print_request, "source": self.print_request.source, "back": self.back}
        context |= {"message": message, "is_of_lesson": self.print_request.is_of_lesson}
        return render(self.request, "printing/message.html", context, status=status)

    def is_over_rate_limit(self) -> bool:
        """Count one more print of this person; return whether that is too many."""
        return bool(count_or_refuse(self.request, "print_job" if self.is_post else "print_deck"))


@require_http_methods(["GET", "HEAD", "POST"])
def deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Return what is chosen of a deck as PDF; by default its flashcards, one card per page."""
    return _source_pdf(request, get_object_or_404(Deck.objects.visible_to(request.user), slug=slug))


@require_http_methods(["GET", "HEAD", "POST"])
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Return what is chosen of all decks of a course as PDF."""
    return _source_pdf(request, get_object_or_404(Course.objects.visible_to(request.user), slug=slug))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def found(request: LearnerRequest) -> HttpResponse:
    """Return what a search (?q=) finds as PDF."""
    return _source_pdf(request, FoundCards(request.GET.get("q", "")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_link_holders
def shared(request: VisitorRequest, token: str) -> HttpResponse:
    """Return all cards of a deck that a link shares as PDF, one card per page."""
    deck = get_object_or_404(shared_decks(token))
    print_request = PrintRequest(deck, CardFilter(mode=ALL), PrintOptions(), token)
    return pdf_response(request, print_request, timezone.now(), print_request.page)


@require_safe
def worksheet(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Return a lesson's questions and exercises as PDF, to be written on."""
    return _lesson_pdf(request, course, lesson, WORKSHEET)


@require_safe
def answer_key(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Return the answers to a lesson's worksheet as PDF."""
    return _lesson_pdf(request, course, lesson, ANSWER_KEY)


def _source_pdf(request: VisitorRequest, source: PrintSource) -> HttpResponse:
    """Return what the query chooses; where it cannot be chosen, the print page shows why."""
    form = PrintForm(with_defaults(request.GET), source=source, person=request.user)
    if not form.is_valid():
        return redirect(with_query(print_page_url(source), request.GET.urlencode()))
    return pdf_response(request, form.print_request, timezone.now(), source_url(source))


def _lesson_pdf(request: VisitorRequest, course: str, slug: str, layout: str) -> HttpResponse:
    lesson = visible_lesson(request, course, slug)
    try:
        options = PrintOptions(layout=layout, paper=request.GET.get("paper", ""))
    except BadOption:
        options = PrintOptions(layout=layout)
    return pdf_response(request, PrintRequest(lesson.deck, CardFilter(), options), timezone.now(), practice_url(lesson))


def pdf_response(request: VisitorRequest, print_request: PrintRequest, now: datetime, back: str) -> HttpResponse:
    """Return the PDF, or a page with the reason why not; a large one that is posted becomes a job."""
    build_day_if_due(print_request.card_filter, request.user, now)
    try:
        pdf_request = PdfRequest(request, print_request, print_request.selection(request.user, now), now, back)
        needs_cards = print_request.options.layout != CALIBRATION
        if needs_cards and not (len(pdf_request.selection) and pdf_request.layout.count):
            return pdf_request.message_page("empty", 200)
    except (BadCardFilter, BadOption):
        return redirect(print_request.page)
    return _cached_or_printed(pdf_request, Print(pdf_request.layout))


def _cached_or_printed(pdf_request: PdfRequest, document: Print) -> HttpResponse:
    """Return the PDF as the browser has it, from the cache, or printed now."""
    if pdf_request.is_large and pdf_request.is_over_rate_limit():
        return pdf_request.message_page("too_often", 429)
    if pdf_request.layout.count > MAX_LOOKED_UP:  # its key alone takes seconds: the job looks whether it is cached
        return _job(pdf_request)
    etag = quote_etag(document.key)
    if unchanged := get_conditional_response(pdf_request.request, etag=etag):
        return unchanged
    pdf = document.cached()
    if pdf_request.is_post and (pdf is not None or not pdf_request.is_large):
        return redirect(pdf_request.print_request.pdf)
    if pdf is None and pdf_request.is_large:
        return _job(pdf_request)
    if pdf is None and pdf_request.is_over_rate_limit():
        return pdf_request.message_page("too_often", 429)
    return _printed(pdf_request, document, pdf, etag)


def _job(pdf_request: PdfRequest) -> HttpResponse:
    """Print in the background, once a button was pressed for that."""
    if not pdf_request.is_post:
        layout = pdf_request.layout
        return pdf_request.message_page("large", 200, count=layout.count, thing=layout.thing)
    title, now = pdf_request.selection.title, pdf_request.now
    try:
        return redirect("jobs:job", submit_print(pdf_request.request, pdf_request.print_request, title, now).pk)
    except TooManyJobs as problem:
        return pdf_request.message_page("failed", 503, reason=str(problem))


def _printed(pdf_request: PdfRequest, document: Print, pdf: bytes | None, etag: str) -> HttpResponse:
    try:
        pdf = pdf or document.make()
    except PangoMissing:
        return pdf_request.message_page("pango_missing", 503, install=INSTALL_PANGO)
    except PrintFailed as failure:
        return pdf_request.message_page("failed", 503, reason=str(failure))
    return pdf_file(pdf, pdf_request.layout.file_name, etag)
