"""Paper sessions: the list, a new one, its PDF, the page on which its grades are entered, and its end."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.http import LearnerRequest
from apps.cards.models import Deck
from apps.printing.jobs import many
from apps.printing.layouts import name_of
from apps.printing.models import PaperSession
from apps.printing.options import SHEETS
from apps.printing.paper_sessions import codes, services
from apps.printing.paper_sessions.entry import GRADES, BadGrades, ticked, typed
from apps.printing.paper_sessions.services import Entered
from apps.printing.paper_sessions.sheets import MEANINGS, PaperSheets
from apps.printing.pdf import INSTALL_PANGO, PangoMissing
from apps.printing.printer import PrintFailed
from apps.printing.prints import print_of

SHOWN = 30
TYPO = "This is no code of a paper session. Compare it with the paper: it has eight signs, and no O, I, L, 0 or 1."
UNKNOWN = "You have no paper session with this code. Look at the list below."
NOTHING_DUE = "Nothing is due for you, so there is nothing to print. Come back tomorrow."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sessions(request: LearnerRequest) -> HttpResponse:
    """Show the person's sessions, find one by its code, or begin one."""
    if request.method == "POST":
        return _begun(request)
    sought, problem = codes.read(request.GET.get("code", "")), ""
    if sought and _mine(request).filter(code=sought).exists():
        return redirect("printing:paper_session", sought)
    if sought:
        problem = UNKNOWN if codes.is_right(sought) else TYPO
    rows = [(each, *_counts(each)) for each in _mine(request).select_related("deck")[:SHOWN]]
    context = {"rows": rows, "problem": problem, "typed": request.GET.get("code", "")[:20]}
    return render(request, "printing/paper_sessions.html", context, status=422 if problem else 200)


def _mine(request: LearnerRequest) -> QuerySet[PaperSession]:
    return PaperSession.objects.filter(user=request.user)


def _counts(session: PaperSession) -> tuple[int, int]:
    """Return how many cards a session has, and how many of them are entered."""
    cards = session.cards
    return cards.count(), cards.exclude(answer=None).count()


def _begun(request: LearnerRequest) -> HttpResponse:
    slug, deck = request.POST.get("deck", ""), None
    if slug:
        deck = get_object_or_404(Deck.objects.filter(subscriptions__user=request.user), slug=slug)
    session = services.begin(request.user, deck, now=timezone.now())
    if session is None:
        messages.info(request, NOTHING_DUE)
        return redirect("printing:paper_sessions")
    return redirect("printing:paper_session", session.code)


def _session(request: LearnerRequest, code: str) -> PaperSession:
    return get_object_or_404(_mine(request), code=codes.read(code))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def session(request: LearnerRequest, code: str) -> HttpResponse:
    """Show what is to be entered, and record what was."""
    found = _session(request, code)
    if request.method != "POST":
        return _page(request, found)
    count = found.cards.count()
    try:
        grades = typed(request.POST.get("grades", ""), count) | ticked(request.POST, count)
    except BadGrades as refusal:
        return _page(request, found, problem=str(refusal), status=422)
    if not grades:
        return _page(request, found, problem="Tick or type at least one grade.", status=422)
    messages.info(request, _said(services.enter(found, grades, now=timezone.now())))
    return redirect("printing:paper_session", found.code)


def _said(entered: Entered) -> str:
    said = [f"{many(entered.recorded, 'grade')} recorded."]
    said += [f"Card {number} was left alone: {reason}." for number, reason in entered.skipped.items()]
    return " ".join(said)


def _page(request: LearnerRequest, found: PaperSession, *, problem: str = "", status: int = 200) -> HttpResponse:
    cards = list(services.cards_of(found))
    context = {
        "session": found,
        "rows": [(each, name_of(each.schedule.card.front)) for each in cards],
        "left": sum(each.answer is None for each in cards),
        "grades": [(grade, MEANINGS[grade]) for grade in GRADES],
        "problem": problem,
        "posted": request.POST,
    }
    return render(request, "printing/paper_session.html", context, status=status)


@require_safe
@login_required
def paper(request: LearnerRequest, code: str) -> HttpResponse:
    """Give the session as PDF."""
    found = _session(request, code)
    size = request.GET.get("paper", "")
    address = request.build_absolute_uri(reverse("printing:paper_sessions"))
    wanted = print_of(PaperSheets(found, size if size in SHEETS else "", address))
    pdf = wanted.kept()
    if pdf is None and ratelimit.consume_or_429(request, action="print_deck", limit_get=True):
        return _page(request, found, problem="You print very often. Wait a minute, then try again.", status=429)
    try:
        pdf = pdf or wanted.make()
    except PangoMissing:
        return _page(request, found, problem=f"This server cannot make PDFs yet: {INSTALL_PANGO}", status=503)
    except PrintFailed as failure:
        return _page(request, found, problem=str(failure), status=503)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{wanted.layout.file_name}.pdf"'
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def delete(request: LearnerRequest, code: str) -> HttpResponse:
    """Ask whether a session shall go, and let it go. What was recorded stays."""
    found = _session(request, code)
    if request.method == "POST":
        found.delete()
        messages.info(request, f"Session {found} is deleted. What you entered stays recorded.")
        return redirect("printing:paper_sessions")
    count, entered = _counts(found)
    return render(request, "printing/paper_delete.html", {"session": found, "left": count - entered})
