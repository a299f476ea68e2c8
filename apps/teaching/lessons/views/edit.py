"""One lesson in the list of a course: its name, when it opens, and which course it is in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.cards.models import Deck, DeckState
from apps.cards.services.deck_lock import lock_deck
from apps.courses.models import Course
from apps.teaching.access import TeachingAccess, editor_access
from apps.teaching.lessons import last_act
from apps.teaching.lessons.forms import DeckNameForm, LessonNameForm, MoveToCourseForm, OpenForm
from apps.teaching.lessons.lesson_rows import title_of, to_know_when_published, tracks_of
from apps.teaching.lessons.services import lesson_acts
from apps.teaching.lessons.services.name_lesson import rename_deck, rename_lesson
from apps.teaching.tabs import teaching_page
from apps.web.http import LearnerRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@transaction.atomic
def edit(request: LearnerRequest, course: str, deck: int) -> HttpResponse:
    """Show what can be changed of a lesson from outside of it; a POST saves its name."""
    access = editor_access(request, course)
    found = _deck(access, deck)
    if request.method == "POST":
        lock_deck(found.pk)
        found = _deck(access, deck)  # as it is now that nobody else saves
    form = _name_form(found, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, access, found, name=form)
    if isinstance(form, LessonNameForm):
        rename_lesson(form.instance)
    else:
        rename_deck(form.instance)
    messages.success(request, form.saved_sentence())
    return redirect(last_act.lessons_url(request, access.course))


@login_required
@require_POST
def open_on_date(request: LearnerRequest, course: str, deck: int) -> HttpResponse:
    """Publish a deck that opens at a moment."""
    access = editor_access(request, course)
    found, form = _deck(access, deck), OpenForm(request.POST)
    if not form.is_valid():
        return _page(request, access, found, opening=form)
    opens_at = form.cleaned_data["opens_at"]
    changes = lesson_acts.set_state(found, DeckState.PUBLISHED, opens_at=opens_at)
    sentence = _("From %(moment)s on, learners see “%(title)s”.")
    sentence %= {"title": title_of(found), "moment": localize(localtime(opens_at))}
    last_act.remember(request, access.course, f"{sentence} {to_know_when_published(found)}", changes)
    return last_act.to_lessons(request, access.course, found.pk)


@login_required
@require_POST
def move(request: LearnerRequest, course: str, deck: int) -> HttpResponse:
    """Move a deck, with its lesson, to another course that the person edits."""
    access = editor_access(request, course)
    found = _deck(access, deck)
    form = MoveToCourseForm(request.POST, courses=_other_courses(request, access), deck=found)
    if not form.is_valid():
        return _page(request, access, found, moving=form)
    target = form.cleaned_data["course"]
    changes = lesson_acts.move_to_course(found, target)
    sentence = _("Moved “%(title)s” to “%(course)s”.") % {"title": title_of(found), "course": target}
    last_act.remember(request, access.course, sentence, changes)
    return last_act.to_lessons(request, access.course)


def _deck(access: TeachingAccess, key: int) -> Deck:
    return get_object_or_404(access.course.decks.select_related("course", "lesson"), pk=key)


def _name_form(deck: Deck, data: Any) -> LessonNameForm | DeckNameForm:
    if hasattr(deck, "lesson"):
        return LessonNameForm(data, instance=deck.lesson)
    return DeckNameForm(data, instance=deck)


def _other_courses(request: LearnerRequest, access: TeachingAccess) -> Any:
    mine = Course.objects.all() if request.user.is_superuser else Course.objects.taught_by(request.user)
    return mine.exclude(pk=access.course.pk)


def _page(request: LearnerRequest, access: TeachingAccess, deck: Deck, **forms: Any) -> HttpResponse:
    courses = _other_courses(request, access)
    context = {
        "deck": deck,
        "view": last_act.shown_view(request),
        "back": last_act.lessons_url(request, access.course),
        "tracks": tracks_of(access.course),
        "name": forms.get("name") or _name_form(deck, None),
        "opening": forms.get("opening") or OpenForm(initial={"opens_at": deck.opens_at}),
        "moving": (forms.get("moving") or MoveToCourseForm(courses=courses)) if courses.exists() else None,
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return teaching_page(request, access, "lessons", "teaching/lessons/edit.html", context, status=status)
