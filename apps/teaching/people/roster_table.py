"""The roster as a table to download: what the page shows, in the columns of a spreadsheet."""

from collections.abc import Iterable

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.stats.downloads import Table
from apps.teaching.people.roster import Member


def roster_table(members: Iterable[Member]) -> Table:
    """Return a row for each member."""
    head = [_("Name"), _("E-mail address"), _("Role"), _("Group"), _("Joined"), _("Last answer"), _("Answers")]
    return Table(head, [_row(each) for each in members])


def _row(member: Member) -> list[str | float | None]:
    enrolment = member.enrolment
    return [
        enrolment.name_for_staff,
        enrolment.user.email if enrolment.is_named else "",
        str(enrolment.get_role_display()),
        enrolment.group.name if enrolment.group else "",
        localdate(enrolment.joined_at).isoformat(),
        localdate(member.last_answer).isoformat() if member.last_answer else "",
        member.answers,
    ]
