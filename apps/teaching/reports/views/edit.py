"""Accepting a report: the card's form with what is proposed, or the proposal as it is."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.cards.services.deck_lock import lock_deck
from apps.library.views.editor import editor_page, preview_page
from apps.teaching.access import TeachingAccess, editor_access
from apps.teaching.models import CardReport
from apps.teaching.names import names_of
from apps.teaching.reports.forms import CHANGED_SINCE, AcceptForm, as_sent
from apps.teaching.reports.lookup import report_of
from apps.teaching.reports.queue import ReportGroup, group_of
from apps.teaching.reports.services import settle
from apps.teaching.reports.services.settle import Settlement
from apps.teaching.reports.views.settle import settled
from apps.web.http import LearnerRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: LearnerRequest, course: str, pk: int) -> HttpResponse:
    """Show the card's form with what is proposed, preview what is typed, or save it and accept the report."""
    access = editor_access(request, course)
    if request.method == "POST" and "preview" not in request.POST:
        return _accept(request, access, pk, request.POST)
    report = report_of(access.course, pk)
    group = group_of(report)
    form = _form(report, group, request.POST)
    if "preview" in request.POST:
        return preview_page(request, form, **_page(access, report, group))
    return editor_page(request, form, **_page(access, report, group))


@login_required
@require_POST
def accept(request: LearnerRequest, course: str, pk: int) -> HttpResponse:
    """Make the proposed change as it is; where the card was changed since, show both in the card's form."""
    access = editor_access(request, course)
    return _accept(request, access, pk, {})


@transaction.atomic
def _accept(request: LearnerRequest, access: TeachingAccess, pk: int, data: Any) -> HttpResponse:
    """Save what is typed, or else what is proposed; nobody else saves a card of the deck in the meantime."""
    report = report_of(access.course, pk)
    lock_deck((report.note or report).deck_id)
    report = report_of(access.course, pk)  # as it is now that nobody else saves
    group = group_of(report)
    form = _form(report, group, data)
    if not (data or group.was_shown(request.POST.get("shown"))):
        form.add_error(None, CHANGED_SINCE)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return editor_page(request, form, status=status, **_page(access, report, group))
    settlement = Settlement(request.user, timezone.now(), form.cleaned_data["reply"])
    labels = form.labels(form.cleaned_data)
    accepted = group.proposing or report
    act = partial(settle.accept, accepted, form.instance, labels, settlement)
    return settled(request, access.course.slug, report, act)


def _form(report: CardReport, group: ReportGroup, data: Any) -> AcceptForm:
    """Return the card's form as it was sent, or else with what is proposed."""
    proposal = as_sent(group.proposing.proposed) if group.proposing else None
    form = AcceptForm(data or proposal, deck=group.deck, instance=report.note)
    form.is_valid()
    return form


def _page(access: TeachingAccess, report: CardReport, group: ReportGroup) -> dict[str, Any]:
    return {
        "template": "teaching/reports/edit.html",
        "course": access.course,
        "report": report,
        "group": group,
        "names": names_of(access.course, {each.user_id for each in group.reports}),
        "back": reverse("teaching:report", args=[access.course.slug, report.pk]),
    }
