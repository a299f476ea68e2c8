"""The list of paper sessions, where one is found by its code and a new one is printed."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.cards.models import Deck
from apps.paper_sessions.services.start import start_session
from apps.paper_sessions.session_list import recent_sessions
from apps.paper_sessions.views.find_session import enterable_session
from apps.reviews.day import queue
from apps.web import codes
from apps.web.http import LearnerRequest, sent_text

SHOWN_CHARACTERS = 20  # of a code that is not one


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def sessions(request: LearnerRequest) -> HttpResponse:
    """Show the person's sessions, find one by its code (?code=), or print a new one."""
    if request.method == "POST":
        return _start(request, timezone.now())
    typed, problem = request.GET.get("code", ""), ""
    if code := codes.normalized(typed):
        if enterable_session(request, code):
            return redirect("paper_sessions:session", code)
        problem = _unknown_code(code)
    context = {
        "sessions": recent_sessions(request.user),
        "problem": problem,
        "typed": typed[:SHOWN_CHARACTERS],
        "has_cards": queue.waiting(request.user, request.user.study_day(timezone.now())).exists(),
    }
    return render(request, "paper_sessions/list.html", context, status=422 if problem else 200)


def _unknown_code(code: str) -> str:
    if codes.is_valid(code):
        return _("You have no paper session with this code. Compare it with the paper, or print today’s cards.")
    return _(
        "This is not the code of a paper session. Compare it with the paper: it has eight characters, and never O, I,"
        " L, 0 or 1."
    )


def _start(request: LearnerRequest, now: datetime) -> HttpResponse:
    deck: Deck | None = None
    if slug := sent_text(request, "deck"):
        deck = get_object_or_404(
            request.user.subscriptions.select_related("deck"), deck__slug=slug, deck__deleted_at=None
        ).deck
    if session := start_session(request.user, deck, now=now):
        return redirect("paper_sessions:session", session.code)
    if deck:
        sentence = _("No cards of “%(deck)s” are due today, so there is nothing to print. Come back tomorrow.")
        messages.info(request, sentence % {"deck": deck})
        return redirect("library:deck", deck.slug)
    messages.info(request, _("You have no cards due today, so there is nothing to print. Come back tomorrow."))
    return redirect("paper_sessions:list")
