"""The people of a course."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.courses.models import Course, Enrolment, JoinLink
from apps.stats.downloads import csv_response
from apps.teaching.access import TeachingAccess, staff_access
from apps.teaching.people import roster, waiting
from apps.teaching.people.forms import EntryForm, InvitationForm, LinkForm
from apps.teaching.people.permissions import removed_members, roles_given_by
from apps.teaching.people.place import REMOVED, place_query
from apps.teaching.people.roster import FILTERS, WAITING, RosterOptions
from apps.teaching.people.roster_table import roster_table
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest, absolute_url, is_row_id


@login_required
@require_safe
@never_cache
def people(request: LearnerRequest, course: str) -> HttpResponse:
    """List the people of the course, by role, group and name."""
    return roster_page(request, staff_access(request, course))


@login_required
@require_safe
@never_cache
def download(request: LearnerRequest, course: str) -> HttpResponse:
    """Download the people that the page shows, as CSV; not those who are no members yet."""
    access, options = staff_access(request, course), options_of(request)
    if options.filter in WAITING:
        raise Http404
    members = roster.all_of(access.course, options, timezone.now())
    return csv_response(roster_table(members), f"{access.course.slug}-people")


def roster_page(request: LearnerRequest, access: TeachingAccess, *, link_form: LinkForm | None = None) -> HttpResponse:
    """Show the people; with a form that was sent and refused, what is wrong with it."""
    now, options, link = timezone.now(), options_of(request), JoinLink.objects.filter(course=access.course).first()
    counts = roster.counts(access.course, now) | waiting.counts(access.course)
    context = {
        "page": _page(access.course, options, now, request.GET.get("page")),
        "options": options,
        "place": place_query(request),
        "filters": [(name, label, counts[name]) for name, label in FILTERS.items()],
        "groups": list(access.course.groups.all()),
        "editable_roles": roles_given_by(access),
        "removed": _removed(request, access, now),
        "invitation_form": InvitationForm(access),
        "sends_email": settings.SENDS_EMAIL,
        "origin": settings.SITE.origin,
        "link": link,
        "link_is_open": link is not None and link.is_open(now),
        "link_url": link and absolute_url(reverse("joining:join", args=[link.formatted_code])),
        "link_form": link_form or LinkForm(access, link=link),
        "entry_form": EntryForm(instance=access.course, auto_id="entry_%s"),
    }
    status = 422 if link_form else 200
    return teaching_page(request, access, "people", "teaching/people/roster.html", context, status=status)


def _page(course: Course, options: RosterOptions, now: datetime, number: str | None) -> Page[Any]:
    """Return the page of members, or of those who wait to be."""
    if options.filter == "invited":
        return waiting.invitations_page(course, options, number)
    if options.filter == "requests":
        return waiting.requests_page(course, number)
    return roster.page_of(course, options, now, number)


def options_of(request: LearnerRequest) -> RosterOptions:
    """Return what the URL asks for; all, where it asks for something unknown."""
    name, group = request.GET.get("show", ""), request.GET.get("group", "")
    return RosterOptions(
        filter=name if name in FILTERS else "all",
        group=int(group) if is_row_id(group) else None,
        query=request.GET.get("q", "").strip()[:100],
    )


def _removed(request: LearnerRequest, access: TeachingAccess, now: datetime) -> list[Enrolment]:
    """Return who was just removed, to undo it."""
    keys = list(filter(is_row_id, request.GET.getlist(REMOVED)))
    return list(removed_members(access, now).filter(pk__in=keys).order_by("pk")) if keys else []
