"""The pages of insight: what the answers of a course's learners add up to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.jobs.models import page_that_leads_on
from apps.jobs.services.lifecycle import TooManyJobs
from apps.stats.downloads import csv_response
from apps.teaching.access import TeachingAccess, staff_access
from apps.teaching.insight import downloads, queries
from apps.teaching.insight.card_list import InsightList
from apps.teaching.insight.choice import InsightChoice
from apps.teaching.insight.definitions import learners_of, min_learners
from apps.teaching.insight.jobs import submit_count
from apps.teaching.insight.page import InsightPage
from apps.teaching.insight.services.refresh import has_news, newest
from apps.teaching.models import CardInsight
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest
from apps.web.localized import number
from apps.web.replica import from_replica

PER_PAGE = 50


@login_required
@require_safe
@never_cache
@from_replica
def insight(request: LearnerRequest, course: str) -> HttpResponse:
    """Show what was counted of a lesson or the course, or offer to count it."""
    access = staff_access(request, course)
    choice, shown = _shown(request, access)
    context: dict[str, Any] = {"choice": choice, "shown": shown, "min_learners": min_learners()}
    context["learners"] = learners_of(access.course.pk).count()
    context["may_count"] = shown is not None or has_news(access.course)
    if shown and shown.row:
        page = Paginator(queries.uptake(shown.insight, choice), PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "uptake": shown.uptake(page)}
    return teaching_page(request, access, "insight", "teaching/insight/insight.html", context)


@login_required
@require_safe
@never_cache
@from_replica
def cards(request: LearnerRequest, course: str) -> HttpResponse:
    """List all cards that enough learners answered, or the questions or scenarios, the hardest first."""
    access = staff_access(request, course)
    choice, shown = _shown(request, access)
    listed = InsightList.of(request.GET)
    rows = listed.rows(shown.insight, choice) if shown else CardInsight.objects.none()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"choice": choice, "shown": shown, "listed": listed, "page": page, "min_learners": min_learners()}
    return teaching_page(request, access, "insight", "teaching/insight/cards.html", context)


@login_required
@require_safe
@never_cache
@from_replica
def table(request: LearnerRequest, course: str, name: str) -> HttpResponse:
    """Download one of the tables."""
    access = staff_access(request, course)
    _choice, shown = _shown(request, access)
    if name not in downloads.TABLES or shown is None:
        raise Http404
    return csv_response(downloads.TABLES[name](shown), f"{access.course.slug}-{name}")


@login_required
@require_POST
def compute(request: LearnerRequest, course: str) -> HttpResponse:
    """Let the course be counted again, unless too few learners have answered since."""
    access = staff_access(request, course)
    if not has_news(access.course):
        messages.info(request, _too_few(access))
        return redirect("teaching:insight", access.course.slug)
    try:
        job = submit_count(request.user, access.course, at=timezone.now())
    except TooManyJobs as problem:
        messages.error(request, str(problem))
        return redirect("teaching:insight", access.course.slug)
    return redirect(page_that_leads_on(job.pk))


def _too_few(access: TeachingAccess) -> str:
    """Return why nothing is counted."""
    if newest(access.course):
        return _("Too few learners have answered since. The numbers stay as they are.")
    sentence = ngettext(
        "Nothing is counted before %(number)s learner has answered.",
        "Nothing is counted before %(number)s learners have answered.",
        min_learners(),
    )
    return sentence % {"number": number(min_learners())}


def _shown(request: LearnerRequest, access: TeachingAccess) -> tuple[InsightChoice, InsightPage | None]:
    """Return what was asked for, and the numbers, if the course has any."""
    choice, found = InsightChoice.of(access.course, request.GET), newest(access.course)
    return choice, InsightPage(found, choice) if found else None
