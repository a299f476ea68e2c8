"""The review itself: a question, its answer, a grade, the next card. Without htmx, the same as plain pages."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.forms import GradeForm
from apps.reviews.models import Schedule
from apps.reviews.services.day_builder import build_day
from apps.reviews.views.card_page import Shown, next_card, render_card
from apps.reviews.views.scope import scope_of
from apps.web.http import LearnerRequest, error_fragment, is_row_id

ALREADY_ANSWERED = gettext_lazy("You had already answered that card.")
STALE_PART = gettext_lazy("That page was out of date. Here is your next card.")


@require_safe
@never_cache
@login_required
def session(request: LearnerRequest) -> HttpResponse:
    """Show the first card of today's queue, or of one deck's (?deck=slug) or course's (?course=slug)."""
    scope, today = scope_of(request), request.user.study_day(timezone.now())
    build_day(request.user, today)
    last = queue.last_answer(request.user, today)
    return render_card(request, today, scope, Shown(last, suspended=_just_suspended(request)))


@require_safe
@never_cache
@login_required
def reveal(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Show the answer and the buttons that grade it; after a choice (?chose=label), whether it was correct."""
    schedule = get_object_or_404(queue.with_card(request.user.schedules.all()), card_id=card_id)
    scope, today = scope_of(request), request.user.study_day(timezone.now())
    if not queue.part_of(schedule, today):
        return next_card(request, today, scope, notice=str(ALREADY_ANSWERED))
    last = queue.last_answer(request.user, today)
    return render_card(request, today, scope, Shown(last, schedule, answer=True))


@require_POST
@login_required
def grade(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Record the pressed button, then show the next card."""
    schedule, scope = queue.schedule_of(request.user, card_id), scope_of(request)
    if schedule is None:
        raise Http404
    form = GradeForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, _("Press one of the buttons below the answer."))
    now = timezone.now()
    today = request.user.study_day(now)
    try:
        log = services.grade_card(schedule, at=now, **form.answer)
    except services.StaleQueuePart:
        return next_card(request, today, scope, notice=str(STALE_PART))
    except services.StaleGrade:
        return next_card(request, today, scope, notice=str(ALREADY_ANSWERED))
    return next_card(request, today, scope, last=log)


def _just_suspended(request: LearnerRequest) -> Schedule | None:
    """Return the card that the URL names as just suspended (?suspended=card), as long as it is."""
    card = request.GET.get("suspended", "")
    return request.user.schedules.filter(card_id=card, suspended=True).first() if is_row_id(card) else None
