"""Parts of a practice page, as htmx replaces them after an answer."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.cards.models import Note
from apps.lessons.models import WRITING_LIMIT, Lesson
from apps.lessons.page import PageItem, PageSection, Visitor, sections_of
from apps.lessons.views.lookup import practice_url, visitor_of
from apps.web.http import VisitorRequest


def item_response(
    request: VisitorRequest, lesson: Lesson, note: Note, *, at: datetime, state: str = "opened"
) -> HttpResponse:
    """Show one question or scenario again, opened or saved: as its fragment for htmx, else on its page."""
    if not request.htmx:
        return redirect(f"{practice_url(lesson)}?{state}={note.pk}#note-{note.pk}")
    part, item = _find_item(lesson, visitor_of(request, at), note)
    return fragment(request, lesson, item.fragment, part=part, item=item, **{state: note.pk})


def writing_conflict(request: VisitorRequest, lesson: Lesson, note: Note, typed: str, *, at: datetime) -> HttpResponse:
    """Show both texts of an open exercise: what was stored by another page, and what was typed, to be saved again."""
    part, item = _find_item(lesson, visitor_of(request, at), note)
    context = {"part": part, "item": item, "typed": typed, "conflict": note.pk}
    if request.htmx:
        return fragment(request, lesson, "scenario", **context)
    return render(request, "lessons/writing_conflict.html", {**shared_context(lesson), **context}, status=409)


def fragment(request: VisitorRequest, lesson: Lesson, partial: str, **context: object) -> HttpResponse:
    """Render one partial of the page."""
    return render(request, f"lessons/practice.html#{partial}", {**shared_context(lesson), **context, "fragment": True})


def shared_context(lesson: Lesson) -> dict[str, object]:
    """Return what the page and each of its fragments show."""
    return {
        "lesson": lesson,
        "course": lesson.course,
        "max_writing_length": WRITING_LIMIT,
        "report_label": _("Something wrong?"),  # looked up once, for up to 500 cards
    }


def _find_item(lesson: Lesson, visitor: Visitor, note: Note) -> tuple[PageSection, PageItem]:
    for part in sections_of(lesson, visitor, only=note.section_id):
        for item in part.items:
            if item.note == note:
                return part, item
    raise Http404
