"""One paper session: its cards, the entry of their grades, undo, and deletion."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.courses.models import Enrolment
from apps.paper_sessions.card_status import refusal
from apps.paper_sessions.entry_messages import entry_messages
from apps.paper_sessions.grade_parser import BadGrades, entered_grades
from apps.paper_sessions.models import PaperCard, PaperSession
from apps.paper_sessions.services.delete import delete_session
from apps.paper_sessions.services.enter_grades import enter_grades
from apps.paper_sessions.sheets import MEANINGS
from apps.paper_sessions.views.find_session import find_enterable_session, find_session
from apps.printing.card_names import card_name
from apps.printing.layouts.flashcards import numbered_name
from apps.reviews.day import queue
from apps.reviews.forms import UndoForm
from apps.reviews.models import ReviewLog
from apps.reviews.services import StaleUndo
from apps.reviews.services import undo as undo_answer
from apps.web.http import LearnerRequest

WHEN_PRINTED = "printed"


@dataclass(frozen=True)
class GradeLine:
    """One card on the page: its question, and what was ticked when the page was sent with a mistake."""

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
def session(request: LearnerRequest, code: str) -> HttpResponse:
    """Show the cards of a session, and record the grades that are sent."""
    found, now = find_enterable_session(request, code), timezone.now()
    if request.method != "POST":
        return session_page(request, found, now)
    try:
        grades = entered_grades(request.POST.get("grades", ""), request.POST, found.cards.count())
    except BadGrades as problem:
        return session_page(request, found, now, problem=str(problem), status=422)
    reviewed_at = found.created_at if request.POST.get("when") == WHEN_PRINTED else now
    for level, sentence in entry_messages(enter_grades(found, grades, reviewed_at=reviewed_at, now=now)):
        messages.add_message(request, level, sentence)
    return redirect("paper_sessions:session", found.code)


def session_page(
    request: LearnerRequest, found: PaperSession, now: datetime, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """Return the page of a session."""
    lines = [_line(card, request.POST) for card in found.cards.with_status(found.user_id)]
    person = found.user
    context = {
        "session": found,
        "is_own": person == request.user,
        "learner": None if person == request.user else _learner(found),
        "lines": lines,
        "left": sum(line.is_open for line in lines),
        "entered": sum(line.card.is_entered for line in lines),
        "meanings": MEANINGS.items(),
        "is_later_day": person.study_day(found.created_at) != person.study_day(now),
        "last": _undoable_answer(found, now),
        "problem": problem,
        "posted": request.POST,
    }
    return render(request, "paper_sessions/session.html", context, status=status)


def _line(card: PaperCard, posted: QueryDict) -> GradeLine:
    question = card_name(card.card.front) if card.card else ""
    ticked = posted.get(f"grade-{card.number}", "")
    return GradeLine(card, question or numbered_name(card.number), refusal(card), ticked)


def _learner(found: PaperSession) -> Enrolment | None:
    """Return the membership of the learner for whom the session was printed, for the name that staff may read."""
    return Enrolment.with_former.filter(course=found.course, user=found.user).select_related("user").first()


def _undoable_answer(found: PaperSession, now: datetime) -> ReviewLog | None:
    """Return the learner's last answer of today if it was entered for this session."""
    last = queue.last_answer(found.user, found.user.study_day(now))
    return last if last and found.cards.filter(answer=last).exists() else None


@require_POST
@login_required
def undo(request: LearnerRequest, code: str) -> HttpResponse:
    """Undo the last grade that was entered, so that it can be entered again."""
    found, now, form = find_enterable_session(request, code), timezone.now(), UndoForm(request.POST)
    log = form.cleaned_data["log"] if form.is_valid() else 0
    card = found.cards.filter(answer=log).first()
    try:
        if card is None:
            raise StaleUndo
        undo_answer(found.user, log, at=now)
        sentence = _("Undone: card %(number)s. You can enter its grade again.") % {"number": card.number}
        messages.info(request, sentence)
    except StaleUndo:
        messages.info(request, _("That grade was already undone, or is not today’s last answer."))
    return redirect("paper_sessions:session", found.code)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def delete(request: LearnerRequest, code: str) -> HttpResponse:
    """Ask for confirmation, then delete the session; recorded grades stay."""
    found = find_session(request, code)
    if request.method == "POST":
        delete_session(found)
        messages.success(request, _("Session %(code)s was deleted. Its recorded grades stay.") % {"code": found})
        return redirect("paper_sessions:list")
    counts = {"entered": found.cards.entered().count(), "left": found.cards.open().count()}
    return render(request, "paper_sessions/delete.html", {"session": found, **counts})
