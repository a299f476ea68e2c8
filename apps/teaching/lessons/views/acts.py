"""What is done to lessons from the list of them: each act is one press of a button, and can be undone."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.cards.models import Deck, DeckState
from apps.courses.models import Course
from apps.teaching.access import TeachingAccess, editor_access
from apps.teaching.lessons import last_act
from apps.teaching.lessons.forms import PlaceForm
from apps.teaching.lessons.lesson_rows import title_of, to_know_when_published
from apps.teaching.lessons.services import lesson_acts, order
from apps.teaching.lessons.services.lesson_acts import WasAnswered
from apps.teaching.lessons.services.row_changes import ChangedSince, RowChange
from apps.web.http import LearnerRequest, is_row_id

STATES = {"publish": DeckState.PUBLISHED, "hide": DeckState.HIDDEN, "archive": DeckState.ARCHIVED}
MOVED = gettext_lazy("Moved “%(title)s”.")
MOVED_TRACK = gettext_lazy("Moved the track “%(track)s”.")
SENTENCES = {
    "publish": gettext_lazy("“%(title)s” is published."),
    "hide": gettext_lazy("“%(title)s” is hidden. Learners keep the cards they learned, and get no new ones."),
    "archive": gettext_lazy("“%(title)s” is archived. No list names it; whoever studies it keeps it all."),
    "delete": gettext_lazy("Deleted “%(title)s”."),
    "up": MOVED,
    "down": MOVED,
    "track_up": MOVED_TRACK,
    "track_down": MOVED_TRACK,
}


@login_required
@require_POST
def change(request: LearnerRequest, course: str) -> HttpResponse:
    """Do one act to one deck: `act` names both."""
    access = editor_access(request, course)
    name, _space, key = request.POST.get("act", "").partition(" ")
    deck = _deck(access, key)
    try:
        changes = _changes(access.course, deck, name, archived="archived" in request.POST, at=timezone.now())
    except WasAnswered:
        refusal = _("“%(title)s” has answers, which would be deleted too. Archive it instead.")
        messages.error(request, refusal % {"title": title_of(deck)})
        return redirect(last_act.lessons_url(request, access.course))
    place = _place(request, access, deck)
    if not changes:  # it is at the end already, or somebody else moved it
        return redirect(place)
    message = str(SENTENCES[name]) % _names(deck)
    if name == "publish":
        message = f"{message} {to_know_when_published(deck)}"
    last_act.remember(request, access.course, message, changes, place=place)
    if _in_editor(request, deck):
        return redirect(f"{place}?{last_act.SHOWN}=1")
    return last_act.to_lessons(request, access.course, deck.pk)


def _changes(course: Course, deck: Deck, name: str, *, archived: bool, at: datetime) -> list[RowChange]:
    """Do the act of that name, and return what undoes it. Raises Http404 if there is none, and WasAnswered."""
    match name:
        case "publish" | "hide" | "archive":
            return lesson_acts.set_state(deck, STATES[name])
        case "delete":
            return lesson_acts.delete_unanswered(deck, at=at)
        case "up" | "down":
            return order.step(course, deck.pk, down=name == "down", archived=archived)
        case "track_up" | "track_down":
            return order.step_track(course, deck.pk, down=name == "track_down", archived=archived)
    raise Http404


@login_required
@require_POST
def place(request: LearnerRequest, course: str) -> HttpResponse:
    """Put a lesson after another one, into a track, or its whole track there: what a drag sends.

    The answer tells what was done.
    """
    access = editor_access(request, course)
    deck, previous = _deck(access, request.POST.get("deck", "")), request.POST.get("previous", "0")
    form, archived = PlaceForm(request.POST), "archived" in request.POST
    if not is_row_id(previous) or not form.is_valid():
        raise Http404
    if "whole_track" in request.POST:
        changes = order.place_track_after(access.course, deck.pk, int(previous), archived=archived)
        sentence = MOVED_TRACK
    else:
        changes, sentence = order.place_after(access.course, deck.pk, int(previous), form.cleaned_data["track"]), MOVED
    if changes:
        last_act.remember(request, access.course, str(sentence) % _names(deck), changes)
    done = last_act.last_act(request, access.course) if changes else None
    return render(request, "teaching/lessons/list.html#done", {"course": access.course, "done": done})


@login_required
@require_POST
def undo(request: LearnerRequest, course: str) -> HttpResponse:
    """Take back what was done last, if that is what the page offered to undo."""
    access = editor_access(request, course)
    act = last_act.last_act(request, access.course)
    if act and act.id != request.POST.get("act"):
        messages.error(request, _("This cannot be undone any more: something else was done since."))
        return redirect(act.place)
    last_act.forget(request)
    if act is None:
        messages.success(request, _("There is nothing left to undo."))
        return redirect("teaching:lessons", course)
    try:
        lesson_acts.undo_act(request.user, act.changes, act.copy, at=timezone.now())
    except ChangedSince:
        messages.error(request, _("This cannot be undone: it was changed again in the meantime."))
    except WasAnswered:
        messages.error(request, _("This cannot be undone: somebody answered cards of the copy."))
    else:
        messages.success(request, _("Undone."))
    return redirect(act.place)


def _place(request: LearnerRequest, access: TeachingAccess, deck: Deck) -> str:
    """Return the URL of the page on which an act was done: the editor of a lesson, or the part of the lessons."""
    if _in_editor(request, deck):
        return reverse("teaching:lesson", args=[access.course.slug, deck.lesson.slug])
    return last_act.lessons_url(request, access.course)


def _in_editor(request: LearnerRequest, deck: Deck) -> bool:
    return "in_editor" in request.POST and hasattr(deck, "lesson")


def _names(deck: Deck) -> dict[str, str]:
    """Return what sentences call the deck, and the track that it is in."""
    lesson = getattr(deck, "lesson", None)
    return {"title": title_of(deck), "track": (lesson and lesson.track) or _("Other lessons")}


def _deck(access: TeachingAccess, key: str) -> Deck:
    """Return the deck of the course with that key, or raise Http404."""
    decks = access.course.decks.select_related("course", "lesson")
    return get_object_or_404(decks, pk=int(key) if is_row_id(key) else 0)
