"""The texts above the sections of a lesson, and those of a section."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.cards.models import Section
from apps.lessons.editing.wording import DELETED_ELSEWHERE
from apps.teaching.editor.forms import LessonTopForm, SectionTextForm
from apps.teaching.editor.place import EditorPlace, editor_place, locked_place
from apps.teaching.editor.services.sections import remove_section, save_lesson_texts, save_section_texts
from apps.web.http import LearnerRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@transaction.atomic
def lesson_texts(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """Show the form of the lesson's own texts, or save them."""
    if request.method != "POST":
        place = editor_place(request, course, lesson)
        return _texts_page(request, place, LessonTopForm(instance=place.lesson))
    place = locked_place(request, course, lesson)
    title, slug = place.lesson.title, place.lesson.slug
    form = LessonTopForm(request.POST, instance=place.lesson)
    if not form.is_valid():
        place.lesson.title, place.lesson.slug = title, slug  # the page is still that of the stored one
        return _texts_page(request, place, form)
    save_lesson_texts(place.lesson, title)
    messages.success(request, form.saved_sentence())
    return redirect(place.url)


def _texts_page(request: LearnerRequest, place: EditorPlace, form: LessonTopForm) -> HttpResponse:
    return place.page(request, "teaching/editor/texts.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@transaction.atomic
def new_section(request: LearnerRequest, course: str, lesson: str) -> HttpResponse:
    """Show the form of a new section, or add it."""
    place = (locked_place if request.method == "POST" else editor_place)(request, course, lesson)
    form = SectionTextForm(request.POST or None, instance=Section(deck=place.lesson.deck))
    if not form.is_valid():
        return _section_page(request, place, form)
    return _saved(request, place, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def section(request: LearnerRequest, course: str, lesson: str, section: int) -> HttpResponse:
    """Show the form of a section, save it, or delete it while it is empty."""
    if request.method == "POST":
        return _save_section(request, course, lesson, section)
    place = editor_place(request, course, lesson)
    found = get_object_or_404(place.lesson.deck.sections, pk=section)
    return _section_page(request, place, SectionTextForm(instance=found, removable=not found.notes.exists()))


@transaction.atomic
def _save_section(request: LearnerRequest, course: str, lesson: str, pk: int) -> HttpResponse:
    place = locked_place(request, course, lesson)
    found = place.section(str(pk))
    if found is None:
        form = SectionTextForm(request.POST, instance=Section(deck=place.lesson.deck))
        form.is_valid()
        form.add_error(None, DELETED_ELSEWHERE)
        return _section_page(request, place, form)
    form = SectionTextForm(request.POST, instance=found, removable=not found.notes.exists())
    if not form.is_valid():
        return _section_page(request, place, form)
    if form.is_to_be_removed:
        remove_section(place.lesson, found)
        messages.success(request, _("Removed the section “%(section)s”.") % {"section": found})
        return redirect(place.url)
    return _saved(request, place, form)


def _saved(request: LearnerRequest, place: EditorPlace, form: SectionTextForm) -> HttpResponse:
    save_section_texts(place.lesson, form.instance)
    messages.success(request, form.saved_sentence())
    return redirect(f"{place.url}#section-{form.instance.pk}")


def _section_page(request: LearnerRequest, place: EditorPlace, form: SectionTextForm) -> HttpResponse:
    key, args = form.instance.pk, [place.access.course.slug, place.lesson.slug]
    url = reverse("teaching:section", args=[*args, key]) if key else reverse("teaching:new_section", args=args)
    context = {"form": form, "action": url, "section": form.instance}
    return place.page(request, "teaching/editor/section.html", context, status=422 if form.is_bound else 200)
