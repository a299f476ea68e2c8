"""One card of a lesson: opened as a form, previewed, saved, archived. It is a row of the list, or a page of its own."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.cards.models import Note
from apps.cards.preview import preview_of_note
from apps.cards.rendering.formula_line import formula_line
from apps.cards.services.sections import first_section
from apps.lessons.editing.wording import DELETED_ELSEWHERE
from apps.library.services.write_cards import AlreadyAdded
from apps.teaching.editor.card_page import add_row, archived_row, card_form, closed_row, next_card_form, preview
from apps.teaching.editor.forms import LessonCardForm
from apps.teaching.editor.outline import first_words
from apps.teaching.editor.place import EditorPlace, editor_place, locked_place, staff_place
from apps.teaching.editor.services.cards import add_card_to_lesson, archive_card, save_card
from apps.web.http import LearnerRequest

ARCHIVED_ELSEWHERE = gettext_lazy("Someone archived this card in the meantime. Your text is saved in it.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def card(request: LearnerRequest, course: str, lesson: str, note: int) -> HttpResponse:
    """Show a card's form, its line (?closed) or its preview, or save it; to an assistant, show the card alone."""
    if request.method == "POST" and "preview" not in request.POST:
        return _save(request, course, lesson, note)
    place = (editor_place if request.method == "POST" else staff_place)(request, course, lesson)
    found = get_object_or_404(place.notes, pk=note)
    if "closed" in request.GET:
        return closed_row(request, place, found)
    if not place.access.may_edit:
        context = {"note": found, "preview": preview_of_note(found), "words": formula_line(found.front, first_words)}
        return place.page(request, "teaching/editor/card.html", context)
    form = LessonCardForm(request.POST or None, instance=found, masks=_draws_masks(request))
    return preview(request, place, form) if form.is_bound else card_form(request, place, form)


@transaction.atomic
def _save(request: LearnerRequest, course: str, lesson: str, pk: int) -> HttpResponse:
    place = locked_place(request, course, lesson)
    note = place.notes.filter(pk=pk).first()
    if note is None:
        return _offer_as_new(request, place)
    section = note.section_id
    form = LessonCardForm(request.POST, instance=note, masks=_draws_masks(request))
    if not form.is_valid():
        return card_form(request, place, form, status=422)
    moved = note.section_id != section
    save_card(place.lesson, note, new_label=form.new_label, moved=moved)
    saved = form.saved_sentence(str(ARCHIVED_ELSEWHERE) if note.archived else "")
    return closed_row(request, place, note, saved, moved=moved)


def _offer_as_new(request: LearnerRequest, place: EditorPlace) -> HttpResponse:
    """Show what was typed into a card that is no longer in the lesson as a new one."""
    section = place.section(request.POST.get("section", "")) or first_section(place.lesson.deck)
    note = Note(deck=place.lesson.deck, section=section)
    form = LessonCardForm(request.POST, instance=note, masks=True)
    form.is_valid()
    form.add_error(None, DELETED_ELSEWHERE)
    return card_form(request, place, form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_card(request: LearnerRequest, course: str, lesson: str, section: int) -> HttpResponse:
    """Show the form of a new card of a section, preview it, or add it."""
    if request.method == "POST" and "preview" not in request.POST:
        return _add(request, course, lesson, section)
    place = editor_place(request, course, lesson)
    note = _new_note(place, section)
    if "closed" in request.GET:
        return add_row(request, place, LessonCardForm(instance=note))
    form = LessonCardForm(request.POST or None, instance=note, masks=_draws_masks(request))
    return preview(request, place, form) if form.is_bound else card_form(request, place, form)


@transaction.atomic
def _add(request: LearnerRequest, course: str, lesson: str, section: int) -> HttpResponse:
    place = locked_place(request, course, lesson)
    note = _new_note(place, section)
    form = LessonCardForm(request.POST, instance=note, masks=_draws_masks(request))
    if not form.is_valid():
        return card_form(request, place, form, status=422)
    try:
        add_card_to_lesson(request.user, note, draft=form.cleaned_data["draft"], new_label=form.new_label)
    except AlreadyAdded:
        return place.refusal(request, _("You already added that card."))
    return next_card_form(request, place, note, note.section)


def _new_note(place: EditorPlace, section: int) -> Note:
    """Return a note without texts in the section with that key, or raise Http404."""
    found = get_object_or_404(place.lesson.deck.sections.select_related("deck__course"), pk=section)
    return Note(deck=found.deck, section=found)


@login_required
@require_POST
@transaction.atomic
def archive(request: LearnerRequest, course: str, lesson: str, note: int) -> HttpResponse:
    """Archive a card, or restore it (archived=no)."""
    place = locked_place(request, course, lesson)
    found = get_object_or_404(place.notes, pk=note)
    archive_card(place.lesson, found, archived=request.POST.get("archived") != "no")
    if found.archived:
        return archived_row(request, place, found)
    return closed_row(request, place, found, _("Restored."))


def _draws_masks(request: LearnerRequest) -> bool:
    """Whether the card is on a page of its own, which has room to draw masks over a picture."""
    return not request.htmx or "cover" in request.POST
