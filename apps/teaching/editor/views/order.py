"""Moving cards and sections: one step by a button, or to a place by dragging."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.cards.models import Note, Section
from apps.teaching.editor.outline import parts_of
from apps.teaching.editor.place import EditorPlace, locked_place
from apps.teaching.editor.services.order import CannotMove, move_card, step_card, step_section
from apps.web.http import LearnerRequest, is_row_id

OPPOSITE = {"up": "down", "down": "up"}


@login_required
@require_POST
def order(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """Move a card or a section as the pressed button says; a script sends the card's new place."""
    try:
        with transaction.atomic():
            place = locked_place(request, course, lesson)
            moved = _move(request, place)
    except CannotMove as error:
        return place.refusal(request, str(error))
    if request.htmx:
        return render(request, "teaching/editor/_beside.html", {"parts": parts_of(place.lesson)})
    return redirect(f"{place.url}#{moved}")


def _move(request: LearnerRequest, place: EditorPlace) -> str:
    """Move what the request names; return the id of its element, or nothing where it names none."""
    for name in ("up", "down"):
        if section := place.section(request.POST.get(f"section_{name}", "")):
            step_section(place.lesson, section, down=name == "down")
            return _pressed_again(place, section, name)
        if typed := request.POST.get(name, ""):
            note = _note(place, typed)
            step_card(place.lesson, note, down=name == "down")
            return f"note-{note.pk}"
    if section := place.section(request.POST.get("section", "")):
        return _move_to(place, section, _note(place, request.POST.get("note", "")), request.POST.get("before", ""))
    return ""


def _pressed_again(place: EditorPlace, section: Section, name: str) -> str:
    """Return the id of the button that moves the section on, or at the edge that which moves it back: to focus it."""
    keys = list(place.lesson.deck.sections.values_list("pk", flat=True))
    at_edge = section.pk == keys[-1 if name == "down" else 0]
    return f"{OPPOSITE[name] if at_edge else name}-{section.pk}"


def _move_to(place: EditorPlace, section: Section, note: Note, before: str) -> str:
    move_card(place.lesson, note, section, int(before) if is_row_id(before) else None)
    return f"note-{note.pk}"


def _note(place: EditorPlace, typed: str) -> Note:
    return get_object_or_404(place.notes, archived=False, pk=typed if is_row_id(typed) else 0)
