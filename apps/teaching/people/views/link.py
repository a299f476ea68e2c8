"""The link by which people join, and what else decides who gets in and who sees names."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.courses.models import JoinLink
from apps.courses.services import join_link
from apps.courses.services.course_lock import lock_course
from apps.courses.services.entry import set_entry
from apps.teaching.access import editor_access
from apps.teaching.people.forms import EntryForm, LinkForm
from apps.teaching.people.place import to_roster
from apps.teaching.people.views.roster import roster_page
from apps.web.http import LearnerRequest


@login_required
@require_POST
@transaction.atomic
def save(request: LearnerRequest, course: str) -> HttpResponse:
    """Make the link, or change until when, how many and how people join by it; nobody else does so in the meantime."""
    access = editor_access(request, course)
    lock_course(access.course.pk)
    form = LinkForm(access, request.POST, JoinLink.objects.filter(course=access.course).first())
    if not form.is_valid():
        return roster_page(request, access, link_form=form)
    join_link.save_link(access.course, **form.cleaned_data)
    messages.success(request, form.saved_sentence())
    return to_roster(request, access.course)


@login_required
@require_POST
def renew(request: LearnerRequest, course: str) -> HttpResponse:
    """Give the link another code."""
    access = editor_access(request, course)
    join_link.renew_code(access.course)
    messages.success(request, _("The link has a new code. The old one leads nowhere any more."))
    return to_roster(request, access.course)


@login_required
@require_POST
def close(request: LearnerRequest, course: str) -> HttpResponse:
    """End the link now."""
    access = editor_access(request, course)
    join_link.close_link(access.course, at=timezone.now())
    messages.success(request, _("Nobody can join by the link any more, until you open it again."))
    return to_roster(request, access.course)


@login_required
@require_POST
def reopen(request: LearnerRequest, course: str) -> HttpResponse:
    """Let people join by a link again that has ended or is full."""
    access = editor_access(request, course)
    join_link.reopen_link(access.course, at=timezone.now())
    sentence = _("People can join by the link again: the last day or the number of people that closed it is gone.")
    messages.success(request, sentence)
    return to_roster(request, access.course)


@login_required
@require_POST
@transaction.atomic
def entry(request: LearnerRequest, course: str) -> HttpResponse:
    """Save whether others can ask to join, and whether names are shown of those who join from now on."""
    lock_course(editor_access(request, course).course.pk)
    access = editor_access(request, course)  # as it is now that nobody else saves
    form = EntryForm(request.POST, instance=access.course)
    if form.is_valid():
        set_entry(access.course, **{name: form.cleaned_data[name] for name in form.Meta.fields})
        messages.success(request, form.saved_sentence())
    return to_roster(request, access.course)
