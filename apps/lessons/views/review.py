"""Adds cards of a practice page to the daily review: all flashcards, the picked ones, or a single question."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.cards.models import Card
from apps.lessons.models import Lesson
from apps.lessons.views.fragments import item_response
from apps.lessons.views.lookup import id_or_zero, practice_url, visible_lesson
from apps.reviews import pending_review, services
from apps.reviews.messages import cards_added, deck_added
from apps.reviews.models import Subscription
from apps.web.http import LearnerRequest, VisitorRequest, error_fragment
from apps.web.requests.caching import from_own_page


@require_POST
@from_own_page
@login_required
def add(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """Add the lesson's flashcards to the daily review, or everything, or only the cards that were picked."""
    found, today = visible_lesson(request, course, lesson), request.user.study_day(timezone.now())
    which = request.POST.get("which", "")
    if which == "picked":
        _pick_selected(request, found, today)
    else:
        includes = which if which in Subscription.Includes.values else None
        services.subscribe(request.user, found.deck, today=today, includes=includes)
        messages.success(request, deck_added(found.deck))
    return redirect(practice_url(found))


@require_POST
@from_own_page
def pick(request: VisitorRequest, course: str, lesson: str, note: int) -> HttpResponse:
    """Add one question or scenario to the daily review, or remove it again; a visitor signs up first."""
    if not request.user.is_authenticated:
        if "out" not in request.POST:
            pending_review.remember_note(request.session, note)
        return pending_review.to_account(request)
    now = timezone.now()
    found, today = visible_lesson(request, course, lesson), request.user.study_day(now)
    picked = get_object_or_404(found.deck.notes.filter(archived=False), pk=note)
    cards = list(Card.objects.in_use().filter(note=picked))
    if not cards:
        return error_fragment(request, _("This has no answer yet, so it cannot be reviewed."))
    if "out" in request.POST:
        services.unpick(request.user, cards, today=today)
    else:
        services.pick(request.user, cards, today=today)
    return item_response(request, found, picked, at=now)


def _pick_selected(request: LearnerRequest, lesson: Lesson, today: date) -> None:
    """Add the flashcards with a ticked checkbox to the daily review."""
    selected = {id_or_zero(text) for text in request.POST.getlist("card")}
    cards = list(lesson.deck.cards_in_use().filter(pk__in=selected))
    if not cards:
        messages.error(request, _("Select at least one card first, or add them all."))
        return
    services.pick(request.user, cards, today=today)
    messages.success(request, cards_added(len(cards)))
