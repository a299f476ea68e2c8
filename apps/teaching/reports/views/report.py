"""What a person reports about a card: sent, changed while it is open, and withdrawn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.cards.models import Card, Section
from apps.lessons.models import Lesson
from apps.lessons.views.lookup import practice_url
from apps.reviews.views.scope import scoped_url
from apps.teaching.models import CardReport
from apps.teaching.reports.forms import ReportForm
from apps.teaching.reports.lookup import reportable_card
from apps.teaching.reports.queue import PAGE_SIZE
from apps.teaching.reports.services import announce, send
from apps.web.http import LearnerRequest, is_row_id, next_url
from apps.web.requests.rate_limits import count_or_refuse


@require_safe
@login_required
def of_question(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Lead to the report of a card whose question the review shows, and from there back to it."""
    return _of_review(card_id, scoped_url("reviews:session", request))


@require_safe
@login_required
def of_answer(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Lead to the report of a card whose answer the review shows, and from there back to it."""
    return _of_review(card_id, scoped_url("reviews:reveal", request, card_id))


def _of_review(card_id: int, back: str) -> HttpResponse:
    return redirect(f"{reverse('reports:report', args=[card_id])}?{urlencode({'next': back})}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def report(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Ask what is wrong with a card, or send it to its instructors and go back to the card (?next=)."""
    card = reportable_card(request.user, card_id)
    mine = send.unsettled_report(request.user, card.note)
    if mine and mine.proposal:
        query = urlencode({"next": back_url(request, card)})
        return redirect(f"{reverse('reports:suggest', args=[card_id])}?{query}")
    initial = {"kind": mine.kind, "text": mine.text} if mine else None
    form = ReportForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        mine = mine or CardReport(user=request.user, deck=card.note.deck, note=card.note)
        mine.card, mine.kind, mine.text = card, form.cleaned_data["kind"], form.cleaned_data["text"]
        return send_report(request, mine, back_url(request, card))
    context = {"card": card, "deck": card.note.deck, "form": form, "mine": mine, "back": back_url(request, card)}
    return render(request, "teaching/reports/report.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@login_required
def mine(request: LearnerRequest) -> HttpResponse:
    """List what the person reported and suggested, with what became of it."""
    reports = CardReport.objects.filter(user=request.user).select_related("note", "deck__course")
    page = Paginator(reports.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "teaching/reports/mine.html", {"page": page})


@require_POST
@login_required
def withdraw(request: LearnerRequest, pk: int) -> HttpResponse:
    """Delete a report of the person's that nobody has settled."""
    report = get_object_or_404(CardReport.objects.filter(user=request.user), pk=pk)
    if send.withdraw(report):
        messages.success(request, _("Withdrawn. Nobody sees it any longer."))
    else:
        messages.info(request, _("An instructor has already dealt with it."))
    return redirect(next_url(request, reverse("reports:mine")))


@require_POST
@login_required
def mark_as_read(request: LearnerRequest) -> HttpResponse:
    """Show no longer on Today what came of the reports that were listed there."""
    announce.mark_as_read(request.user, list(filter(is_row_id, request.POST.getlist("report"))))
    return redirect("reviews:today")


def send_report(request: LearnerRequest, report: CardReport, back: str) -> HttpResponse:
    """Save a report, as long as the person does not send too many, and lead back."""
    if refused := count_or_refuse(request, "report"):
        return refused
    try:
        send.save_report(report, at=timezone.now())
    except send.TooManyReports:
        messages.error(request, _("Not sent: many of your reports are still open. Wait until some are answered."))
    else:
        messages.success(request, _sentence(report))
    return redirect(_beside_card(request, report, back))


def back_url(request: LearnerRequest, card: Card) -> str:
    """Return the page that the person came from, or else the card's."""
    lesson = Lesson.objects.filter(deck=card.note.deck_id).select_related("course").first()
    if request.GET.get("from") != "practice" or lesson is None:
        return next_url(request, reverse("library:card", args=[card.pk]))
    is_flashcard = card.note.section.kind == Section.Kind.FLASHCARDS
    place = f"card-{card.pk}" if is_flashcard else f"note-{card.note_id}"
    return f"{practice_url(lesson)}#{place}"


def _beside_card(request: LearnerRequest, report: CardReport, back: str) -> str:
    """Return where to go after sending: on a practice page, to the card, which is open and shows the message."""
    page, hash_sign, place = back.partition("#")
    if request.GET.get("from") != "practice" or not (report.card_id and hash_sign):
        return back
    return f"{page}?opened={report.note_id}&reported={report.card_id}#{place}"


def _sentence(report: CardReport) -> str:
    if report.state == CardReport.State.DRAFT:
        return _("Saved as a draft. Only you see it until you send it.")
    return _("Thank you. The instructors will look at it, and you will read on Today what came of it.")
