"""Several people of a course who were chosen in the roster: put into a group, or removed after a confirmation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.courses.services import membership
from apps.courses.services.membership import MembershipRefused
from apps.teaching.access import TeachingAccess, editor_access
from apps.teaching.people.forms import ChosenForm
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest
from apps.web.localized import number


@login_required
@require_POST
def group(request: LearnerRequest, course: str) -> HttpResponse:
    """Put the chosen people into a group, or into none."""
    access = editor_access(request, course)
    form = ChosenForm(access, request.POST)
    if not form.is_valid():
        return _refused(request, access, form.problem)
    chosen, into = form.cleaned_data["person"], form.cleaned_data["group"]
    count = membership.put_into_group(chosen, into)
    if into:
        sentence = ngettext(
            "%(number)s person is in “%(group)s” now.", "%(number)s people are in “%(group)s” now.", count
        )
    else:
        sentence = ngettext("%(number)s person is in no group now.", "%(number)s people are in no group now.", count)
    messages.success(request, sentence % {"number": number(count), "group": into})
    return _to_roster(request, access)


@login_required
@require_POST
def remove(request: LearnerRequest, course: str) -> HttpResponse:
    """Show whom one chose to remove; remove them once that is confirmed."""
    access = editor_access(request, course)
    form = ChosenForm(access, request.POST)
    if not form.is_valid():
        return _refused(request, access, form.problem)
    chosen = form.cleaned_data["person"]
    if "confirmed" not in request.POST:
        context = {"chosen": chosen.order_by("pk")}
        return teaching_page(request, access, "people", "teaching/people/remove_chosen.html", context)
    try:
        count = membership.remove_members(access.course, chosen, at=timezone.now())
    except MembershipRefused as refusal:
        return _refused(request, access, str(refusal))
    sentence = ngettext(
        "%(number)s person was removed, and keeps the cards they learned.",
        "%(number)s people were removed, and keep the cards they learned.",
        count,
    )
    messages.success(request, sentence % {"number": number(count)})
    return redirect("teaching:people", access.course.slug)


def _refused(request: LearnerRequest, access: TeachingAccess, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return _to_roster(request, access)


def _to_roster(request: LearnerRequest, access: TeachingAccess) -> HttpResponse:
    """Lead back to the page of the roster on which the people were chosen."""
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{reverse('teaching:people', args=[access.course.slug])}{'?' if query else ''}{query}")
