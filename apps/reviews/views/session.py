"""The review itself: a question, its answer, a grade, the next card. Without htmx, the same as plain pages."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.courses.models import Course
from apps.reviews import explain, queue, services
from apps.reviews.buttons import AGAIN, GOOD, LABELS, buttons
from apps.reviews.forms import FlagForm, GradeForm, UndoForm
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.queue import Within
from apps.reviews.services import day_builder, suspend_and_flag
from apps.scheduler.arithmetic import days
from apps.web.http import LearnerRequest, error_fragment, is_row_id

ALREADY_ANSWERED = "You had already answered that card."
PART_IS_OVER = "That page was from an earlier round. Here is what today asks."
IMPORTED_SINCE = "Later answers to that card were imported since, so it stays as it is."
TAKEN_BACK_ASIDE = "Taken back. The card is suspended, or its deck paused, and stays so."
CANNOT_UNDO = "That answer was already taken back, or is not the last one of today."


@require_safe
@never_cache
@login_required
def session(request: LearnerRequest) -> HttpResponse:
    """Show the first card of today's queue, or of one deck's (?deck=slug) or course's (?course=slug)."""
    within, today = _within(request), request.user.study_day(timezone.now())
    day_builder.build_day(request.user, today)
    last = queue.last_answer(request.user, today)
    return _card(request, today, within, last=last, suspended=_just_suspended(request))


@require_safe
@never_cache
@login_required
def reveal(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Show the answer and the buttons that grade it; after a choice (?chose=label), whether it was right."""
    schedule = get_object_or_404(queue.with_card(request.user.schedules.all()), card_id=card_id)
    within, today = _within(request), request.user.study_day(timezone.now())
    if not queue.part_of(schedule, today):
        return _next(request, today, within, notice=ALREADY_ANSWERED)
    last = queue.last_answer(request.user, today)
    return _card(request, today, within, schedule=schedule, answer=True, last=last)


@require_POST
@login_required
def grade(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Record the pressed button, then show the next card."""
    schedule, within = get_object_or_404(request.user.schedules, card_id=card_id), _within(request)
    form = GradeForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, "Press one of the buttons below the answer.")
    now = timezone.now()
    today = request.user.study_day(now)
    try:
        log = services.grade_card(schedule, at=now, **form.answer)
    except services.StaleQueuePart:
        return _next(request, today, within, notice=PART_IS_OVER)
    except services.StaleGrade:
        return _next(request, today, within, notice=ALREADY_ANSWERED)
    return _next(request, today, within, last=log)


@require_POST
@login_required
def undo(request: LearnerRequest) -> HttpResponse:
    """Take back today's last answer and show its card again."""
    within, form = _within(request), UndoForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, "There is no answer of today to take back.")
    now = timezone.now()
    today = request.user.study_day(now)
    try:
        schedule = services.undo(request.user, form.cleaned_data["log"], at=now)
    except services.ImportedSince:
        return _next(request, today, within, notice=IMPORTED_SINCE)
    except services.StaleUndo:
        return _next(request, today, within, notice=CANNOT_UNDO)
    if not queue.part_of(schedule, today):
        return _next(request, today, within, notice=TAKEN_BACK_ASIDE)
    if not request.htmx:
        return redirect(_address("reviews:reveal", request, schedule.card_id))
    last = queue.last_answer(request.user, today)
    return _card(request, today, within, schedule=schedule, last=last, said="Taken back.")


