"""Practice without consequence: cards asked in any order, with two buttons; no schedule changes."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.library.practice import (
    PracticeRound,
    SourceForm,
    current_round,
    forget_round,
    practiced,
    store_round,
    title_of,
)
from apps.reviews import services
from apps.reviews.day import decks_today, queue
from apps.reviews.forms import TimedForm
from apps.reviews.models import Schedule
from apps.search.tree import SearchError
from apps.web.http import LearnerRequest, error_fragment


class PressForm(TimedForm):
    """A pressed button: whether the card was known, which one it was, and in which turn of the round."""

    knew = forms.ChoiceField(choices=[(knew, knew) for knew in ("yes", "no")])
    card = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    turn = forms.IntegerField(min_value=0, max_value=2**31 - 1)


@require_safe
@never_cache
@login_required
def practice(request: LearnerRequest) -> HttpResponse:
    """Show the card that the round has come to, with its answer (?answer=card); without a source, what there is."""
    now, (name, value) = timezone.now(), _source(request)
    if not name:
        studied = decks_today.subscriptions(request.user, request.user.study_day(now))
        decks = [each for each in studied if not each.paused]
        return render(request, "library/practice_choice.html", {"subscriptions": decks})
    current = current_round(request.session)
    if not current or current.source != _query(name, value) or _is_over(request, current, now):
        try:
            current = _begin(request, name, value, now)
        except SearchError as error:
            context = {"error": error, "query": value, "subscriptions": []}
            return render(request, "library/practice_choice.html", context, status=422)
    return _render(request, current, answer=request.GET.get("answer", ""))


@require_POST
@login_required
def answer(request: LearnerRequest) -> HttpResponse:
    """Log whether the card was known, then show the next one."""
    form, current = PressForm(request.POST), current_round(request.session)
    if not form.is_valid():
        return error_fragment(request, _("Press one of the buttons below the answer."))
    name, value = _source(request)
    if not current or current.source != _query(name, value):
        return redirect(_page(name, value))
    pressed = form.cleaned_data
    schedule = get_object_or_404(request.user.schedules, card_id=pressed["card"])
    if [pressed["card"]] != current.left[:1] or pressed["turn"] != current.turn:
        return _next(request, current, notice=_("You had already answered that card."))
    knew, now = pressed["knew"] == "yes", timezone.now()
    services.practice_card(schedule, knew=knew, since=current.since_at, at=now, taken_ms=pressed["taken_ms"])
    current = current.answered(knew=knew, at=now)
    store_round(request.session, current)
    return _next(request, current, announcement=_("Knew it.") if knew else _("Not yet: it comes again at the end."))


@require_POST
@login_required
def restart(request: LearnerRequest) -> HttpResponse:
    """Begin a new round of the same cards."""
    name, value = _source(request)
    forget_round(request.session)
    return redirect(_page(name, value))


def _source(request: LearnerRequest) -> tuple[str, Any]:
    """Return what the URL names to practice; 404 where there is no such deck or number."""
    form = SourceForm(request.GET)
    if not form.is_valid():
        raise Http404
    name, value = form.named
    if name == "deck":
        get_object_or_404(request.user.subscriptions, deck__slug=value, deck__deleted_at=None)
    return name, value


def _query(name: str, value: Any) -> str:
    return urlencode({name: value}) if name else ""


def _page(name: str, value: Any) -> str:
    return f"{reverse('library:practice')}?{_query(name, value)}".removesuffix("?")


def _is_over(request: LearnerRequest, current: PracticeRound, now: datetime) -> bool:
    """Whether a finished round is of another day than today, when there may be other cards."""
    return not current.left and current.day != request.user.study_day(now).isoformat()


def _begin(request: LearnerRequest, name: str, value: Any, now: datetime) -> PracticeRound:
    """Begin a round of the cards that are meant. Raises SearchError."""
    today = request.user.study_day(now)
    schedules = practiced(request.user, name, value, today=today, now=now)
    current = PracticeRound.begin(_query(name, value), today, schedules.values_list("card_id", flat=True), now)
    store_round(request.session, current)
    return current


def _next(request: LearnerRequest, current: PracticeRound, *, notice: str = "", announcement: str = "") -> HttpResponse:
    """Respond to a press: with the next card for htmx, else with a redirect to it."""
    if request.htmx:
        return _render(request, current, notice=notice, announcement=announcement or notice)
    if notice:
        messages.info(request, notice)
    return redirect(_page(*_source(request)))


def _render(
    request: LearnerRequest, current: PracticeRound, *, answer: str = "", notice: str = "", announcement: str = ""
) -> HttpResponse:
    """Render the first card of the round, its answer where that is asked for, or how the round went."""
    current, schedule = _first_card(request, current)
    name, value = _source(request)
    context = {
        "round": current,
        "schedule": schedule,
        "answer": schedule is not None and answer == str(schedule.card_id),
        "title": title_of(name, value),
        "deck_slug": value if name == "deck" else "",
        "source": _query(name, value),
        "page": _page(name, value),
        "answer_page": f"{_page(name, value)}&answer={schedule.card_id}" if schedule else "",
        "stopped": "stop" in request.GET,
        "notice": notice,
        "announcement": announcement,
    }
    return render(request, f"library/practice.html{'#card' if request.htmx else ''}", context)


def _first_card(request: LearnerRequest, current: PracticeRound) -> tuple[PracticeRound, Schedule | None]:
    """Return the round without cards that are gone or suspended since, and the schedule of its first card."""
    in_use = request.user.schedules.in_use()
    there = set(in_use.filter(card__in=current.left).values_list("card_id", flat=True))
    if gone := {*current.left} - there:
        current = current.without(gone)
        store_round(request.session, current)
    if not current.left:
        return current, None
    return current, queue.with_card(in_use).get(card_id=current.left[0])
