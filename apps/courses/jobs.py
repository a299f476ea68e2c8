"""Sends the e-mails of courses in the background: a list of invitations takes longer than a page may."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.courses import emails
from apps.courses.models import Course, Invitation
from apps.courses.services.invitations import mark_sent, mark_unsent
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import job
from apps.web.http import absolute_url

INVITATIONS = "invitations"


@job(INVITATIONS)
def send_invitations(progress: Progress, *, course: int) -> None:
    """Send the e-mails of the course's invitations that wait."""
    found = Course.objects.filter(pk=course).first()
    waiting = list(found.invitations.filter(sent_at=None, accepted_at=None).order_by("pk")) if found else []
    sent = 0
    for done, invitation in enumerate(waiting):
        progress.report(done, len(waiting))
        if mark_sent(invitation, at=timezone.now()):
            _send(invitation, sender=str(progress.owner))
            sent += 1
    with progress.finishing() as outcome:
        outcome.message = ngettext("Sent %(number)d e-mail.", "Sent %(number)d e-mails.", sent) % {"number": sent}


def _send(invitation: Invitation, *, sender: str) -> None:
    """Send one, or have it wait again and fail the job."""
    url = absolute_url(reverse("joining:join", args=[invitation.token]))
    context = {"sender": sender, "course": invitation.course, "url": url}
    try:
        emails.send("invitation", invitation.email, context)
    except (OSError, ValueError) as error:  # SMTPException is an OSError; an odd address or name is a ValueError
        mark_unsent(invitation)
        message = _("The mail server did not take the e-mail to %(address)s. Send the invitations again later.")
        raise JobFailed(message % {"address": invitation.email}) from error
