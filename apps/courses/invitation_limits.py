"""How many people are invited to a course: each gets an e-mail, which nobody may use to write to half the world."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.courses.models import Course, Invitation
from apps.web.localized import number as localized

MAX_WAITING = 5_000  # of a course: those that nobody accepted
MAX_A_DAY = 2_000  # of a course, and of a person in all their courses
DAY = timedelta(days=1)


class TooManyInvitations(Exception):
    """No more can be invited now; the text is for the person."""


def refuse_too_many(course: Course, number: int, *, by: User, at: datetime) -> None:
    """Raise TooManyInvitations where so many more would be too many for the course, or for a day."""
    waiting = course.invitations.waiting().count()
    if waiting + number > MAX_WAITING:
        sentence = _(
            "At most %(limit)s invitations to a course can wait to be accepted, and %(waiting)s do. "
            "Take some of them back first."
        )
        raise TooManyInvitations(sentence % {"limit": localized(MAX_WAITING), "waiting": localized(waiting)})
    today = Invitation.objects.filter(Q(course=course) | Q(invited_by=by), created_at__gt=at - DAY).count()
    if today + number > MAX_A_DAY:
        sentence = ngettext(
            "At most %(limit)s people can be invited in 24 hours, and %(number)s was. "
            "Nobody on this list was invited: shorten it, or try again tomorrow.",
            "At most %(limit)s people can be invited in 24 hours, and %(number)s were. "
            "Nobody on this list was invited: shorten it, or try again tomorrow.",
            today,
        )
        raise TooManyInvitations(sentence % {"limit": localized(MAX_A_DAY), "number": localized(today)})
