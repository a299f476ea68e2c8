"""A lesson's practice page, and what a person answers there. Nothing here needs an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.cards.models import Note, Section
from apps.lessons import answers
from apps.lessons.forms.answers import CheckForm, MarkForm, WritingForm
from apps.lessons.models import WRITING_LIMIT, Lesson
from apps.lessons.page import MAX_CARDS, PageItem, PageSection, Person, sections_of
from apps.web.http import VisitorRequest, error_fragment, is_row_id

ANSWERED_ELSEWHERE = "You had answered that on another page. Here is what you chose there; choose anew if you like."
CHOOSE_FIRST = "Choose a label for at least one of them, then check."


@require_safe
@never_cache
def page(request: VisitorRequest, course: str, lesson: str) -> HttpResponse:
    """Show the lesson's page as the person sees it."""
    found = lesson_of(request, course, lesson)
    context = {
        **_shared(found),
        "sections": sections_of(found, person_of(request)),
        "most": MAX_CARDS,
        "number": found.deck.cards_in_use().count(),
        "lessons": _neighbours(found),
        "all_opened": request.GET.get("answers") == "shown",
        "opened": row(request.GET.get("opened", "")),
        "saved": row(request.GET.get("saved", "")),
        "again": row(request.GET.get("again", "")),
        "teaches": request.user.is_authenticated and found.course.is_taught_by(request.user),
    }
    return render(request, "lessons/practice.html", context)


def limit_visitor_answers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view say so when a visitor's session holds no more answers."""

    @wraps(view)
    def refusing(request: VisitorRequest, **names: Any) -> HttpResponse:
        try:
            return view(request, **names)
        except answers.SessionFull as full:
            return error_fragment(request, str(full))

    return refusing


@require_POST
@limit_visitor_answers
def mark(request: VisitorRequest, course: str, lesson: str, note: int) -> HttpResponse:
    """Keep whether the person knew the answer to a question."""
    found = lesson_of(request, course, lesson)
    question = get_object_or_404(_notes(found, Section.Kind.SELF_CHECK), pk=note)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, "Press one of the buttons below the answer.")
    answers.of(request).mark(question, knew=form.cleaned_data["knew"], at=timezone.now())
    return answer_with(request, found, question)


@require_POST
@limit_visitor_answers
def check(request: VisitorRequest, course: str, lesson: str, section: int) -> HttpResponse:
    """Compare the chosen labels with the right ones, and keep each new choice as an attempt."""
    found, person = lesson_of(request, course, lesson), person_of(request)
    shown = next(iter(sections_of(found, person, only=section)), None)
    exercise = get_object_or_404(found.deck.sections, pk=section, kind=Section.Kind.EXERCISE)
    form = CheckForm(request.POST, scenarios=shown.gradeable if shown else [])
    now = timezone.now()
    for item, label, number in form.attempts():
        person.answers.attempt(item.note, label, number=number, at=now)
    notice = ANSWERED_ELSEWHERE if form.is_stale else "" if form.chosen else CHOOSE_FIRST
    if not request.htmx and notice:
        messages.info(request, notice)
        return redirect(address_of(found))  # at its top, where the message stands
    if not request.htmx:
        return redirect(address_of(found) + f"#exercise-{exercise.pk}")
    fresh = next(iter(sections_of(found, person, only=section)), None)
    return _fragment(request, found, "exercise", part=fresh, notice=notice)


@require_POST
@limit_visitor_answers
def write(request: VisitorRequest, course: str, lesson: str, note: int) -> HttpResponse:
    """Keep what the person wrote under an open exercise; nobody else reads it."""
    found = lesson_of(request, course, lesson)
    scenario = get_object_or_404(_notes(found, Section.Kind.EXERCISE), pk=note)
    form = WritingForm(request.POST)
    if not form.is_valid():
        return error_fragment(request, str(form.errors["text"][0]))
    answers.of(request).write(scenario, form.cleaned_data["text"], at=timezone.now())
    return answer_with(request, found, scenario, now="saved")


def lesson_of(request: VisitorRequest, course: str, lesson: str) -> Lesson:
    """Return the lesson at an address, if the person may see it, or raise Http404."""
    lessons = Lesson.objects.visible_to(request.user).select_related("course", "deck")
    return get_object_or_404(lessons, course__slug=course, slug=lesson)


def person_of(request: VisitorRequest) -> Person:
    """Return who looks at the page."""
    if not request.user.is_authenticated:
        return Person(answers.of(request))
    return Person(answers.of(request), request.user, request.user.study_day(timezone.now()))


def address_of(lesson: Lesson) -> str:
    """Return the address of the lesson's practice page."""
    return reverse("lessons:practice", args=[lesson.course.slug, lesson.slug])


def answer_with(request: VisitorRequest, lesson: Lesson, note: Note, *, now: str = "opened") -> HttpResponse:
    """Show one question or scenario anew, now opened or saved: as its fragment for htmx, else on its page."""
    if not request.htmx:
        return redirect(f"{address_of(lesson)}?{now}={note.pk}#note-{note.pk}")
    part, item = _item(lesson, person_of(request), note)
    return _fragment(request, lesson, item.fragment, part=part, item=item, **{now: note.pk})


def _item(lesson: Lesson, person: Person, note: Note) -> tuple[PageSection, PageItem]:
    for part in sections_of(lesson, person, only=note.section_id):
        for item in part.items:
            if item.note == note:
                return part, item
    raise Http404


def _fragment(request: VisitorRequest, lesson: Lesson, partial: str, **context: Any) -> HttpResponse:
    return render(request, f"lessons/practice.html#{partial}", {**_shared(lesson), **context, "fragment": True})


def _shared(lesson: Lesson) -> dict[str, Any]:
    """Return what the page and each of its fragments show."""
    return {"lesson": lesson, "course": lesson.course, "most_written": WRITING_LIMIT}


def row(number: str) -> int:
    """Return the number of a row that a person sent; 0 for what is none."""
    return int(number) if is_row_id(number) else 0


def _notes(lesson: Lesson, kind: Section.Kind) -> QuerySet[Note]:
    return Note.objects.filter(deck=lesson.deck_id, section__kind=kind, archived=False)


def _neighbours(lesson: Lesson) -> dict[str, Any]:
    """Return the course's lessons in order, and those before and after this one."""
    lessons = list(lesson.course.lessons.only("slug", "title", "position"))
    place = lessons.index(lesson)
    return {
        "all": lessons,
        "place": place + 1,
        "before": lessons[place - 1] if place else None,
        "after": lessons[place + 1] if place + 1 < len(lessons) else None,
    }
