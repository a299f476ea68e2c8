"""The front page for visitors, and today's cards for learners."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.accounts import sign_up
from apps.accounts.forms import SignupForm
from apps.cards.models import Deck
from apps.courses.scoping import teaches
from apps.courses.who_teaches import may_make_courses
from apps.jobs.awaited import announce_ended
from apps.reviews import services
from apps.reviews.day.overview import overview
from apps.reviews.forms import MoreNewForm
from apps.reviews.services import day_builder
from apps.reviews.today_notes import today_notes
from apps.reviews.views.scope import scope_of, scoped_url
from apps.web import localized
from apps.web.http import LearnerRequest, VisitorRequest, error_fragment


@require_safe
def home(request: VisitorRequest) -> HttpResponse:
    """Show visitors what this is, and learners their day."""
    if not request.user.is_authenticated:
        return render(request, "front.html", {"form": SignupForm() if sign_up.is_open(request) else None})
    now = timezone.now()
    today = request.user.study_day(now)
    day_builder.build_day(request.user, today)
    announce_ended(request)
    higher = {
        "notes": today_notes.of(request.user, today, now),
        "teaches": teaches(request.user),
        "may_make_courses": may_make_courses(request.user),
    }
    return render(request, "reviews/today.html", overview(request.user, today, now) | higher)


@require_POST
@login_required
def release(request: LearnerRequest) -> HttpResponse:
    """Add the cards over the limit to today's queue."""
    number = day_builder.release(request.user, request.user.study_day(timezone.now()))
    added = ngettext("%(number)s card added to today.", "%(number)s cards added to today.", number)
    sentence = added % {"number": localized.number(number)} if number else _("No cards are over today’s limit.")
    messages.info(request, sentence)
    return redirect("reviews:today")


@require_POST
@login_required
def more_new(request: LearnerRequest) -> HttpResponse:
    """Add new cards over today's limits to its queue, of a deck, a course or all that is studied; say how many."""
    form, scope = MoreNewForm(request.POST), scope_of(request)
    if not form.is_valid():
        return error_fragment(request, _("Choose one of the numbers of new cards."))
    asked = form.cleaned_data["number"]
    number = services.add_new(request.user, asked, today=request.user.study_day(timezone.now()), scope=scope)
    messages.info(request, _added_new(number, asked))
    match form.cleaned_data["back"]:
        case "today":
            return redirect("reviews:today")
        case "deck" if isinstance(scope, Deck):
            return redirect("library:deck", scope.slug)
    return redirect(scoped_url("reviews:session", request))


def _added_new(number: int, asked: int) -> str:
    """Return how many new cards came, and that there are no more where they were fewer than asked for."""
    if not number:
        return _("There are no more new cards for today.")
    added = ngettext("%(number)s new card added to today.", "%(number)s new cards added to today.", number)
    if number < asked:
        added = ngettext(
            "%(number)s new card added to today: there are no more.",
            "%(number)s new cards added to today: there are no more.",
            number,
        )
    return added % {"number": localized.number(number)}
