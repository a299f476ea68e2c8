"""What a learner does with one card beside answering it: suspend, flag, and see why it is due when it is."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.reviews import card_acts
from apps.reviews.card_acts import CardAct
from apps.reviews.day import queue
from apps.reviews.forms import FlagForm
from apps.reviews.grading import explain
from apps.reviews.grading.arithmetic import format_hundredths
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services import suspend_and_flag
from apps.reviews.views.card_page import Shown, render_card, render_foot
from apps.reviews.views.scope import scope_of, scope_query, scoped_url
from apps.web.http import LearnerRequest, error_fragment, sent_text


@require_POST
@login_required
def suspend(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Suspend a card, then show the next one, with a button that unsuspends it."""
    schedule = get_object_or_404(request.user.schedules.select_related("deck"), card_id=card_id)
    scope, today = scope_of(request), request.user.study_day(timezone.now())
    last = queue.last_answer(request.user, today)
    if suspend_and_flag.suspend(schedule):
        _remember(request, today, last, schedule, in_drill=schedule.is_in_drill_on(today))
    if request.htmx:
        return render_card(request, today, scope, Shown(last, suspended=schedule, announcement=_("Suspended.")))
    if request.POST.get("back") in ("why", "deck"):
        return _back(request, schedule)
    query = scope_query(request)
    return redirect(f"{reverse('reviews:session')}{query}{'&' if query else '?'}suspended={card_id}")


@require_POST
@login_required
def unsuspend(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Unsuspend a card, and go back to the page with the button."""
    schedules = request.user.schedules.select_related("user", "deck")
    schedule, scope = get_object_or_404(schedules, card_id=card_id), scope_of(request)
    today = request.user.study_day(timezone.now())
    suspend_and_flag.unsuspend(schedule, today=today)
    card_acts.forget_suspension(request.session, card_id)
    if request.htmx:
        shown = Shown(queue.last_answer(request.user, today), announcement=_("No longer suspended."))
        return render_card(request, today, scope, shown)
    messages.info(request, _("The card is no longer suspended."))
    return _back(request, schedule)


@require_POST
@login_required
def flag(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Flag a card, or remove its flag."""
    schedule = get_object_or_404(request.user.schedules.select_related("deck"), card_id=card_id)
    form = FlagForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, _("Choose one of the flags from the list."))
    today, before, after = request.user.study_day(timezone.now()), schedule.flag, form.cleaned_data["flag"]
    suspend_and_flag.set_flag(schedule, after)
    last = queue.last_answer(request.user, today)
    _remember(request, today, last, schedule, flag_before=before, flag_after=after)
    if not request.htmx:
        return _back(request, schedule)
    schedule.flag = after
    announcement = _("Flagged.") if after else _("No flag.")
    answer = request.POST.get("back") == "answer"
    return render_foot(request, today, schedule, answer=answer, announcement=announcement)


@require_safe
@login_required
def why(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Explain when the card is due: the arithmetic, and every answer so far."""
    schedule = get_object_or_404(queue.with_card(request.user.schedules.all()), card_id=card_id)
    today = request.user.study_day(timezone.now())
    context = {
        "schedule": schedule,
        "easiness": format_hundredths(schedule.easiness),
        "today": today,
        "part": queue.part_of(schedule, today),
        "futures": explain.futures(schedule, request.user),
        "answers": explain.answers(schedule, request.user),
        "flags": Schedule.Flag.choices,
        "scope_query": scope_query(request),
    }
    return render(request, "reviews/why.html", context)


def _remember(request: LearnerRequest, today: date, last: ReviewLog | None, schedule: Schedule, **change: Any) -> None:
    """Note a suspension or a flag as the last act, which an undo takes back."""
    after_log = last.pk if last else 0
    card_acts.remember(request.session, CardAct(schedule.card_id, today.isoformat(), after_log, **change))


def _back(request: LearnerRequest, schedule: Schedule) -> HttpResponse:
    """Redirect to the page that a form names as its own; without that, to the review."""
    back = request.POST.get("back")
    if back == "deck":
        query = QueryDict(sent_text(request, "list")).urlencode()
        return redirect(f"{reverse('library:deck', args=[schedule.deck.slug])}?{query}".removesuffix("?"))
    page = {"why": "reviews:why", "answer": "reviews:reveal"}.get(back or "")
    return redirect(scoped_url(page, request, schedule.card_id) if page else scoped_url("reviews:session", request))
