"""The lessons of a course, for those who run it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.teaching.access import staff_access
from apps.teaching.lessons.last_act import shown_act
from apps.teaching.lessons.lesson_rows import content_of
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest


@login_required
@require_safe
@never_cache
def lessons(request: LearnerRequest, course: str) -> HttpResponse:
    """List the lessons of the course in their order, and its decks without a lesson."""
    access, archived = staff_access(request, course), "archived" in request.GET
    context = {
        "content": content_of(access.course, request.GET.get("page", ""), archived=archived),
        "archived": archived,
        "done": shown_act(request, access.course),
    }
    return teaching_page(request, access, "lessons", "teaching/lessons/list.html", context)
