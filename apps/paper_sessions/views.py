"""Pages of paper sessions: the list, a new one, its PDF, where its grades are entered and undone, and its end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.paper_sessions import codes
from apps.paper_sessions.card_status import refusal
from apps.paper_sessions.grade_parser import BadGrades, entered
from apps.paper_sessions.models import PaperCard, PaperSession
from apps.paper_sessions.services import paper_session
from apps.paper_sessions.sheets import MEANINGS, PaperSheets
from apps.printing.engine.printer import PrintFailed
from apps.printing.engine.weasyprint_door import INSTALL_PANGO, PangoMissing
from apps.printing.layouts.layout import name_of
from apps.printing.print_cache import print_of
from apps.printing.request.options import SHEETS
from apps.reviews import queue
from apps.reviews.forms import UndoForm
from apps.reviews.services import StaleUndo
from apps.reviews.services import undo as take_back
from apps.web.http import LearnerRequest

SHOWN = 50
WHEN_PRINTED = "printed"
TYPO = "That is no code of a paper session. Compare it with the paper: eight signs, and never an O, I, L, 0 or 1."
UNKNOWN = "You have no paper session with this code. Compare it with the paper, or print today’s cards."
NOTHING_ASKED = "Nothing is due for you today, so there is nothing to print. Come back tomorrow."
NOTHING_OF_DECK = "Nothing of “{}” is due today, so there is nothing to print. Come back tomorrow."
KEPT = "another grade was entered before, and stays. To change one of today, undo it first (the last one comes first)."
BEFORE = "Nothing changed: these grades were entered before."
CANNOT_UNDO = "That grade was already taken back, or is not the last answer of today."


@dataclass(frozen=True)
class GradeLine:
    """One card on the page: what it asks, and what was ticked when the page was sent with a mistake."""

    card: PaperCard
    question: str
    refusal: str
    ticked: str

    @property
    def is_open(self) -> bool:
        """Whether its grade can be entered."""
        return not self.card.is_entered and not self.refusal


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sessions(request: LearnerRequest) -> HttpResponse:
    """Show the person's sessions, find one by its code (?code=), or print a new one."""
    if request.method == "POST":
        return _begun(request, timezone.now())
    said, problem = request.GET.get("code", ""), ""
    if code := codes.read(said):
        if request.user.paper_sessions.filter(code=code).exists():
            return redirect("paper_sessions:session", code)
        problem = UNKNOWN if codes.is_right(code) else TYPO
    mine = sorted(_with_counts(request.user.paper_sessions.all())[:SHOWN], key=lambda each: not each.left)
    context = {
        "sessions": mine,
        "problem": problem,
        "said": said[:20],
        "asked": queue.waiting(request.user, request.user.study_day(timezone.now())).exists(),
    }
    return render(request, "paper_sessions/list.html", context, status=422 if problem else 200)


def _with_counts(mine: QuerySet[PaperSession]) -> QuerySet[Any]:
    """Bring along how many cards each session has, how many are entered, and how many can still be."""
    cards = PaperCard.objects.filter(session=OuterRef("pk")).order_by()
    return mine.select_related("deck").annotate(
        size=_number(cards), entered=_number(cards.entered()), left=_number(cards.open())
    )


def _number(cards: QuerySet[PaperCard]) -> Coalesce:
    counted = cards.values("session").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _begun(request: LearnerRequest, now: datetime) -> HttpResponse:
    deck = None
    if slug := request.POST.get("deck"):
        deck = get_object_or_404(request.user.subscriptions.select_related("deck"), deck__slug=slug).deck
    session = paper_session.begin(request.user, deck, now=now)
    if session is None:
        messages.info(request, NOTHING_OF_DECK.format(deck) if deck else NOTHING_ASKED)
        return redirect("reviews:deck", deck.slug) if deck else redirect("paper_sessions:list")
    return redirect("paper_sessions:session", session.code)


def _session(request: LearnerRequest, code: str) -> PaperSession:
    return get_object_or_404(request.user.paper_sessions.select_related("user", "deck"), code=codes.read(code))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def session(request: LearnerRequest, code: str) -> HttpResponse:
    """Show the cards of a session, and record the grades that are sent."""
    found, now = _session(request, code), timezone.now()
    if request.method != "POST":
        return _page(request, found, now)
    try:
        grades = entered(request.POST.get("grades", ""), request.POST, found.cards.count())
    except BadGrades as refused:
        return _page(request, found, now, problem=str(refused), status=422)
    reviewed_at = found.created_at if request.POST.get("when") == WHEN_PRINTED else now
    _say(request, paper_session.enter(found, grades, reviewed_at=reviewed_at, now=now))
    return redirect("paper_sessions:session", found.code)


