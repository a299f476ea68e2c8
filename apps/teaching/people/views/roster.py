"""The people of a course."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.courses.models import Enrolment
from apps.teaching.access import staff_access
from apps.teaching.people import roster
from apps.teaching.people.permissions import roles_given_by
from apps.teaching.people.roster import FILTERS, RosterOptions
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest, is_row_id


@login_required
@require_safe
@never_cache
def people(request: LearnerRequest, course: str) -> HttpResponse:
    """List the people of the course, by role, group and name."""
    access, now = staff_access(request, course), timezone.now()
    options, counts = options_of(request), roster.counts(access.course, now)
    context = {
        "page": roster.page_of(access.course, options, now, request.GET.get("page")),
        "options": options,
        "filters": [(name, label, counts[name]) for name, label in FILTERS.items()],
        "groups": list(access.course.groups.all()),
        "editable_roles": roles_given_by(access),
        "removed": _removed(request, access.course.pk),
    }
    return teaching_page(request, access, "people", "teaching/people/roster.html", context)


def options_of(request: LearnerRequest) -> RosterOptions:
    """Return what the URL asks for; all, where it asks for something unknown."""
    name, group = request.GET.get("show", ""), request.GET.get("group", "")
    return RosterOptions(
        filter=name if name in FILTERS else "all",
        group=int(group) if is_row_id(group) else None,
        query=request.GET.get("q", "").strip()[:100],
    )


def _removed(request: LearnerRequest, course: int) -> Enrolment | None:
    """Return who was just removed, to undo it."""
    key = request.GET.get("removed", "")
    former = Enrolment.with_former.filter(course=course, left_at__isnull=False).select_related("user")
    return former.filter(pk=key).first() if is_row_id(key) else None
