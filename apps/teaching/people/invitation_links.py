"""The links of the invitations that wait, to be handed out where the site sends no e-mail."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.courses.models import Course
from apps.stats.downloads import Table
from apps.web.http import absolute_url


def invitation_links(course: Course, roles: Collection[str]) -> Table:
    """Return the address, the group and the link of each invitation to one of the roles that works."""
    waiting = course.invitations.open().filter(role__in=roles).select_related("group").order_by("email")
    rows = [(each.email, str(each.group or ""), _link(each.token)) for each in waiting]
    return Table([_("E-mail address"), _("Group"), pgettext("noun", "Link")], rows)


def _link(token: str) -> str:
    return absolute_url(reverse("joining:join", args=[token]))
