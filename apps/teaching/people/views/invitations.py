"""Inviting people by their e-mail addresses: a list is checked before anybody is written to."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.courses.invitation_limits import TooManyInvitations, refuse_too_many
from apps.courses.jobs import INVITATIONS
from apps.courses.models import Course, Enrolment, Invitation
from apps.courses.services import invitations
from apps.jobs.services.lifecycle import TooManyJobs, submit
from apps.stats.downloads import csv_response
from apps.teaching.access import TeachingAccess, editor_access
from apps.teaching.people.archived import refuse_archived
from apps.teaching.people.forms import InvitationForm
from apps.teaching.people.invitation_check import check_list
from apps.teaching.people.invitation_links import invitation_links
from apps.teaching.people.permissions import roles_given_by
from apps.teaching.people.place import to_roster
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest
from apps.web.localized import number
from apps.web.requests.rate_limits import count_or_refuse

SHOWN_WRONG_ROWS = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invite(request: LearnerRequest, course: str) -> HttpResponse:
    """Check a list of addresses; once it is confirmed, invite those who are new."""
    access = editor_access(request, course)
    if refusal := refuse_archived(request, access.course):
        return refusal
    form = InvitationForm(access, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            return _check_or_invite(request, access, form, timezone.now())
        except TooManyInvitations as problem:
            form.add_error(None, str(problem))
    status = 422 if form.errors else 200
    return teaching_page(request, access, "people", "teaching/people/invite.html", {"form": form}, status=status)


def _check_or_invite(
    request: LearnerRequest, access: TeachingAccess, form: InvitationForm, now: datetime
) -> HttpResponse:
    """Show what a list means, or invite its people where that was confirmed. Raises TooManyInvitations."""
    if "confirmed" in request.POST:
        return count_or_refuse(request, "invite") or _invite(request, access, form, now)
    again = form.cleaned_data["again"]
    check = check_list(access.course, form.cleaned_data["addresses"], again=again)
    refuse_too_many(access.course, len(check.invited), by=request.user, at=now)
    role = form.cleaned_data["role"]
    context = {
        "check": check,
        "wrong": check.addresses.wrong[:SHOWN_WRONG_ROWS],
        "more_wrong": max(0, len(check.addresses.wrong) - SHOWN_WRONG_ROWS),
        "text": check.invitable.as_text(),
        "role": role,
        "role_label": Enrolment.Role(role).label,
        "again": again,
        "sends_email": settings.SENDS_EMAIL,
    }
    return teaching_page(request, access, "people", "teaching/people/check.html", context)


@login_required
@require_POST
def send_again(request: LearnerRequest, course: str, invitation: int) -> HttpResponse:
    """Send an e-mail again."""
    access = editor_access(request, course)
    found = _waiting(access, invitation)
    if refusal := refuse_archived(request, access.course) or count_or_refuse(request, "invite"):
        return refusal
    invitations.invite_again(found, by=request.user)
    _send(request, access.course, _("The invitation is sent again."))
    return to_roster(request, access.course)


@login_required
@require_POST
def take_back(request: LearnerRequest, course: str, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    access = editor_access(request, course)
    found = _waiting(access, invitation)
    if refusal := count_or_refuse(request, "invite"):  # or taking back would make room for others on the same day
        return refusal
    invitations.take_back(found)
    sentence = _("The invitation of %(address)s was taken back. Its link leads nowhere any more.")
    messages.success(request, sentence % {"address": found.email})
    return to_roster(request, access.course)


@login_required
@require_safe
@never_cache
def links(request: LearnerRequest, course: str) -> HttpResponse:
    """Download the links of the invitations that wait, as CSV, where no e-mail takes them to their people."""
    access = editor_access(request, course)
    if settings.SENDS_EMAIL:
        raise Http404
    table = invitation_links(access.course, roles_given_by(access))
    return csv_response(table, f"{access.course.slug}-invitations")


def _invite(request: LearnerRequest, access: TeachingAccess, form: InvitationForm, now: datetime) -> HttpResponse:
    role, again = form.cleaned_data["role"], form.cleaned_data["again"]
    invitees = form.cleaned_data["addresses"].invitees
    count = invitations.invite(access.course, invitees, by=request.user, role=role, at=now, again=again)
    if not count:
        messages.info(request, _("Nobody is invited: all of them were invited before, or are in the course."))
        return redirect(_list_of(access.course))
    sentence = ngettext("%(number)s person is invited.", "%(number)s people are invited.", count)
    if not settings.SENDS_EMAIL:
        messages.success(request, sentence % {"number": number(count)})
    _send(request, access.course, sentence % {"number": number(count)})
    return redirect(_list_of(access.course))


def _send(request: LearnerRequest, course: Course, sentence: str) -> None:
    """Have the e-mails that wait sent in the background; where the site sends none, say what to do."""
    if not settings.SENDS_EMAIL:
        messages.info(request, _("No e-mail is sent: hand out the links of the invitations yourself."))
        return
    arguments = {"course": course.pk}
    title = _("Invitations to %(course)s") % {"course": course}
    try:
        submit(request.user, INVITATIONS, title=title, at=timezone.now(), arguments=arguments, link=_list_of(course))
    except TooManyJobs as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, sentence)


def _list_of(course: Course) -> str:
    return f"{reverse('teaching:people', args=[course.slug])}?show=invited"


def _waiting(access: TeachingAccess, invitation: int) -> Invitation:
    """Return an invitation that nobody accepted, of a role that the person may give."""
    roles = roles_given_by(access)
    return get_object_or_404(access.course.invitations.waiting(), role__in=roles, pk=invitation)
