"""The statistics of a learner: of all they study, a course or a deck."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.reviews.services.tally import tally_finished_days
from apps.reviews.views.scope import scope_of
from apps.stats import page
from apps.stats.answers import answers_of
from apps.stats.forms import PERIODS, PeriodForm
from apps.web.http import LearnerRequest

SCOPES = ("deck", "course")


@require_safe
@login_required
def statistics(request: LearnerRequest) -> HttpResponse:
    """Show what the answers and cards add up to; below a week of answers, how many there are."""
    if request.GET.get("of") is not None:
        return redirect(_url(request))
    user, scope = request.user, scope_of(request)
    today = user.study_day(timezone.now())
    tally_finished_days(user, today)
    answers = answers_of(user, today, PeriodForm(request.GET).value, scope)
    context = {
        "answers": answers,
        "options": page.scope_options(user, scope),
        "scope_fields": {name: request.GET[name] for name in SCOPES if request.GET.get(name)},
        "periods": PERIODS,
    }
    if not answers.is_young:
        context |= page.charts_of(user, answers, scope) | page.what_if_of(user, answers, scope, request.GET)
    return render(request, "stats/statistics.html", context)


def _url(request: LearnerRequest) -> str:
    """Return the URL of what the select of the page names: all, `deck:slug` or `course:slug`."""
    kind, _, slug = request.GET["of"].partition(":")
    query = {kind: slug} if kind in SCOPES and slug else {}
    return f"{reverse('stats:statistics')}?{urlencode(query | {'days': PeriodForm(request.GET).value})}"
