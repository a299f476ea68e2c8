"""The groups of a course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.courses.services import groups
from apps.courses.services.groups import GroupNameTaken
from apps.teaching.access import TeachingAccess, editor_access
from apps.teaching.people.forms import GroupForm
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def group_list(request: LearnerRequest, course: str) -> HttpResponse:
    """List the groups, and add one."""
    access = editor_access(request, course)
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            groups.create_group(access.course, form.cleaned_data["name"])
        except GroupNameTaken:
            form.add_error("name", _taken())
        else:
            return redirect("teaching:groups", course)
    return _page(request, access, form)


@login_required
@require_POST
def rename(request: LearnerRequest, course: str, group: int) -> HttpResponse:
    """Give a group another name."""
    access = editor_access(request, course)
    found = get_object_or_404(access.course.groups, pk=group)
    form = GroupForm(request.POST)
    try:
        if form.is_valid():
            groups.rename_group(found, form.cleaned_data["name"])
        else:
            messages.error(request, " ".join(map(str, form.errors["name"])))
    except GroupNameTaken:
        messages.error(request, _taken())
    return redirect("teaching:groups", course)


@login_required
@require_POST
def delete(request: LearnerRequest, course: str, group: int) -> HttpResponse:
    """Delete a group; its people stay in the course."""
    access = editor_access(request, course)
    found = get_object_or_404(access.course.groups, pk=group)
    groups.delete_group(found)
    messages.success(request, _("The group “%(group)s” was deleted. Its people stay in the course.") % {"group": found})
    return redirect("teaching:groups", course)


def _page(request: LearnerRequest, access: TeachingAccess, form: GroupForm) -> HttpResponse:
    members = Count("enrolments", filter=Q(enrolments__left_at=None))
    context = {"groups": access.course.groups.annotate(number=members), "form": form}
    status = 422 if form.errors else 200
    return teaching_page(request, access, "people", "teaching/people/groups.html", context, status=status)


def _taken() -> str:
    return _("There is a group of this name already.")
