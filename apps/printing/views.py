"""Decks, worksheets and answer keys as PDF."""

from dataclasses import dataclass

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from apps.accounts.http import VisitorRequest
from apps.cards.models import Deck
from apps.lessons.views.practice import address_of, lesson_of
from apps.printing.flashcards import OnePerPage
from apps.printing.layouts import Layout
from apps.printing.options import ANSWER_KEY, WORKSHEET, Options
from apps.printing.pdf import INSTALL_PANGO, PangoMissing
from apps.printing.printer import PrintFailed
from apps.printing.prints import Print, print_of
from apps.printing.selection import whole
from apps.printing.worksheets import Worksheet


@dataclass(frozen=True)
class Asked:
    """Who asks for what, and the page to go back to."""

    request: VisitorRequest
    layout: Layout
    deck: Deck
    back: str

    def says(self, what: str, status: int, **more: object) -> HttpResponse:
        """Return a page of one sentence that says what to do."""
        context = {"deck": self.deck, "layout": self.layout, "back": self.back, "what": what, **more}
        return render(self.request, "printing/message.html", context, status=status)


@require_safe
def deck(request: VisitorRequest, slug: str) -> HttpResponse:
    """Give a deck's flashcards as PDF, one card per page; many in parts."""
    found = get_object_or_404(Deck.objects.visible_to(request.user), slug=slug)
    return _printed(Asked(request, OnePerPage(whole(found), Options()), found, reverse("reviews:deck", args=[slug])))


@require_safe
def worksheet(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Give a lesson's questions and exercises as PDF, to be written on."""
    return _of_lesson(request, course, lesson, WORKSHEET)


@require_safe
def answer_key(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Give the answers to a lesson's worksheet as PDF."""
    return _of_lesson(request, course, lesson, ANSWER_KEY)


def _of_lesson(request: VisitorRequest, course: str, lesson: str, layout_name: str) -> HttpResponse:
    found = lesson_of(request, course, lesson)
    layout = Worksheet(found, Options(layout=layout_name, paper=request.GET.get("paper", "")))
    return _printed(Asked(request, layout, found.deck, address_of(found)))


def _printed(asked: Asked) -> HttpResponse:
    """Give what the address asks for."""
    if not asked.layout.count:
        return asked.says("empty", 200)
    return _pdf(asked, print_of(asked.layout), asked.layout.file_name)


def _pdf(asked: Asked, wanted: Print, name: str) -> HttpResponse:
    """Return the PDF: as the browser has it, as we kept it, or printed now."""
    etag = quote_etag(wanted.key)
    unchanged = get_conditional_response(asked.request, etag=etag)
    if unchanged:
        return unchanged
    pdf = wanted.kept()
    if pdf is None and ratelimit.consume_or_429(asked.request, action="print_deck", limit_get=True):
        return asked.says("too_often", 429)
    try:
        pdf = pdf or wanted.make()
    except PangoMissing:
        return asked.says("pango_missing", 503, install=INSTALL_PANGO)
    except PrintFailed as failure:
        return asked.says("failed", 503, reason=str(failure))
    headers = {"Content-Type": "application/pdf", "Content-Disposition": f'inline; filename="{name}.pdf"', "ETag": etag}
    response = HttpResponse(pdf, headers=headers)
    patch_cache_control(response, private=True, no_cache=True)
    return response
