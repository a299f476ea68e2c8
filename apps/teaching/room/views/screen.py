"""The screen before a room: a lesson's questions, one at a time, for those who run its course."""

from contextlib import suppress
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.lessons.models import Lesson
from apps.teaching.access import TeachingAccess, editor_access, staff_access
from apps.teaching.models import Room, RoomQuestion
from apps.teaching.room.forms import ASK, END, ActForm
from apps.teaching.room.results import past_rooms, results_of
from apps.teaching.room.services import presenting
from apps.teaching.room.services.ended import delete_results
from apps.teaching.room.state import RoomState, questions_of
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest, absolute_url
from apps.web.qr_code import qr_code

PAGE_SIZE = 20  # of the rooms that have ended


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def start(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """Say what can be presented of a lesson; a POST opens a room for it."""
    access, now = staff_access(request, course), timezone.now()
    found = _lesson(access, lesson)
    questions = questions_of(found).count()
    if request.method == "POST" and questions:
        return redirect("teaching:room", course, lesson, presenting.start_room(found, at=now).code)
    past = Paginator(past_rooms(found, now), PAGE_SIZE).get_page(request.GET.get("page"))
    open_rooms = Room.objects.open_at(now).filter(lesson=found)
    context = {"lesson": found, "questions": questions, "rooms": open_rooms, "page": past}
    return teaching_page(request, access, "lessons", "teaching/room/start.html", context)


@require_safe
@login_required
@never_cache
def screen(request: LearnerRequest, course: str, lesson: str, code: str) -> HttpResponse:
    """Show the screen of a room; nothing, to htmx, while nothing has changed."""
    room = _room(_lesson(staff_access(request, course), lesson), code)
    state = RoomState(room, timezone.now())
    if not (state.is_open or request.htmx):
        return redirect("teaching:room_results", course, lesson, code)
    if request.htmx and request.GET.get("seen") == state.seen_by_screen:
        return HttpResponse(status=204)
    address = absolute_url(reverse("room:room", args=[room.code]))
    context = {
        "state": state,
        "lesson": room.lesson,
        "course": room.lesson.course,
        "join": absolute_url(reverse("code:code")).partition("://")[2].rstrip("/"),
        "qr_code": qr_code(address),
    }
    return render(request, f"teaching/room/screen.html{'#screen' if request.htmx else ''}", context)


@require_POST
@login_required
def act(request: LearnerRequest, course: str, lesson: str, code: str) -> HttpResponse:
    """Do what the presenter pressed, and show the screen. A press on an old page does nothing."""
    room, now = _room(_lesson(staff_access(request, course), lesson), code), timezone.now()
    form = ActForm(request.POST, state=RoomState(room, now))
    if not form.is_valid():
        return HttpResponseBadRequest(_("Press one of the buttons below the question."))
    with suppress(presenting.StaleAct):  # the screen shows what an earlier press did
        _do(room, now=now, **form.cleaned_data)
    return redirect("teaching:room", course, lesson, room.code)


@require_safe
@login_required
@never_cache
def results(request: LearnerRequest, course: str, lesson: str, code: str) -> HttpResponse:
    """Show what a room was asked that has ended, and how many chose what; where it was nothing, offer a new one."""
    access = staff_access(request, course)
    found = _lesson(access, lesson)
    room = get_object_or_404(found.rooms, code=code)
    if room.is_open_at(timezone.now()):
        return redirect("teaching:room", course, lesson, code)
    if not room.questions.exists():
        return redirect("teaching:start_room", course, lesson)
    context = {"lesson": found, "room": room, "results": results_of(room)}
    return teaching_page(request, access, "lessons", "teaching/room/results.html", context)


@require_POST
@login_required
def delete(request: LearnerRequest, course: str, lesson: str, code: str) -> HttpResponse:
    """Delete the results of a room that has ended."""
    found = _lesson(editor_access(request, course), lesson)
    delete_results(get_object_or_404(found.rooms.past(timezone.now()), code=code))
    messages.success(request, _("Deleted."))
    return redirect("teaching:start_room", course, lesson)


def _do(room: Room, *, act: str, note: int | None, version: int, now: datetime) -> None:
    if act == END:
        presenting.end(room, seen_version=version, at=now)
    elif act == ASK and note:
        presenting.ask(room, note, seen_version=version, at=now)
    else:
        presenting.show(room, RoomQuestion.Stage(act), seen_version=version, at=now)


def _lesson(access: TeachingAccess, slug: str) -> Lesson:
    return get_object_or_404(access.course.lessons.select_related("course", "deck"), slug=slug)


def _room(lesson: Lesson, code: str) -> Room:
    rooms = Room.objects.select_related("current__note__section", "lesson__course", "lesson__deck")
    return get_object_or_404(rooms, lesson=lesson, code=code)
