"""A course: its lessons in their order, each with what the person has done of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.courses.models import Course
from apps.lessons import progress
from apps.lessons.views.practice import person_of
from apps.reviews import queue
from apps.reviews.services import day_builder
from apps.web.http import VisitorRequest


@require_safe
@never_cache
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show a course with its lessons, and the decks that belong to none."""
    found = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    person, waiting = person_of(request), 0
    if person.user and person.today:
        day_builder.build_day(person.user, person.today)
        waiting = queue.counts(person.user, person.today, found).left
    context = {
        "course": found,
        "lessons": progress.lessons_of(found, person),
        "waiting": waiting,
        "decks": found.decks.filter(lesson=None),
        "teaches": person.user is not None and found.is_taught_by(person.user),
    }
    return render(request, "lessons/course.html", context)
