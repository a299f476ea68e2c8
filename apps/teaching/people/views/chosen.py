"""People of a course who were chosen in the roster: put into a group, or removed after a confirmation, and put back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.courses.services import membership
from apps.courses.services.course_lock import lock_course
from apps.courses.services.membership import MembershipRefused
from apps.teaching.access import TeachingAccess, editor_access
from apps.teaching.people.forms import ChosenForm
from apps.teaching.people.permissions import removed_members
from apps.teaching.people.place import place_query, to_roster
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest, is_row_id
from apps.web.localized import number


@login_required
@require_POST
@transaction.atomic
def group(request: LearnerRequest, course: str) -> HttpResponse:
    """Put the chosen people into a group, or into none."""
    access = editor_access(request, course)
    lock_course(access.course.pk)  # nobody deletes the group in the meantime
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
    return to_roster(request, access.course)


@login_required
@require_POST
def remove(request: LearnerRequest, course: str) -> HttpResponse:
    """Show whom one chose to remove; remove them once that is confirmed."""
    access = editor_access(request, course)
    form = ChosenForm(access, request.POST)
    if not form.is_valid():
        return _refused(request, access, form.problem)
    chosen = form.cleaned_data["person"]
    try:
        if "confirmed" not in request.POST:
            membership.refuse_all_owners(access.course, chosen)
            context = {"chosen": chosen.order_by("pk"), "place": place_query(request)}
            return teaching_page(request, access, "people", "teaching/people/remove_chosen.html", context)
        removed = membership.remove_members(access.course, chosen, at=timezone.now())
    except MembershipRefused as refusal:
        return _refused(request, access, str(refusal))
    return to_roster(request, access.course, removed=removed)


@login_required
@require_POST
def restore(request: LearnerRequest, course: str) -> HttpResponse:
    """Undo a removal, of one person or of several."""
    access, now = editor_access(request, course), timezone.now()
    keys = filter(is_row_id, request.POST.getlist("person"))
    if membership.restore_members(removed_members(access, now).filter(pk__in=keys), at=now):
        messages.success(request, _("Undone."))
    else:
        messages.info(request, _("There is nothing left to undo."))
    return to_roster(request, access.course)


def _refused(request: LearnerRequest, access: TeachingAccess, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return to_roster(request, access.course)
