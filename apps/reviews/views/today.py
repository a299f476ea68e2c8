"""The front page for visitors, and today's cards for learners."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.courses.scoping import teaches
from apps.reviews import pace, queue
from apps.reviews.not_studied import not_studied
from apps.reviews.services import day_builder
from apps.web import localized
from apps.web.http import LearnerRequest, VisitorRequest

MAX_NOT_STUDIED = 10  # decks on the page; the courses and “Your decks” list them all


@require_safe
def home(request: VisitorRequest) -> HttpResponse:
    """Show visitors what this is, and learners their day."""
    if not request.user.is_authenticated:
        return render(request, "reviews/front.html")
    now = timezone.now()
    today = request.user.study_day(now)
    day_builder.build_day(request.user, today)
    subscriptions = list(queue.subscriptions(request.user, today))
    counts = queue.counts(request.user, today)
    context = {
        "today": today,
        "counts": counts,
        "minutes": pace.minutes(counts.left, pace.seconds_per_card(request.user, now)),
        "subscriptions": subscriptions,
        "over_limit": sum(each.over_limit for each in subscriptions if not each.paused),
        "next_day": queue.next_day(subscriptions, today),
        "not_studied": not_studied(request.user)[:MAX_NOT_STUDIED],
        "hour": now.astimezone(request.user.zone).hour,
        "teaches": teaches(request.user),
    }
    return render(request, "reviews/today.html", context)


@require_POST
@login_required
def release(request: LearnerRequest) -> HttpResponse:
    """Add the cards over the limit to today's queue."""
    number = day_builder.release(request.user, request.user.study_day(timezone.now()))
    added = ngettext("%(number)s card added to today.", "%(number)s cards added to today.", number)
    sentence = added % {"number": localized.number(number)} if number else _("No cards are over today’s limit.")
    messages.info(request, sentence)
    return redirect("reviews:today")
