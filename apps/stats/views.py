"""The statistics of a learner: of all they study, a course, a deck or a search; in three parts, and as tables."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.reviews.day.scope import SearchedCards
from apps.reviews.services.tally import tally_finished_days
from apps.search.tree import SearchError
from apps.stats import downloads
from apps.stats.forms import PERIODS, PeriodForm
from apps.stats.page import Statistics, scope_options
from apps.stats.scope import query_of, scope_in
from apps.web.http import LearnerRequest
from apps.web.replica import from_replica

type StatisticsView = Callable[..., HttpResponse]


@require_safe
@login_required
@from_replica
def statistics(request: LearnerRequest) -> HttpResponse:
    """Show what the answers add up to; the other parts are loaded, those of a search with it: it searches once."""
    if request.GET.get("of") is not None:
        return redirect(f"{reverse('stats:statistics')}?{query_of(request.GET)}")
    try:
        shown = _statistics(request)
    except SearchError as error:
        return render(request, "stats/statistics.html", _frame(request, None) | {"error": error}, status=422)
    context = _frame(request, shown)
    context |= shown.of_first_days() if shown.answers.is_young else shown.of_answers()
    if isinstance(shown.scope, SearchedCards):
        context |= {"of_cards": shown.of_cards(), "due": shown.due}
    return render(request, "stats/statistics.html", context)


def _part(view: StatisticsView) -> StatisticsView:
    """Show a part of the statistics; a search that is none leads to the page that explains it."""

    @wraps(view)
    def show(request: LearnerRequest, **arguments: str) -> HttpResponse:
        try:
            shown = _statistics(request)
        except SearchError:
            return redirect(f"{reverse('stats:statistics')}?{request.GET.urlencode()}")
        return view(request, shown, **arguments)

    return show


@require_safe
@login_required
@from_replica
@_part
def cards(request: LearnerRequest, shown: Statistics) -> HttpResponse:
    """Show what the learned cards are like; to htmx, the part alone."""
    return _render(request, "cards", shown, shown.of_cards())


@require_safe
@login_required
@from_replica
@_part
def ahead(request: LearnerRequest, shown: Statistics) -> HttpResponse:
    """Show what is due; to htmx, the part alone."""
    return _render(request, "ahead", shown, {"chart": shown.due})


@require_safe
@login_required
@from_replica
@_part
def what_if(request: LearnerRequest, shown: Statistics) -> HttpResponse:
    """Show what other limits would lead to, once some are given; to htmx, the part alone."""
    return _render(request, "what_if", shown, shown.what_if())


@require_safe
@login_required
@from_replica
@_part
def table(request: LearnerRequest, shown: Statistics, name: str) -> HttpResponse:
    """Download the table of a chart."""
    found = downloads.TABLES[name](shown) if name in downloads.TABLES else None
    if found is None:
        raise Http404
    return downloads.csv_response(found, f"ditcards-{name}")


def _statistics(request: LearnerRequest) -> Statistics:
    now, user = timezone.now(), request.user
    scope, today = scope_in(request, now), user.study_day(now)
    tally_finished_days(user, today)
    return Statistics(user, today, PeriodForm(request.GET).number, scope, request.GET)


def _render(request: LearnerRequest, part: str, shown: Statistics, drawn: dict[str, Any]) -> HttpResponse:
    if request.htmx:
        return render(request, f"stats/{part}.html#{part}", {"shown": shown} | drawn)
    return render(request, f"stats/{part}.html", _frame(request, shown) | drawn)


def _frame(request: LearnerRequest, shown: Statistics | None) -> dict[str, Any]:
    """Return what is around the figures."""
    return {
        "shown": shown,
        "days": PeriodForm(request.GET).value,
        "periods": PERIODS.items(),
        "query": request.GET.get("q", "").strip(),
        "options": scope_options(request.user, request.GET),
    }
