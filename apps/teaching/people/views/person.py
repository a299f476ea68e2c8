"""One person of a course: their role and group, and their removal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.courses.services import membership
from apps.courses.services.course_lock import lock_course
from apps.courses.services.membership import MembershipRefused
from apps.teaching.access import editor_access
from apps.teaching.people.forms import MembershipForm
from apps.teaching.people.permissions import editable_member
from apps.teaching.people.place import place_query, to_roster
from apps.teaching.people.roster import with_figures
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@transaction.atomic
def person(request: LearnerRequest, course: str, enrolment: int) -> HttpResponse:
    """Show a person's part in the course, and change it."""
    access = editor_access(request, course)
    if request.method == "POST":
        lock_course(access.course.pk)  # nobody else saves one of its people in the meantime
    member = editable_member(access, enrolment)
    form = MembershipForm(access, member, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            role, group = form.cleaned_data["role"], form.cleaned_data["group"]
            membership.change_membership(member, role=role, group=group)
        except MembershipRefused as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, form.saved_sentence())
            return to_roster(request, access.course)
    context = {"member": with_figures(access.course, [member])[0], "form": form, "place": place_query(request)}
    status = 422 if form.errors else 200
    return teaching_page(request, access, "people", "teaching/people/person.html", context, status=status)


@login_required
@require_POST
def remove(request: LearnerRequest, course: str, enrolment: int) -> HttpResponse:
    """Remove a person; the page then offers to undo it."""
    access = editor_access(request, course)
    member = editable_member(access, enrolment)
    try:
        membership.end_membership(member, at=timezone.now(), is_removal=True)
    except MembershipRefused as refusal:
        messages.error(request, str(refusal))
        return to_roster(request, access.course)
    return to_roster(request, access.course, removed=member.pk)