@require_POST
@login_required
def suspend(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Ask a card no more, then show the next one, with a way back."""
    schedule, within = get_object_or_404(request.user.schedules, card_id=card_id), _within(request)
    today = request.user.study_day(timezone.now())
    suspend_and_flag.suspend(schedule)
    if request.htmx:
        last = queue.last_answer(request.user, today)
        return _card(request, today, within, last=last, suspended=schedule, said="Suspended.")
    if request.POST.get("back") == "why":
        return redirect(_address("reviews:why", request, card_id))
    scope = _scope(request)
    return redirect(f"{reverse('reviews:session')}{scope}{'&' if scope else '?'}suspended={card_id}")


@require_POST
@login_required
def unsuspend(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Ask a suspended card again, and go back to where that was pressed."""
    schedules = request.user.schedules.select_related("user", "deck")
    schedule, within = get_object_or_404(schedules, card_id=card_id), _within(request)
    today = request.user.study_day(timezone.now())
    suspend_and_flag.unsuspend(schedule, today=today)
    if request.htmx:
        last = queue.last_answer(request.user, today)
        return _card(request, today, within, last=last, said="No longer suspended.")
    messages.info(request, "The card is no longer suspended.")
    return _back(request, schedule)


@require_POST
@login_required
def flag(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Flag a card, or take its flag away."""
    schedule = get_object_or_404(request.user.schedules.select_related("deck"), card_id=card_id)
    form = FlagForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, "Choose one of the flags from the list.")
    suspend_and_flag.set_flag(schedule, form.cleaned_data["flag"])
    if not request.htmx:
        return _back(request, schedule)
    schedule.flag = form.cleaned_data["flag"]
    return render(request, "reviews/session.html#marks", {"schedule": schedule, "scope": _scope(request)})


@require_safe
@login_required
def why(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Explain the card's dates: the arithmetic, and every answer so far."""
    schedule = get_object_or_404(queue.with_card(request.user.schedules.all()), card_id=card_id)
    today = request.user.study_day(timezone.now())
    context = {
        "schedule": schedule,
        "today": today,
        "part": queue.part_of(schedule, today),
        "futures": explain.futures(schedule, request.user),
        "answers": explain.answers(schedule, request.user),
        "flags": Schedule.Flag.choices,
        "scope": _scope(request),
    }
    return render(request, "reviews/why.html", context)


def _next(
    request: LearnerRequest, today: date, within: Within, *, last: ReviewLog | None = None, notice: str = ""
) -> HttpResponse:
    """Answer a grade: with the next card for htmx, else with a redirect to it."""
    if not request.htmx:
        if notice:
            messages.info(request, notice)
        return redirect(_address("reviews:session", request))
    if last is None:
        last = queue.last_answer(request.user, today)
    return _card(request, today, within, last=last, notice=notice, said=notice or _said(last, request))


def _card(
    request: LearnerRequest,
    today: date,
    within: Within,
    *,
    schedule: Schedule | None = None,
    answer: bool = False,
    last: ReviewLog | None = None,
    notice: str = "",
    said: str = "",
    suspended: Schedule | None = None,
) -> HttpResponse:
    """Render a card (the next one, if none is named) as the page or, for htmx, as its fragment."""
    counts = queue.counts(request.user, today, within)
    part = queue.part_of(schedule, today) if schedule else counts.part
    if schedule is None and part:
        schedule = queue.next_schedule(request.user, today, part, within)
    context: dict[str, object] = {
        "schedule": schedule,
        "part": part,
        "counts": counts,
        "answer": answer,
        "elsewhere": queue.counts(request.user, today).left if within and not schedule else 0,
        "next_day": None if schedule else queue.next_day(queue.subscriptions(request.user, today), today),
        "within": within,
        "within_course": isinstance(within, Course),
        "scope": _scope(request),
        "last": last,
        "notice": notice,
        "said": said,
        "suspended": suspended,
    }
    if schedule and answer:
        context |= _answer(request, schedule, part)
    return render(request, f"reviews/session.html{'#card' if request.htmx else ''}", context)


def _within(request: LearnerRequest) -> Within:
    """Return the deck or the course that the session is limited to, if any; 404 for one that is not studied."""
    if deck := request.GET.get("deck"):
        return get_object_or_404(Deck, slug=deck, subscriptions__user=request.user)
    if course := request.GET.get("course"):
        studied = Course.objects.filter(decks__subscriptions__user=request.user).distinct()
        return get_object_or_404(studied, slug=course)
    return None


def _answer(request: LearnerRequest, schedule: Schedule, part: str) -> dict[str, object]:
    """Return what the answer's page adds: the buttons, and what was chosen, if the card offers such a label."""
    label, card = request.GET.get("chose"), schedule.card
    chosen = label if label in card.choices else None
    wrong = chosen not in (None, card.label)
    offered = buttons(schedule, request.user, part, AGAIN if wrong else GOOD)
    return {"buttons": offered, "chosen": chosen, "wrong": wrong}


def _scope(request: LearnerRequest) -> str:
    """Return what an address of the session ends with, so that it stays in its deck or course."""
    names = {name: request.GET[name] for name in ("deck", "course") if request.GET.get(name)}
    return f"?{urlencode(names)}" if names else ""


def _just_suspended(request: LearnerRequest) -> Schedule | None:
    """Return the card that the address says was suspended (?suspended=card), as long as it is."""
    card = request.GET.get("suspended", "")
    return request.user.schedules.filter(card_id=card, suspended=True).first() if is_row_id(card) else None


def _back(request: LearnerRequest, schedule: Schedule) -> HttpResponse:
    """Redirect to the page that a form says it stands on; without that, to the review."""
    back = request.POST.get("back")
    if back == "deck":
        return redirect("reviews:deck", schedule.deck.slug)
    page = {"why": "reviews:why", "answer": "reviews:reveal"}.get(back or "")
    return redirect(_address(page, request, schedule.card_id) if page else _address("reviews:session", request))


def _address(name: str, request: LearnerRequest, *arguments: int) -> str:
    return reverse(name, args=arguments) + _scope(request)


def _said(log: ReviewLog | None, request: LearnerRequest) -> str:
    """Say for screen readers what the last press did: "Good, back in 6 days."."""
    if log is None:
        return ""
    label = LABELS[User.Buttons(request.user.buttons)].get(log.grade, f"Grade {log.grade}")
    if log.kind == ReviewLog.Kind.DRILL:
        return f"{label}, {'stays in' if log.drill_on_after else 'out of'} today's drill."
    return f"{label}, back in {days(log.interval_days_after)}."
