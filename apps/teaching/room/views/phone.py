"""The phones before a screen: the question that it shows, without an account."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from apps.cards.models import Media
from apps.lessons.models import Lesson
from apps.lessons.services.answers import answers_of
from apps.lessons.views.answers import explain_refusals
from apps.library.views.shared import for_link_holders
from apps.reviews.views.media import media_response
from apps.teaching.models import Room
from apps.teaching.room import participants
from apps.teaching.room.forms import AnswerForm
from apps.teaching.room.services.answering import QuestionClosed, store_answer
from apps.teaching.room.state import RoomState, has_changed
from apps.web.codes import normalized
from apps.web.http import VisitorRequest
from apps.web.requests.rate_limits import count_or_refuse


@require_GET  # whoever opens it has joined
@for_link_holders
def room(request: VisitorRequest, code: str) -> HttpResponse:
    """Show what a phone shows of a room; nothing, to htmx, while nothing has changed."""
    code = normalized(code)
    if not participants.has_joined(request, code) and (refusal := count_or_refuse(request, "room_join")):
        return refusal
    now = timezone.now()
    if request.htmx and not has_changed(code, request.GET.get("seen", ""), now):
        return HttpResponse(status=204)
    state = RoomState(_room(code), now)
    return _phone(request, state, participants.join(request, state.room, now))


@require_POST
@for_link_holders
@explain_refusals
def answer(request: VisitorRequest, code: str) -> HttpResponse:
    """Store a label as the answer of whoever has joined."""
    if not participants.has_joined(request, code):
        return redirect("room:room", code)
    if refusal := count_or_refuse(request, "room_answer"):
        return refusal
    found, now = _room(code), timezone.now()
    key = participants.join(request, found, now)
    if _is_stored(request, RoomState(found, now), key, now):
        notice = ""
    else:
        notice = _("That question is closed, so your answer didn’t count.")
    if request.htmx:
        return _phone(request, RoomState(_room(code), now), key, notice)
    if notice:
        messages.info(request, notice)
    return redirect("room:room", code)


@require_safe
@for_link_holders
def media(request: VisitorRequest, code: str, sha256: str, extension: str) -> HttpResponseBase:
    """Send a picture or a sound of the questions to whoever has joined, until the room ends."""
    if not participants.has_joined(request, code):
        raise Http404
    rooms = Room.objects.open_at(timezone.now()).filter(code=code)
    in_deck = Media.objects.filter(in_decks__deck__lesson__rooms__in=rooms).distinct()
    return media_response(request, get_object_or_404(in_deck, sha256=sha256, extension=extension))


def _room(code: str) -> Room:
    return get_object_or_404(
        Room.objects.select_related("current__note__section", "lesson__course", "lesson__deck"), code=code
    )


def _is_stored(request: VisitorRequest, state: RoomState, key: str, now: datetime) -> bool:
    """Store the answer that was sent; return whether it was one to the question that is asked."""
    form = AnswerForm(request.POST, state=state)
    if not form.is_valid() or state.question is None:
        return False
    try:
        store_answer(state.question, key, form.cleaned_data["label"], answers_of(request), at=now)
    except QuestionClosed:
        return False
    return True


def _phone(request: VisitorRequest, state: RoomState, key: str, notice: str = "") -> HttpResponse:
    """Show what the room asks, and what the person with the key answered."""
    context = {
        "state": state,
        "lesson": state.room.lesson,
        "chosen": state.chosen_by(key),
        "score": None if state.is_open else state.score_of(key),
        "may_practice": Lesson.objects.visible_to(request.user).filter(pk=state.room.lesson_id).exists,
        "media": reverse("room:room", args=[state.room.code]) + "media/",
        "notice": notice,
    }
    return render(request, f"teaching/room/phone.html{'#room' if request.htmx else ''}", context)
