"""The page of a card's form, with a preview beside it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from apps.cards.note_tags import tag_numbers
from apps.cards.preview import preview_of_form, preview_of_note
from apps.library.editor import just_added
from apps.library.editor.card_forms import CardForm
from apps.library.editor.occlusion_rows import covers_all, picture_in
from apps.library.editor.similar_cards import similar_note
from apps.web.http import LearnerRequest

MAX_TAGS = 300  # offered to complete what is typed


def preview_page(request: LearnerRequest, form: CardForm, **page: Any) -> HttpResponse:
    """Show the cards that the form would make: their fragment for htmx, else the whole page. Saves nothing."""
    form.is_valid()
    if not request.htmx:
        return editor_page(request, form, **page)
    return render(request, "library/write_card.html#preview", {**_preview(form), "oob": True})


def editor_page(
    request: LearnerRequest,
    form: CardForm,
    *,
    template: str = "library/write_card.html",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Show the form, with the preview of what was typed or else of what is saved; a template may extend ours."""
    context = {
        "form": form,
        "covers_all": covers_all(str(form["back"].value() or "")),
        "tags": sorted(tag_numbers(form.deck.notes.all()))[:MAX_TAGS],
        "added": just_added.notes(request.session, form.deck),
        "saved_drafts": just_added.saved_drafts(request.session),
        **_preview(form),
        **more,
    }
    return render(request, template, context, status=status)


def _preview(form: CardForm) -> dict[str, object]:
    """Return what the preview shows: the cards, their problems and advice, and a card that asks the same."""
    note, deck = form.instance, form.deck
    picture = picture_in(str(form["front"].value() or ""), deck)
    if form.is_bound:
        front = form.cleaned_data.get("front", "")
        similar = similar_note(deck, front, but=note.pk or 0)
        more = {"similar": similar, "missing": form.missing}
        return {"deck": deck, "picture": picture, "preview": preview_of_form(form), **more}
    return {"deck": deck, "picture": picture, "preview": preview_of_note(note) if note.pk else None}
