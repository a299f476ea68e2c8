"""An archived course takes nobody in: what would is refused, and its pages do not offer it."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from apps.courses.models import Course
from apps.teaching.people.place import to_roster
from apps.web.http import LearnerRequest


def refuse_archived(request: LearnerRequest, course: Course) -> HttpResponse | None:
    """Lead back to the roster, which says why, where the course is archived; else None."""
    if course.archived_at is None:
        return None
    messages.error(request, _("This course is archived and takes nobody in. Its settings open it again."))
    return to_roster(request, course)
