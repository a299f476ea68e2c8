"""What a view of one card answers: with htmx a row of the list and what changes beside it, else a page of its own."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from apps.cards.models import Note, Section
from apps.cards.note_tags import tag_numbers
from apps.cards.preview import preview_of_form, preview_of_note
from apps.library.editor.occlusion_rows import covers_all, picture_in
from apps.library.editor.similar_cards import similar_note
from apps.teaching.editor.forms import LessonCardForm
from apps.teaching.editor.outline import first_words, line_in, parts_of
from apps.teaching.editor.place import EditorPlace
from apps.web.http import LearnerRequest

MAX_TAGS = 300  # offered to complete what is typed
ROWS = "teaching/editor/_rows.html"


def card_form(request: LearnerRequest, place: EditorPlace, form: LessonCardForm, *, status: int = 200) -> HttpResponse:
    """Show the form of a card, with the preview of what was typed or else of what is saved."""
    context = {
        **_preview(form, errors_beside=form.is_bound),
        "tags": sorted(tag_numbers(form.deck.notes.all()))[:MAX_TAGS],
        "labels": form.offered_labels(),
        "covers_all": covers_all(str(form["back"].value() or "")),
    }
    if request.htmx:
        return _fragment(request, place, "open", context)
    return place.page(request, "teaching/editor/card.html", context, status=status)


def preview(request: LearnerRequest, place: EditorPlace, form: LessonCardForm) -> HttpResponse:
    """Show the cards that the form would make. Saves nothing."""
    form.is_valid()
    if not request.htmx:
        return card_form(request, place, form)
    similar = similar_note(form.deck, form.cleaned_data.get("front", ""), but=form.instance.pk or 0)
    return render(request, "teaching/editor/_preview.html", {**_preview(form), "similar": similar, "oob": True})


def closed_row(
    request: LearnerRequest, place: EditorPlace, note: Note, sentence: str = "", *, moved: bool = False
) -> HttpResponse:
    """Show the line of a card, or go to it: without htmx, and where it is in another section now."""
    url = f"{place.url}#note-{note.pk}"
    if not request.htmx or moved:
        if sentence:
            messages.success(request, sentence)
        return (
            HttpResponseClientRedirect(f"{place.url}?moved={note.pk}-{note.section_id}#note-{note.pk}")
            if request.htmx
            else redirect(url)
        )
    return _fragment(request, place, "closed", _line(place, note) | {"sentence": sentence})


def archived_row(request: LearnerRequest, place: EditorPlace, note: Note) -> HttpResponse:
    """Show that a card is archived, and how to undo it."""
    if not request.htmx:
        return redirect(f"{place.url}?undo={note.pk}")
    return _fragment(request, place, "undo", _line(place, note))


def add_row(request: LearnerRequest, place: EditorPlace, form: LessonCardForm) -> HttpResponse:
    """Show the last line of a section, which adds a card."""
    note = form.instance
    if not request.htmx:
        return redirect(f"{place.url}#new-{note.section_id}")
    return _fragment(request, place, "add", {"note": note, "form": form})


def next_card_form(request: LearnerRequest, place: EditorPlace, note: Note, section: Section) -> HttpResponse:
    """Show the line of a card that was added, and the form of the next one."""
    sentence = _("Added “%(card)s”.") % {"card": first_words(note.front).removesuffix(".")}
    if not request.htmx:
        messages.success(request, sentence)
        return redirect(reverse("teaching:new_card", args=[place.access.course.slug, place.lesson.slug, section.pk]))
    form = LessonCardForm(instance=Note(deck=place.lesson.deck, section=section), initial={"kind": note.kind})
    context = _line(place, note) | _preview(form) | {"labels": form.offered_labels(), "sentence": sentence}
    return _fragment(request, place, "added", context)


def _fragment(request: LearnerRequest, place: EditorPlace, row: str, context: dict[str, object]) -> HttpResponse:
    shared = {"course": place.access.course, "access": place.access, "lesson": place.lesson, "editor_url": place.url}
    return render(request, ROWS, {**shared, "row": row, **context})


def _line(place: EditorPlace, note: Note) -> dict[str, object]:
    """Return the line of a note, and what the page says beside it of all of them."""
    parts = parts_of(place.lesson)
    return {"line": line_in(parts, note.pk), "parts": parts}


def _preview(form: LessonCardForm, *, errors_beside: bool = False) -> dict[str, object]:
    note = form.instance
    found = preview_of_form(form) if form.is_bound else preview_of_note(note) if note.pk else None
    if found and errors_beside:  # each at its field
        found = replace(found, problems={})
    picture = picture_in(str(form["front"].value() or ""), form.deck) if form.has_masks else None
    return {"form": form, "note": note, "preview": found, "deck": form.deck, "picture": picture}
