"""What a person suggests: another wording of a card, or a new card of a lesson. A draft until it is sent."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.cards.models import Deck
from apps.library.views.editor import editor_page, preview_page
from apps.teaching.models import CardReport
from apps.teaching.reports.forms import SuggestionForm, as_sent
from apps.teaching.reports.lookup import open_deck, reportable_card
from apps.teaching.reports.services.send import unsettled_report
from apps.teaching.reports.views.report import back_url, send_report
from apps.web.http import LearnerRequest, next_url

TEMPLATE = "teaching/reports/suggest.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def suggest(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Show a card's form, preview what is typed, or send it as another wording of the card.

    Whoever had begun a report (`begin`) finds what it says in the form: saved is what they send from there.
    """
    card = reportable_card(request.user, card_id)
    note = card.note
    mine = unsettled_report(request.user, note) or CardReport(
        user=request.user, deck=note.deck, note=note, kind=CardReport.Kind.WORDING
    )
    mine.card = card
    if "begin" in request.POST:
        mine.text = request.POST.get("text", "")
        mine.kind = request.POST.get("kind", mine.kind)  # of the report: the form has that of the card
    initial = {"why": mine.text, "about": mine.kind}
    form = SuggestionForm(_data(request, mine), deck=note.deck, instance=note, initial=initial)
    return _respond(request, mine, form, back_url(request, card))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def suggest_new(request: LearnerRequest, slug: str) -> HttpResponse:
    """Show the form of a new card, preview what is typed, or send it as a suggestion for the lesson."""
    deck = open_deck(request.user, slug)
    return _respond_new(request, deck, CardReport(user=request.user, deck=deck, kind=CardReport.Kind.NEW_CARD))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def change_new(request: LearnerRequest, pk: int) -> HttpResponse:
    """Show a new card that the person suggested, and save it again while nobody has settled it."""
    mine = get_object_or_404(CardReport.objects.unsettled().filter(user=request.user, note=None), pk=pk)
    return _respond_new(request, open_deck(request.user, mine.deck.slug), mine)


def _respond_new(request: LearnerRequest, deck: Deck, mine: CardReport) -> HttpResponse:
    practice = reverse("lessons:practice", args=[deck.course.slug, deck.lesson.slug])  # type: ignore[union-attr]
    form = SuggestionForm(_data(request, mine), deck=deck)
    return _respond(request, mine, form, next_url(request, practice))


def _data(request: LearnerRequest, mine: CardReport) -> MultiValueDict[str, str] | None:
    """Return what was sent, or else what was saved before."""
    if _is_sent(request):
        return request.POST
    saved = {"why": mine.text, "credit": mine.credit, "about": mine.kind if mine.note else ""}
    return as_sent(mine.proposal, **saved) if mine.proposal else None


def _is_sent(request: LearnerRequest) -> bool:
    """Whether the request has the form of a card, and not that of a report, which leads to it."""
    return request.method == "POST" and "begin" not in request.POST


def _respond(request: LearnerRequest, mine: CardReport, form: SuggestionForm, back: str) -> HttpResponse:
    page: dict[str, Any] = {"template": TEMPLATE, "back": back, "mine": mine, "without_media": True}
    form.is_valid()
    if "preview" in request.POST:
        return preview_page(request, form, **page)
    if not _is_sent(request) or not form.is_valid():
        return editor_page(request, form, status=422 if _is_sent(request) else 200, **page)
    if mine.note:
        mine.kind = form.cleaned_data["about"] or mine.kind
    mine.proposal, mine.text, mine.credit = form.proposal, form.cleaned_data["why"], form.cleaned_data["credit"]
    mine.state = CardReport.State.DRAFT if "draft" in request.POST else CardReport.State.OPEN
    return send_report(request, mine, back)
