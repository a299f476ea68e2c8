"""A copy of one lesson, in its course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.jobs.models import Job
from apps.jobs.services.lifecycle import TooManyJobs
from apps.teaching.access import editor_access
from apps.teaching.copying.copying import duplicate as copy_of
from apps.teaching.lessons import last_act
from apps.teaching.lessons.lesson_rows import title_of
from apps.teaching.lessons.services.lesson_acts import put_beside
from apps.web.http import LearnerRequest


@login_required
@require_POST
def duplicate(request: LearnerRequest, course: str, deck: int) -> HttpResponse:
    """Copy a lesson as a draft that follows it; in the background if it is large."""
    access, now = editor_access(request, course), timezone.now()
    source = get_object_or_404(access.course.decks.select_related("course", "lesson"), pk=deck)
    try:
        made = copy_of(request.user, source, at=now)
    except TooManyJobs as problem:
        messages.error(request, str(problem))
        return redirect(last_act.lessons_url(request, access.course))
    if isinstance(made, Job):
        return redirect("jobs:job", made.pk)
    sentence = _("Copied “%(title)s”. The copy is a draft.") % {"title": title_of(source)}
    put_beside(made, source)
    last_act.remember(request, access.course, sentence, copy=made.pk)
    return last_act.to_lessons(request, access.course, made.pk)
