"""Jobs whose page somebody left before they ended: the next page of theirs that asks says how each one ended.

The session lists them, so that asking takes no statement where nobody waits for any.
"""

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.jobs.models import Job
from apps.web.http import VisitorRequest

SESSION_KEY = "awaited_jobs"
MAX_AWAITED = 20


def note_watched(request: VisitorRequest, job: Job) -> None:
    """Note that a person with an account waits for a job, until its page has shown them how it ended."""
    awaited, key = _awaited(request), str(job.pk)
    if request.user.is_anonymous or job.is_open == (key in awaited):
        return
    others = [each for each in awaited if each != key]
    request.session[SESSION_KEY] = [*others, key][-MAX_AWAITED:] if job.is_open else others


def announce_ended(request: VisitorRequest) -> None:
    """Say once how each job ended whose page the person left before."""
    if not (awaited := _awaited(request)):
        return
    ended = list(Job.objects.visible_to(request.user).ended().filter(pk__in=awaited).order_by("pk"))
    for job in ended:
        if job.state == Job.State.DONE:
            messages.success(request, _sentence(_("Finished in the background: %(job)s."), job))
        elif job.state == Job.State.FAILED:
            messages.error(request, _sentence(_("Failed in the background: %(job)s."), job))
    if ended:
        keys = {str(job.pk) for job in ended}
        request.session[SESSION_KEY] = [key for key in awaited if key not in keys]


def _sentence(sentence: str, job: Job) -> SafeString:
    """Return a sentence in which the title of the job leads to how it ended."""
    link = format_html('<a href="{}">{}</a>', job.leads_to or reverse("jobs:job", args=[job.pk]), job)
    return format_html(sentence.replace("%(job)s", "{}"), link)


def _awaited(request: VisitorRequest) -> list[str]:
    return list(request.session.get(SESSION_KEY, [])) if request.user.is_authenticated else []