def _say(request: LearnerRequest, outcome: paper_session.Entered) -> None:
    """Say what became of the grades."""
    recorded, skipped = len(outcome.recorded), len(outcome.skipped)
    if recorded:
        messages.success(request, f"{recorded} grade{'s' * (recorded != 1)} recorded.")
    if outcome.before and not (recorded or skipped or outcome.kept):
        messages.info(request, BEFORE)
    if outcome.kept:
        messages.warning(request, f"{_cards(outcome.kept)}: {KEPT}")
    if skipped:
        messages.warning(request, f"Left alone: {_cards(outcome.skipped).lower()}. The reason stands with each.")


def _cards(numbers: list[int]) -> str:
    return f"Card{'s' * (len(numbers) != 1)} {', '.join(map(str, numbers))}"


def _page(
    request: LearnerRequest, found: PaperSession, now: datetime, *, problem: str = "", status: int = 200
) -> HttpResponse:
    lines = [_line(card, request.POST) for card in found.cards.with_status()]
    today = request.user.study_day(now)
    context = {
        "session": found,
        "lines": lines,
        "left": sum(line.is_open for line in lines),
        "entered": sum(line.card.is_entered for line in lines),
        "meanings": MEANINGS.items(),
        "later": request.user.study_day(found.created_at) != today,
        "last": paper_session.last_entered(found, now=now),
        "problem": problem,
        "posted": request.POST,
    }
    return render(request, "paper_sessions/session.html", context, status=status)


def _line(card: PaperCard, posted: QueryDict) -> GradeLine:
    question = name_of(card.card.front) if card.card else ""
    return GradeLine(card, question or f"Card {card.number}", refusal(card), posted.get(f"grade-{card.number}", ""))


@require_POST
@login_required
def undo(request: LearnerRequest, code: str) -> HttpResponse:
    """Take back the last grade that was entered, so that it can be entered again."""
    found, now, form = _session(request, code), timezone.now(), UndoForm(request.POST)
    try:
        log = form.cleaned_data["log"] if form.is_valid() else 0
        card = found.cards.filter(answer=log).first()
        if card is None:
            raise StaleUndo
        take_back(request.user, log, at=now)
        messages.info(request, f"Taken back: card {card.number}. You can enter its grade again.")
    except StaleUndo:
        messages.info(request, CANNOT_UNDO)
    return redirect("paper_sessions:session", found.code)


@require_safe
@login_required
def pdf(request: LearnerRequest, code: str) -> HttpResponse:
    """Give the session as PDF, for A4 or (?paper=letter) Letter."""
    found, size = _session(request, code), request.GET.get("paper", "")
    address = request.build_absolute_uri(reverse("paper_sessions:list"))
    wanted = print_of(PaperSheets(found, size if size in SHEETS else SHEETS[0], address))
    etag = quote_etag(wanted.key)
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    made = wanted.kept()
    if made is None and ratelimit.consume_or_429(request, action="print_deck", limit_get=True):
        return _not_printed(request, found, "You printed very often. Wait a minute, then try again.", 429)
    try:
        made = made or wanted.make()
    except PangoMissing:
        return _not_printed(request, found, f"This server cannot make PDFs yet. It needs: {INSTALL_PANGO}", 503)
    except PrintFailed as failure:
        return _not_printed(request, found, str(failure), 503)
    disposition = f'inline; filename="paper-{found.code.lower()}.pdf"'
    headers = {"Content-Type": "application/pdf", "Content-Disposition": disposition, "ETag": etag}
    response = HttpResponse(made, headers=headers)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _not_printed(request: LearnerRequest, found: PaperSession, problem: str, status: int) -> HttpResponse:
    return _page(request, found, timezone.now(), problem=problem, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def delete(request: LearnerRequest, code: str) -> HttpResponse:
    """Ask whether a session shall go, and let it go when that is confirmed; recorded grades stay."""
    found = _session(request, code)
    if request.method == "POST":
        found.delete()
        messages.success(request, f"Session {found} is deleted. The grades that were recorded stay.")
        return redirect("paper_sessions:list")
    counts = {"entered": found.cards.entered().count(), "left": found.cards.open().count()}
    return render(request, "paper_sessions/delete.html", {"session": found, **counts})
