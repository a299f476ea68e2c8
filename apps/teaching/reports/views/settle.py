"""What an instructor does about a report without changing its card, and how it is undone."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.teaching.access import editor_access
from apps.teaching.models import CardReport
from apps.teaching.reports.forms import ReplyForm
from apps.teaching.reports.lookup import report_of
from apps.teaching.reports.queue import SETTLED_SINCE, group_of, joinable
from apps.teaching.reports.services import settle
from apps.teaching.reports.services.settle import AlreadySettled, Settlement
from apps.teaching.reports.views.queue import report_page
from apps.web.http import LearnerRequest, is_row_id


@login_required
@require_POST
def answer(request: LearnerRequest, course: str, pk: int) -> HttpResponse:
    """Answer those who reported something."""
    access = editor_access(request, course)
    report, form = report_of(access.course, pk), ReplyForm(request.POST)
    if report.is_settled and form.is_valid() and form.cleaned_data["reply"] == report.reply:
        return settled_already(request, course, report)
    if change := group_of(report).change_since(request.POST.get("shown")):
        form.add_error(None, change)
    if not form.is_valid():
        return report_page(request, access, report, form)
    try:
        settle.answer(report, Settlement(request.user, timezone.now(), form.cleaned_data["reply"]))
    except AlreadySettled:
        form.add_error(None, SETTLED_SINCE)
        return report_page(request, access, report_of(access.course, pk), form)
    return settled(course, report)


@login_required
@require_POST
def close(request: LearnerRequest, course: str, pk: int) -> HttpResponse:
    """Leave the card as it is."""
    access = editor_access(request, course)
    report = report_of(access.course, pk)
    if report.is_settled:
        return settled_already(request, course, report)
    if change := group_of(report).change_since(request.POST.get("shown")):
        messages.warning(request, change)
        return redirect("teaching:report", course, pk)
    try:
        settle.close(report, Settlement(request.user, timezone.now()))
    except AlreadySettled:
        return settled_already(request, course, report_of(access.course, pk))
    return settled(course, report)


@login_required
@require_POST
def reopen(request: LearnerRequest, course: str, pk: int) -> HttpResponse:
    """Undo what was done about a report."""
    report = report_of(editor_access(request, course).course, pk)
    try:
        is_restored = settle.reopen(report)
    except AlreadySettled:
        messages.info(request, _("That was undone already."))
    else:
        if is_restored:
            messages.success(request, _("Undone. The report is open again."))
        else:
            messages.warning(request, _("The report is open again. Its card was changed since, and stays as it is."))
    return redirect("teaching:reports", course)


@login_required
@require_POST
def merge(request: LearnerRequest, course: str, pk: int) -> HttpResponse:
    """Settle a report together with another one about the same card from now on, or as that one was accepted."""
    report, into = report_of(editor_access(request, course).course, pk), request.POST.get("into", "")
    target = get_object_or_404(joinable(report), pk=into if is_row_id(into) else 0)
    try:
        settle.merge(report, target)
    except AlreadySettled:
        messages.info(request, _("One of the two is settled already."))
    else:
        if target.is_settled:
            messages.success(request, _("Settled by the same change. “Undo” opens all of its reports again."))
            return settled(course, target)
        messages.success(request, _("Merged. What you do about one of them holds for both."))
    return redirect("teaching:report", course, pk)


@login_required
@require_POST
def separate(request: LearnerRequest, course: str, pk: int) -> HttpResponse:
    """Settle a report by itself again."""
    report = report_of(editor_access(request, course).course, pk)
    settle.separate(report, uuid4())
    messages.success(request, _("Separated. You settle it by itself."))
    return redirect("teaching:report", course, pk)


def settled(course: str, report: CardReport) -> HttpResponse:
    """Lead to the open reports, where what was just settled can be undone."""
    return redirect(f"{reverse('teaching:reports', args=[course])}?done={report.pk}")


def settled_already(request: LearnerRequest, course: str, report: CardReport) -> HttpResponse:
    """Lead to where the first press of whoever pressed twice led; tell others that they came second."""
    if report.handled_by_id == request.user.pk:
        return settled(course, report)
    messages.info(request, SETTLED_SINCE)
    return redirect("teaching:reports", course)
