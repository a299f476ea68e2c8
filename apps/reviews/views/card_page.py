"""The page of one card in a review: as a whole page or, for htmx, as its fragment."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.courses.models import Course
from apps.reviews import card_acts
from apps.reviews.day import day_summary, queue
from apps.reviews.day.scope import Scope
from apps.reviews.grading.arithmetic import format_days
from apps.reviews.grading.buttons import AGAIN, GOOD, LABELS, buttons
from apps.reviews.models import PersonalNote, ReviewLog, Schedule
from apps.reviews.views.scope import scope_query, scoped_url
from apps.web.http import LearnerRequest


@dataclass(frozen=True)
class Shown:
    """What a page of the review shows: a card, or else the next one, and what came before it."""

    last: ReviewLog | None  # the last answer
    card: Schedule | None = None
    answer: bool = False
    suspended: Schedule | None = None  # just now
    notice: str = ""
    announcement: str = ""  # for screen readers


def next_card(
    request: LearnerRequest, today: date, scope: Scope, *, last: ReviewLog | None = None, notice: str = ""
) -> HttpResponse:
    """Respond to a grade: with the next card for htmx, else with a redirect to it."""
    if not request.htmx:
        if notice:
            messages.info(request, notice)
        return redirect(scoped_url("reviews:session", request))
    if last is None:
        last = queue.last_answer(request.user, today)
    announcement = notice or " ".join(filter(None, [_announce(last, request), _leech_alert(last)]))
    return render_card(request, today, scope, Shown(last, notice=notice, announcement=announcement))


def render_card(request: LearnerRequest, today: date, scope: Scope, shown: Shown) -> HttpResponse:
    """Render a card: the given one, or the next."""
    counts = queue.counts(request.user, today, scope)
    part = queue.part_of(shown.card, today) if shown.card else counts.part
    schedule = shown.card or (queue.next_schedule(request.user, today, part, scope) if part else None)
    foot = _foot_context(request, today, schedule, part, shown.last, answer=shown.answer)
    context = {
        **(foot | _about_context(shown)),
        "counts": counts,
        "elsewhere": queue.counts(request.user, today).left if scope and not schedule else 0,
        "scope": scope,
        "page": _page(request, schedule, answer=shown.answer),
    }
    if not schedule:
        context |= day_summary.end_of_review(request.user, today, scope)
        context |= {"scope_is_course": isinstance(scope, Course)}
    elif shown.answer:
        context |= _answer_context(request, schedule, part)
    return render(request, f"reviews/session.html{'#card' if request.htmx else ''}", context)


def render_foot(
    request: LearnerRequest, today: date, schedule: Schedule, *, answer: bool, announcement: str
) -> HttpResponse:
    """Render for htmx what is around a card: its menu and flag, and undo; the card itself stays as it is shown."""
    last = queue.last_answer(request.user, today)
    context = _foot_context(request, today, schedule, queue.part_of(schedule, today), last, answer=answer)
    return render(request, "reviews/session.html#foot", {**context, "announcement": announcement, "with_about": True})


def _foot_context(
    request: LearnerRequest, today: date, schedule: Schedule | None, part: str, last: ReviewLog | None, *, answer: bool
) -> dict[str, object]:
    """Return what the card's menu and flag and the undo button need."""
    return {
        "schedule": schedule,
        "part": part,
        "answer": answer,
        "last": last,
        "act": card_acts.last_act(request.session, last, today),
        "scope_query": scope_query(request),
    }


def _about_context(shown: Shown) -> dict[str, object]:
    """Return the messages above the card."""
    last = shown.last
    return {
        "notice": shown.notice,
        "announcement": shown.announcement,
        "suspended": shown.suspended,
        "leech": last.schedule if last and last.is_leech_alert and not shown.answer else None,
        "leech_alert": _leech_alert(last),
    }


def _page(request: LearnerRequest, schedule: Schedule | None, *, answer: bool) -> str:
    """Return the URL of the page that shows the same card in the same state, a choice included."""
    if schedule is None or not answer:
        return scoped_url("reviews:session", request)
    address = reverse("reviews:reveal", args=[schedule.card_id])
    return f"{address}?{request.GET.urlencode()}".removesuffix("?")


def _answer_context(request: LearnerRequest, schedule: Schedule, part: str) -> dict[str, object]:
    """Return what the answer's page adds: the buttons, and what was chosen, if the card offers such a label."""
    label, card = request.GET.get("chose"), schedule.card
    chosen = label if label in card.choices else None
    wrong = chosen not in (None, card.label)
    offered = buttons(schedule, request.user, part, AGAIN if wrong else GOOD)
    note = PersonalNote.objects.filter(user=request.user, card=card).first()
    return {"buttons": offered, "chosen": chosen, "wrong": wrong, "personal_note": note}


def _leech_alert(log: ReviewLog | None) -> str:
    """Return the sentence about a card that keeps lapsing, if this answer is one to alert to."""
    if log is None or not log.is_leech_alert:
        return ""
    sentence = ngettext(
        "You forgot that card %(count)d time.", "You forgot that card %(count)d times.", log.lapses_after
    )
    return sentence % {"count": log.lapses_after}


def _announce(log: ReviewLog | None, request: LearnerRequest) -> str:
    """Return what the last press did, for screen readers: "Good, back in 6 days."."""
    if log is None:
        return ""
    grade = _("Grade %(grade)d") % {"grade": log.grade}
    label = LABELS[User.Buttons(request.user.buttons)].get(log.grade, grade)
    if log.kind != ReviewLog.Kind.DRILL:
        days = format_days(log.interval_days_after)
        again = (
            _("%(grade)s, once more today, then in %(days)s.")
            if log.drill_on_after
            else _("%(grade)s, back in %(days)s.")
        )
        return again % {"grade": label, "days": days}
    if log.drill_on_after:
        return _("%(grade)s, stays in today’s drill.") % {"grade": label}
    return _("%(grade)s, out of today’s drill.") % {"grade": label}
