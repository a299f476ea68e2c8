"""A course: its lessons in their order, each with the person's progress."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.cards.models import Deck
from apps.courses.models import Course, Enrolment
from apps.courses.views.asking import closed_course
from apps.lessons import course_notes
from apps.lessons.progress import progress_in
from apps.lessons.views.lookup import visitor_of
from apps.reviews.day import queue
from apps.reviews.services import day_builder
from apps.web.http import VisitorRequest


@require_safe
@never_cache
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show a course with its lessons, and the decks that belong to none."""
    found = Course.objects.visible_to(request.user).select_related("cover__media").filter(slug=slug).first()
    if found is None:
        return closed_course(request, slug)
    visitor, due_count = visitor_of(request, timezone.now()), 0
    if visitor.user and visitor.today:
        day_builder.build_day(visitor.user, visitor.today)
        due_count = queue.counts(visitor.user, visitor.today, found).left
    own = found.enrolments.filter(user=visitor.user).first() if visitor.user else None
    context = {
        "course": found,
        "lessons": progress_in(found, visitor),
        "due_count": due_count,
        "notes": course_notes.notes(visitor.user, found, visitor.today),
        "decks": Deck.objects.listed_for(request.user).filter(course=found, lesson=None),
        "is_member": own is not None,
        "is_staff": bool(visitor.user and (visitor.user.is_superuser or (own and own.role in Enrolment.STAFF))),
        "teaches": bool(visitor.user and (visitor.user.is_superuser or (own and own.role in Enrolment.EDITORS))),
    }
    return render(request, "lessons/course.html", context)
