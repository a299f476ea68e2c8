"""Decks, courses, worksheets and answer keys as PDF: at once, or as a job where that would take long."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.jobs.services.lifecycle import TooManyJobs
from apps.lessons.views.practice import address_of, lesson_of
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import INSTALL_PANGO, PangoMissing
from apps.printing.jobs import submit_print
from apps.printing.layouts.layout import Layout
from apps.printing.layouts.layout_registry import layout_for
from apps.printing.print_cache import Print, print_of
from apps.printing.request.card_filter import BadCardFilter, CardFilter
from apps.printing.request.forms import PrintForm, complete
from apps.printing.request.options import ANSWER_KEY, CALIBRATION, OF_A_LESSON, WORKSHEET, BadOption, PrintOptions
from apps.printing.request.print_request import PrintRequest, home_of, most_at_once, page_of, with_query
from apps.printing.request.selection import Place, Selection
from apps.web.http import VisitorRequest


@dataclass(frozen=True)
class PdfRequest:
    """Who asks for what, when, and the page to go back to."""

    request: VisitorRequest
    wanted: PrintRequest
    selection: Selection
    now: datetime
    back: str

    @cached_property
    def layout(self) -> Layout:
        """Return what puts it on paper; raises BadOption."""
        return layout_for(self.selection, self.wanted.options)

    @cached_property
    def is_large(self) -> bool:
        """Whether it is printed beside the web process."""
        return self.layout.count > most_at_once(self.wanted.options.layout)

    def says(self, what: str, status: int, **more: object) -> HttpResponse:
        """Return a page of one sentence that says what to do."""
        context = {"wanted": self.wanted, "place": self.wanted.place, "back": self.back, "what": what, **more}
        context["of_a_lesson"] = self.wanted.options.layout in OF_A_LESSON
        return render(self.request, "printing/message.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Give what is chosen of a deck as PDF; by itself its flashcards, one card per page."""
    return _of_place(request, get_object_or_404(Deck.objects.visible_to(request.user), slug=slug))


@require_http_methods(["GET", "HEAD", "POST"])
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Give what is chosen of all decks of a course as PDF."""
    return _of_place(request, get_object_or_404(Course.objects.visible_to(request.user), slug=slug))


@require_safe
def worksheet(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Give a lesson's questions and exercises as PDF, to be written on."""
    return _of_lesson(request, course, lesson, WORKSHEET)


@require_safe
def answer_key(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Give the answers to a lesson's worksheet as PDF."""
    return _of_lesson(request, course, lesson, ANSWER_KEY)


def _of_place(request: VisitorRequest, place: Place) -> HttpResponse:
    """Give what the query chooses; where it chooses nothing that there is, the print page says why."""
    form = PrintForm(complete(request.GET), place=place, person=request.user)
    if not form.is_valid():
        return redirect(with_query(page_of(place), request.GET.urlencode()))
    return pdf_response(request, form.wanted, timezone.now(), home_of(place))


def _of_lesson(request: VisitorRequest, course: str, lesson: str, layout_name: str) -> HttpResponse:
    found = lesson_of(request, course, lesson)
    try:
        options = PrintOptions(layout=layout_name, paper=request.GET.get("paper", ""))
    except BadOption:
        options = PrintOptions(layout=layout_name)
    return pdf_response(request, PrintRequest(found.deck, CardFilter(), options), timezone.now(), address_of(found))


def pdf_response(request: VisitorRequest, wanted: PrintRequest, now: datetime, back: str) -> HttpResponse:
    """Give the PDF, or a page that says why not; a large one that is posted becomes a job."""
    try:
        asked = PdfRequest(request, wanted, wanted.selection(request.user, now), now, back)
        needs_cards = wanted.options.layout != CALIBRATION
        if needs_cards and not (len(asked.selection) and asked.layout.count):
            return asked.says("empty", 200)
    except (BadCardFilter, BadOption):
        return redirect(wanted.page)
    return _pdf(asked, print_of(asked.layout))


def _pdf(asked: PdfRequest, made_of: Print) -> HttpResponse:
    """Return the PDF: as the browser has it, as we kept it, or printed now."""
    action = "print_job" if asked.request.method == "POST" else "print_deck"
    if asked.is_large and _too_often(asked, action):  # to find its name alone takes a second
        return asked.says("too_often", 429)
    etag = quote_etag(made_of.key)
    unchanged = get_conditional_response(asked.request, etag=etag)
    if unchanged:
        return unchanged
    pdf = made_of.kept()
    if asked.request.method == "POST" and (pdf is not None or not asked.is_large):
        return redirect(asked.wanted.pdf)
    if pdf is None and asked.is_large:
        return _as_job(asked)
    if pdf is None and _too_often(asked, action):
        return asked.says("too_often", 429)
    return _printed(asked, made_of, pdf, etag)


def _too_often(asked: PdfRequest, action: str) -> bool:
    return bool(ratelimit.consume_or_429(asked.request, action=action, limit_get=True))


def _as_job(asked: PdfRequest) -> HttpResponse:
    """Let it be printed beside the web process, once a button was pressed for that."""
    if asked.request.method != "POST":
        return asked.says("large", 200, count=asked.layout.count, thing=asked.layout.thing)
    try:
        return redirect("jobs:job", submit_print(asked.request, asked.wanted, asked.selection.title, asked.now).pk)
    except TooManyJobs as refusal:
        return asked.says("failed", 503, reason=str(refusal))


def _printed(asked: PdfRequest, made_of: Print, pdf: bytes | None, etag: str) -> HttpResponse:
    try:
        pdf = pdf or made_of.make()
    except PangoMissing:
        return asked.says("pango_missing", 503, install=INSTALL_PANGO)
    except PrintFailed as failure:
        return asked.says("failed", 503, reason=str(failure))
    disposition = f'inline; filename="{asked.layout.file_name}.pdf"'
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"], response["ETag"] = disposition, etag
    patch_cache_control(response, private=True, no_cache=True)
    return response
