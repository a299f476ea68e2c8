"""Sends the e-mails of courses in the background: a list of invitations takes longer than a page may."""

from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.courses import emails
from apps.courses.mailed_links import mailed_path
from apps.courses.models import Course, Invitation
from apps.courses.services.invitations import mark_sent, mark_unsent
from apps.jobs.progress import JobFailed, Progress
from apps.jobs.registry import job
from apps.web.http import absolute_url

INVITATIONS = "invitations"
REFUSALS = (SMTPRecipientsRefused, SMTPDataError, ValueError)  # of one e-mail; ValueError: an odd address or name
NAMED = 10  # so many refused addresses at most are named


@job(INVITATIONS)
def send_invitations(progress: Progress, *, course: int) -> None:
    """Send the e-mails of the course's invitations that wait, if its owner may invite; at last name the refused."""
    _check_inviter(progress.owner, course)
    unsent = Invitation.objects.open().filter(course=course, sent_at=None).select_related("course", "invited_by")
    rows = list(unsent.order_by("pk"))
    sent, refused = 0, []
    for done, invitation in enumerate(rows):
        progress.report(done, len(rows))
        if not mark_sent(invitation, at=timezone.now()):  # claimed by another, taken back, or void in the meantime
            continue
        try:
            _send(invitation, sender=str(invitation.invited_by or progress.owner))
            sent += 1
        except REFUSALS:
            refused.append(invitation.email)
    if refused:
        raise JobFailed(_refusal(refused))
    with progress.finishing() as outcome:
        outcome.message = ngettext("Sent %(number)d e-mail.", "Sent %(number)d e-mails.", sent) % {"number": sent}


def _send(invitation: Invitation, *, sender: str) -> None:
    """Send one, or have it wait again: raises one of REFUSALS, or fails the job where the mail server is away."""
    context = {"sender": sender, "course": invitation.course, "url": absolute_url(mailed_path(invitation))}
    try:
        emails.send("invitation", invitation.email, context)
    except REFUSALS:
        mark_unsent(invitation)
        raise
    except OSError as error:  # SMTPException, too
        mark_unsent(invitation)
        message = _("The mail server did not take the e-mail to %(address)s. Send the invitations again later.")
        raise JobFailed(message % {"address": invitation.email}) from error


def _check_inviter(user: User, course: int) -> None:
    """Fail the job unless the course still takes people and the person still runs it."""
    open_courses = Course.objects.filter(pk=course, archived_at=None)
    if not (open_courses if user.is_superuser else open_courses.taught_by(user)).exists():
        raise JobFailed(_("You can no longer invite people to this course."))


def _refusal(addresses: list[str]) -> str:
    sentence = ngettext(
        "The mail server did not take %(number)d e-mail: %(addresses)s. Send the invitation again later.",
        "The mail server did not take %(number)d e-mails: %(addresses)s. Send the invitations again later.",
        len(addresses),
    )
    more = ", …" if len(addresses) > NAMED else ""
    return sentence % {"number": len(addresses), "addresses": ", ".join(addresses[:NAMED]) + more}
