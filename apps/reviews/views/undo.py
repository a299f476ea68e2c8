"""Undo: takes back the last act of today, an answer or what was set on a card after it."""

from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.reviews import card_acts, services
from apps.reviews.card_acts import CardAct
from apps.reviews.day import queue
from apps.reviews.forms import ShownCardForm, UndoForm
from apps.reviews.models import Schedule
from apps.reviews.services import suspend_and_flag
from apps.reviews.views.card_page import Shown, next_card, render_card, render_foot
from apps.reviews.views.scope import scope_of, scoped_url
from apps.web.http import LearnerRequest, error_fragment

IMPORTED_SINCE = gettext_lazy("Later answers to that card were imported since, so its schedule stays as it is.")
UNDONE_BUT_NOT_QUEUED = gettext_lazy("Undone. The card doesn’t come up: it is suspended, or its deck is paused.")
CANNOT_UNDO = gettext_lazy("That answer was already undone, or is not the last one of today.")
CANNOT_UNDO_ACT = gettext_lazy("That was already undone, or is not the last thing you did today.")


@require_POST
@login_required
def undo(request: LearnerRequest) -> HttpResponse:
    """Undo the act that the pressed button names, if it is the last one of today."""
    scope, form = scope_of(request), UndoForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, _("There is no answer of today to undo."))
    now = timezone.now()
    today = request.user.study_day(now)
    if log := form.cleaned_data["log"]:
        return _undo_answer(request, log, now)
    act = card_acts.last_act(request.session, queue.last_answer(request.user, today), today)
    if act is None or act.number != form.cleaned_data["act"]:
        return next_card(request, today, scope, notice=str(CANNOT_UNDO_ACT))
    card_acts.forget(request.session, act)
    return _undo_flag(request, act, today) if act.is_flag else _undo_suspension(request, act, today)


def _undo_answer(request: LearnerRequest, log: int, now: datetime) -> HttpResponse:
    today = request.user.study_day(now)
    try:
        schedule = services.undo(request.user, log, at=now)
    except services.ImportedSince:
        return next_card(request, today, scope_of(request), notice=str(IMPORTED_SINCE))
    except services.StaleUndo:
        return next_card(request, today, scope_of(request), notice=str(CANNOT_UNDO))
    return _show_again(request, schedule, today)


def _undo_suspension(request: LearnerRequest, act: CardAct, today: date) -> HttpResponse:
    schedule = get_object_or_404(request.user.schedules.select_related("user"), card_id=act.card_id)
    suspend_and_flag.unsuspend(schedule, today=today, in_drill=act.in_drill)
    return _show_again(request, queue.with_card(request.user.schedules.all()).get(pk=schedule.pk), today)


def _undo_flag(request: LearnerRequest, act: CardAct, today: date) -> HttpResponse:
    """Restore the flag from before; the page stays at the card that it shows, question or answer."""
    flagged = get_object_or_404(request.user.schedules, card_id=act.card_id)
    if flagged.flag == act.flag_after:
        suspend_and_flag.set_flag(flagged, act.flag_before or Schedule.Flag.NONE)
    form = ShownCardForm(request.POST)
    if not form.is_valid():
        return redirect(scoped_url("reviews:session", request))
    shown = get_object_or_404(request.user.schedules.select_related("deck"), card_id=form.cleaned_data["card"])
    answer = form.cleaned_data["back"] == "answer"
    if request.htmx:
        return render_foot(request, today, shown, answer=answer, announcement=_("Undone."))
    return redirect(
        scoped_url("reviews:reveal", request, shown.card_id) if answer else scoped_url("reviews:session", request)
    )


def _show_again(request: LearnerRequest, schedule: Schedule, today: date) -> HttpResponse:
    if not queue.part_of(schedule, today):
        return next_card(request, today, scope_of(request), notice=str(UNDONE_BUT_NOT_QUEUED))
    if not request.htmx:
        messages.info(request, _("Undone."))
        return redirect(scoped_url("reviews:reveal", request, schedule.card_id))
    shown = Shown(queue.last_answer(request.user, today), schedule, announcement=_("Undone."))
    return render_card(request, today, scope_of(request), shown)
