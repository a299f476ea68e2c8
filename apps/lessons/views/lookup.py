"""Which lesson a URL names, who visits it, and the URL of its practice page."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from apps.cards.models import DeckState
from apps.lessons.models import Lesson
from apps.lessons.page import Visitor
from apps.lessons.services.answers import answers_of
from apps.web.http import VisitorRequest, is_row_id


def visible_lesson(request: VisitorRequest, course: str, lesson: str) -> Lesson:
    """Return the lesson with these slugs, if the person may see it, or raise Http404."""
    lessons = Lesson.objects.visible_to(request.user).select_related("course", "deck")
    return get_object_or_404(lessons, course__slug=course, slug=lesson)


def waiting_lesson(request: VisitorRequest, course: str, lesson: str, now: datetime) -> Lesson:
    """Return the lesson with these slugs, which opens later, if the person is in its course, or raise Http404."""
    if not request.user.is_authenticated:
        raise Http404
    lessons = Lesson.objects.filter(deck__state=DeckState.PUBLISHED, deck__opens_at__gt=now)
    theirs = lessons.filter(course__in=request.user.enrolments.values("course")).select_related("course", "deck")
    return get_object_or_404(theirs, course__slug=course, slug=lesson)


def visitor_of(request: VisitorRequest, now: datetime) -> Visitor:
    """Return who visits the page: their answers, and for a learner their study day."""
    if not request.user.is_authenticated:
        return Visitor(answers_of(request))
    return Visitor(answers_of(request), request.user, request.user.study_day(now))


def practice_url(lesson: Lesson) -> str:
    """Return the URL of the lesson's practice page."""
    return reverse("lessons:practice", args=[lesson.course.slug, lesson.slug])


def id_or_zero(text: str) -> int:
    """Return the primary key that a person sent; 0 for a text that is none."""
    return int(text) if is_row_id(text) else 0
