"""A course: its lessons in their order, each with the person's progress."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.cards.models import Deck, DeckState
from apps.courses.models import Course, Enrolment
from apps.courses.views.asking import closed_course
from apps.lessons.course_notes import above_lessons, below_lessons
from apps.lessons.progress import LessonProgress, progress_in
from apps.lessons.views.lookup import visitor_of
from apps.reviews.day import queue
from apps.reviews.services import day_builder
from apps.web.http import VisitorRequest
from apps.web.requests.caching import cached_for_visitors


@require_safe
@cached_for_visitors
def course(request: VisitorRequest, slug: str) -> HttpResponse:
    """Show a course with its lessons, and the decks that belong to none."""
    found = Course.objects.visible_to(request.user).select_related("cover__media").filter(slug=slug).first()
    if found is None:
        return closed_course(request, slug)
    now = timezone.now()
    visitor, due_count, above, below = visitor_of(request, now), 0, [], []
    if visitor.user and visitor.today:
        day_builder.build_day(visitor.user, visitor.today)
        due_count = queue.counts(visitor.user, visitor.today, found).left
        above, below = (notes.of(visitor.user, found, now) for notes in (above_lessons, below_lessons))
    context = {
        "course": found,
        "lessons": progress_in(found, visitor),
        "due_count": due_count,
        "notes_above": above,
        "notes_below": below,
        "decks": Deck.objects.listed_for(request.user).filter(course=found, lesson=None),
        **_rights(found, visitor.user),
    }
    if context["is_staff"] and request.GET.get("as") == "learner":
        context |= _as_learner(context["lessons"], context["decks"])
    return render(request, "lessons/course.html", context)


def _rights(course: Course, user: User | None) -> dict[str, Any]:
    """Return what the person is in the course, as the page asks."""
    own = course.enrolments.filter(user=user).first() if user else None
    role = Enrolment.Role.OWNER if user and user.is_superuser else own and own.role
    return {"is_member": own is not None, "is_staff": role in Enrolment.STAFF, "teaches": role in Enrolment.EDITORS}


def _as_learner(lessons: Iterable[LessonProgress], decks: Iterable[Deck]) -> dict[str, Any]:
    """Return what the page is for a learner: what is open, and nothing of who runs the course."""
    return {
        "lessons": [each for each in lessons if each.lesson.deck.stage == DeckState.PUBLISHED],
        "decks": [each for each in decks if each.stage == DeckState.PUBLISHED],
        "is_member": False,
        "is_staff": False,
        "teaches": False,
        "as_learner": True,
    }
