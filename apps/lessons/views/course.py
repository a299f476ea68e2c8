"""A course: its lessons in their order, each with the person's progress."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.lessons.progress import progress_in
from apps.lessons.views.lookup import visitor_of
from apps.reviews.day import queue
from apps.reviews.services import day_builder
from apps.web.http import VisitorRequest


@require_safe
@never_cache
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show a course with its lessons, and the decks that belong to none."""
    found = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    visitor, due_count = visitor_of(request, timezone.now()), 0
    if visitor.user and visitor.today:
        day_builder.build_day(visitor.user, visitor.today)
        due_count = queue.counts(visitor.user, visitor.today, found).left
    context = {
        "course": found,
        "lessons": progress_in(found, visitor),
        "due_count": due_count,
        "decks": Deck.objects.listed_for(request.user).filter(course=found, lesson=None),
        "teaches": visitor.user is not None and found.is_taught_by(visitor.user),
    }
    return render(request, "lessons/course.html", context)
