"""A course: its lessons in their order, each with what the person has done of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.accounts.http import VisitorRequest
from apps.courses.models import Course
from apps.lessons import answers, progress
from apps.reviews import dealing, queue


@require_safe
@never_cache
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show a course with its lessons, and the decks that belong to none."""
    found = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    user = request.user if request.user.is_authenticated else None
    today = user.study_day(timezone.now()) if user else None
    waiting = 0
    if user and today:
        dealing.deal(user, today)
        waiting = queue.counts(user, today, found).left
    lessons = progress.lessons_of(found, answers.of(request), user, today)
    context = {
        "course": found,
        "lessons": lessons,
        "waiting": waiting,
        "decks": found.decks.filter(lesson=None),
        "teaches": user is not None and found.is_taught_by(user),
    }
    return render(request, "lessons/course.html", context)
