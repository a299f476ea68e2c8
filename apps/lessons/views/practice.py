"""A lesson's practice page. It needs no account."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.cards.models import Deck, Section
from apps.lessons.models import Lesson
from apps.lessons.page import MAX_CARDS, PageSection, review_offer, sections_of
from apps.lessons.views.fragments import shared_context
from apps.lessons.views.lookup import id_or_zero, visible_lesson, visitor_of, waiting_lesson
from apps.reviews.day import queue
from apps.web.http import VisitorRequest
from apps.web.requests.caching import WITHOUT_TOKEN, cached_for_visitors, is_anybody


@require_safe
@cached_for_visitors
def page(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Show the lesson's page as the person sees it; to members, from when on, where it is not open yet."""
    now = timezone.now()
    try:
        found = visible_lesson(request, course, lesson)
    except Http404:
        return _opens_later(request, waiting_lesson(request, course, lesson, now))
    visitor = visitor_of(request, now)
    sections, card_count = sections_of(found, visitor), found.deck.cards_in_use().count()
    context = {
        **shared_context(found),
        "sections": sections,
        "has_questions": _has_questions(found, sections, card_count),
        "review_offer": review_offer(sections),
        "to_review": visitor.user and visitor.today and queue.counts(visitor.user, visitor.today, found.deck).left,
        "max_cards": MAX_CARDS,
        "card_count": card_count,
        "lessons": _neighbors(found, request.user),
        "all_opened": request.GET.get("answers") == "shown",
        **{name: id_or_zero(request.GET.get(name, "")) for name in ("opened", "saved", "again", "reported")},
        "teaches": request.user.is_authenticated and found.course.is_taught_by(request.user),
        **(WITHOUT_TOKEN if is_anybody(request) else {}),
    }
    return render(request, "lessons/practice.html", context)


def _has_questions(lesson: Lesson, sections: list[PageSection], card_count: int) -> bool:
    """Return whether the lesson has questions or scenarios, on its page or beyond the cards that this shows."""
    if any(part.items and not part.is_flashcards for part in sections):
        return True
    cards = lesson.deck.cards_in_use()
    return card_count > MAX_CARDS and cards.exclude(note__section__kind=Section.Kind.FLASHCARDS).exists()


def _opens_later(request: VisitorRequest, lesson: Lesson) -> HttpResponse:
    context = {"course": lesson.course, "opens_at": lesson.deck.opens_at}
    return render(request, "lessons/opens_later.html", context, status=404)


def _neighbors(lesson: Lesson, person: User | AnonymousUser) -> dict[str, object]:
    """Return the lessons of the course that are listed for the person, in order, and those before and after this one.

    An archived lesson, which is not listed, is shown at its place to whoever may still open it.
    """
    listed = Exists(Deck.objects.listed_for(person).filter(pk=OuterRef("deck")))
    lessons = list(lesson.course.lessons.filter(listed | Q(pk=lesson.pk)).only("slug", "title", "position"))
    index = lessons.index(lesson)
    return {
        "all": lessons,
        "number": index + 1,
        "before": lessons[index - 1] if index else None,
        "after": lessons[index + 1] if index + 1 < len(lessons) else None,
    }
