"""Accepting a report: the card's form with what is proposed, or the proposal as it is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.courses.models import Course
from apps.library.services.write_cards import AlreadyAdded
from apps.library.views.editor import editor_page, preview_page
from apps.teaching.access import TeachingAccess, editor_access
from apps.teaching.models import CardReport
from apps.teaching.names import names_of
from apps.teaching.reports.forms import AcceptForm, as_sent
from apps.teaching.reports.lookup import report_of
from apps.teaching.reports.queue import ReportGroup, group_of
from apps.teaching.reports.services import settle
from apps.teaching.reports.services.settle import Settlement
from apps.teaching.reports.views.settle import settled, settled_already
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
    return _accept(request, editor_access(request, course), pk, {})


@transaction.atomic
def _accept(request: LearnerRequest, access: TeachingAccess, pk: int, data: Any) -> HttpResponse:
    """Save what is typed, or else what is proposed; nobody else saves a card of the deck in the meantime.

    Where somebody else has settled it, what is typed is shown again with that, and saved if it is sent again. Who typed
    nothing, or what was saved since, reads that alone.
    """
    report = report_of(access.course, pk)
    settle.lock(report)
    report = report_of(access.course, pk)  # as it is now that nobody else saves
    group = group_of(report)
    form = _form(report, group, data)
    if report.is_settled and not (data and _has_more(report, form)):
        return settled_already(request, access.course.slug, report)
    change = group.change_since(request.POST.get("shown"))
    if not form.is_valid() or change:
        status = 422 if form.is_bound else 200
        return editor_page(request, form, status=status, change=change, **_page(access, report, group))
    return _save(request, access.course, report, group, form)


def _has_more(report: CardReport, form: AcceptForm) -> bool:
    """Whether a form says what neither the card of a settled report has nor the reply to those who reported it."""
    if not form.is_valid() or form.cleaned_data["reply"] not in ("", report.reply):
        return True
    return not settle.is_saved(report, form.instance, form.labels(form.cleaned_data))


def _save(
    request: LearnerRequest, course: Course, report: CardReport, group: ReportGroup, form: AcceptForm
) -> HttpResponse:
    labels = form.labels(form.cleaned_data)
    settlement = Settlement(request.user, timezone.now(), form.cleaned_data["reply"])
    try:
        if report.is_settled:
            settle.save_card(request.user, report, form.instance, labels)
            messages.success(request, form.saved_sentence())
            return redirect("teaching:report", course.slug, report.pk)
        settle.accept(group.proposing or report, form.instance, labels, settlement)
    except AlreadyAdded:
        messages.info(request, _("This card is in the lesson already."))
        return redirect("teaching:report", course.slug, report.pk)
    if form.merged_sentence:
        messages.info(request, form.merged_sentence)
    return settled(course.slug, report)


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
