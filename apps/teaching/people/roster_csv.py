"""The roster as CSV: what the page shows, in the columns of a spreadsheet."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.formats.tables.formula_guard import defuse
from apps.teaching.people.roster import Member


def roster_csv(members: Iterable[Member]) -> str:
    """Return a table with a row for each member; no cell is one that a spreadsheet calculates."""
    text = StringIO()
    head = [_("Name"), _("E-mail address"), _("Role"), _("Group"), _("Joined"), _("Last here"), _("Answers")]
    writer = csv.writer(text)
    writer.writerow(map(defuse, head))
    writer.writerows(_row(each) for each in members)
    return text.getvalue()


def _row(member: Member) -> list[str | int]:
    enrolment = member.enrolment
    return [
        defuse(enrolment.name_for_staff),
        defuse(enrolment.user.email) if enrolment.is_named else "",
        str(enrolment.get_role_display()),
        defuse(enrolment.group.name) if enrolment.group else "",
        localdate(enrolment.joined_at).isoformat(),
        localdate(member.last_here).isoformat() if member.last_here else "",
        member.answers,
    ]
