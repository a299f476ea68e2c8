"""From a practice page into the daily review: all flashcards, the picked ones, or a single question."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from apps.cards.models import Card
from apps.lessons.models import Lesson
from apps.lessons.views.practice import address_of, answer_with, lesson_of, row
from apps.reviews import services
from apps.reviews.models import Subscription
from apps.web.http import LearnerRequest, error_fragment


@require_POST
@login_required
def add(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """Put the lesson's flashcards into the daily review, or everything, or only the cards that were picked."""
    found, today = lesson_of(request, course, lesson), request.user.study_day(timezone.now())
    which = request.POST.get("which", "")
    if which == "picked":
        _pick_some(request, found, today)
    else:
        includes = which if which in Subscription.Includes.values else None
        services.subscribe(request.user, found.deck, today=today, includes=includes)
        messages.success(request, f"“{found.deck}” is in your daily review.")
    return redirect(address_of(found))


@require_POST
@login_required
def pick(request: LearnerRequest, course: str, lesson: str, note: int) -> HttpResponse:
    """Put one question or scenario into the daily review, or take it out again."""
    found, today = lesson_of(request, course, lesson), request.user.study_day(timezone.now())
    chosen = get_object_or_404(found.deck.notes.filter(archived=False), pk=note)
    cards = list(Card.objects.in_use().filter(note=chosen))
    if not cards:
        return error_fragment(request, "This has no answer yet, so it cannot be reviewed.")
    if "out" in request.POST:
        services.unpick(request.user, cards, today=today)
    else:
        services.pick(request.user, cards, today=today)
    return answer_with(request, found, chosen)


def _pick_some(request: LearnerRequest, lesson: Lesson, today: date) -> None:
    """Put the flashcards whose boxes were ticked into the daily review."""
    cards = list(lesson.deck.cards_in_use().filter(pk__in={row(number) for number in request.POST.getlist("card")}))
    if not cards:
        messages.error(request, "Select at least one card first, or add them all.")
        return
    services.pick(request.user, cards, today=today)
    noun = "card is" if len(cards) == 1 else "cards are"
    messages.success(request, f"{len(cards)} {noun} in your daily review.")
