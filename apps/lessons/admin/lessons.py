"""The list of lessons, and one lesson edited as its page reads."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.forms.models import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.cards.admin.actions import count_of_notes
from apps.cards.admin.history import Versions, history_page, restore_version
from apps.cards.models import Section
from apps.cards.services.deck_lock import lock_deck
from apps.cards.services.sections import save_section
from apps.courses.scoping import TaughtCoursesAdmin
from apps.lessons.admin.lesson_forms import LessonForm
from apps.lessons.admin.page_changes import changes_of, summary
from apps.lessons.admin.page_form import PageForm
from apps.lessons.admin.preview import add_advice, preview_of
from apps.lessons.admin.section_row import SECTION_TEXTS
from apps.lessons.models import Lesson
from apps.lessons.services.lessons import create_lesson, save_texts
from apps.lessons.services.save_page import save_page
from apps.web.merged_form import MergedRowForm

RESTORED_TEXTS = ["title", "description", "introduction"]
LESSON_VERSIONS = Versions(
    fields=RESTORED_TEXTS,
    service=partial(save_texts, fields=RESTORED_TEXTS),
    restore_url="admin:lessons_lesson_restore",
    also_shown=["slug"],
)
SECTION_VERSIONS = Versions(
    fields=SECTION_TEXTS, service=save_section, restore_url="admin:lessons_lesson_restore_section"
)


@admin.register(Lesson)
class LessonAdmin(TaughtCoursesAdmin):
    """Lessons of the person's courses. Each has a deck of its own; its page is edited as a whole."""

    form = LessonForm
    course_path = "course"
    scoped_choices = {"course": ""}
    list_display = ["title", "course", "track", "position", "notes_in_use", "page_link"]
    list_editable = ["track", "position"]
    list_filter = [("course", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["course", "deck"]
    search_fields = ["title", "slug", "description"]
    ordering = ["course__title", "course", "position", "pk"]
    sortable_by = []
    prepopulated_fields = {"slug": ["title"]}
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lesson]:
        """Count the notes in use."""
        lessons: QuerySet[Lesson] = super().get_queryset(request)
        return lessons.annotate(in_use=Count("deck__notes", filter=Q(deck__notes__archived=False)))

    @admin.display(description=gettext_lazy("Notes"), ordering="in_use")
    def notes_in_use(self, lesson: Any) -> str:
        """Return how many notes the lesson has."""
        return count_of_notes(lesson.in_use)

    @admin.display(description=gettext_lazy("Page"))
    def page_link(self, lesson: Lesson) -> str:
        """Link to the lesson's page, as learners see it."""
        label = _("Open “%(lesson)s”") % {"lesson": lesson}
        return format_html('<a href="{}" aria-label="{}">{}</a>', page_url(lesson), label, _("Open"))

    def get_changelist_formset(self, request: HttpRequest, **kwargs: object) -> type[BaseModelFormSet]:
        """Name the fields of the list for screen readers too."""
        formset = super().get_changelist_formset(request, **kwargs)
        for name, label in (("track", _("Track")), ("position", _("Position"))):
            formset.form.base_fields[name].widget.attrs["aria-label"] = label
        return formset

    def get_changelist_form(self, request: HttpRequest, **kwargs: object) -> type[forms.ModelForm]:
        """Edit tracks and positions alone in the list."""
        return super().get_changelist_form(request, form=MergedRowForm, **kwargs)

    def save_model(self, request: HttpRequest, obj: Lesson, form: forms.ModelForm, change: bool) -> None:
        """Create a new lesson with its deck; of an existing one, save its track and position."""
        if change:
            obj.save(update_fields=form.changed_data)
        else:
            create_lesson(obj)

    def response_add(self, request: HttpRequest, obj: Lesson, post_url_continue: str | None = None) -> HttpResponse:
        """Go from a new lesson to its page, where its sections are written."""
        message = _("“%(lesson)s” is created. Add its sections below. They appear on its page once they have a note.")
        message %= {"lesson": obj}
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:lessons_lesson_change", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        """Add the URLs of the preview and of versions."""
        view = self.admin_site.admin_view
        return [
            path("<int:lesson>/preview/", view(self.preview), name="lessons_lesson_preview"),
            path("<int:lesson>/history/<int:version>/restore/", view(self.restore), name="lessons_lesson_restore"),
            path("sections/<int:section>/history/", view(self.section_history), name="lessons_lesson_section"),
            path(
                "sections/<int:section>/history/<int:version>/restore/",
                view(self.restore_section),
                name="lessons_lesson_restore_section",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Show the lesson's page as one form, or save it."""
        lesson = self.get_object(request, unquote(object_id))
        if request.method != "POST":
            return self._page(request, PageForm(lesson))
        with transaction.atomic():
            lock_deck(lesson.deck_id)
            lesson = self.get_object(request, unquote(object_id))  # as it is now that nobody else saves
            page = PageForm(lesson, request.POST)
            if not page.is_valid():
                return self._page(request, page)
            changes = changes_of(page)
            save_page(changes)
            message = summary(changes)
            self.log_change(request, lesson, message)
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:lessons_lesson_change", lesson.pk)

    def _page(self, request: HttpRequest, page: PageForm) -> HttpResponse:
        lesson: Any = page.lesson
        add_advice(page)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Practice: %(lesson)s") % {"lesson": lesson},
            "subtitle": str(lesson),
            "opts": self.opts,
            "original": lesson,
            "page": page,
            "parts": [
                {"row": row, "notes": notes, "blank": page.blank_notes.get(row.key)} for row, notes in page.ordered
            ],
            "new": {"row": page.blank_section, "blank": page.blank_notes.get(page.blank_section.key)},
            "in_use": count_of_notes(lesson.in_use),
            "archived": lesson.deck.notes.filter(archived=True).count(),
            "page_url": page_url(lesson),
        }
        return TemplateResponse(request, "admin/lessons/lesson/page.html", context)

    @method_decorator(require_POST)
    def preview(self, request: HttpRequest, lesson: int) -> HttpResponse:
        """Show what was typed as learners would see it: a fragment for htmx, else a page. Saves nothing."""
        page = PageForm(self.get_object(request, str(lesson)), request.POST)
        page.is_valid()  # cleans the rows, which then have what was typed
        live = bool(request.htmx)  # type: ignore[attr-defined]  # by HtmxMiddleware
        context = {"page": page, "parts": preview_of(page), "live": live, "lesson": page.lesson_text.instance}
        if live:
            return TemplateResponse(request, "lessons/_preview.html", context)
        site = {**self.admin_site.each_context(request), "title": _("Preview"), "opts": self.opts}
        return TemplateResponse(request, "admin/lessons/lesson/preview.html", {**site, **context})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Show the versions of the texts above the lesson's sections."""
        return history_page(self, request, self.get_object(request, unquote(object_id)), LESSON_VERSIONS)

    @method_decorator(require_POST)
    def restore(self, request: HttpRequest, lesson: int, version: int) -> HttpResponse:
        """Save the texts of an earlier version of the lesson as the newest one."""
        restore_version(self, request, self.get_object(request, str(lesson)), version, LESSON_VERSIONS)
        return redirect("admin:lessons_lesson_history", lesson)

    def section_history(self, request: HttpRequest, section: int) -> HttpResponse:
        """Show the versions of one section of a lesson."""
        found, lesson = self._section(request, section)
        return history_page(self, request, found, SECTION_VERSIONS, parent=lesson)

    @method_decorator(require_POST)
    def restore_section(self, request: HttpRequest, section: int, version: int) -> HttpResponse:
        """Save the texts of an earlier version of a section as the newest one."""
        restore_version(self, request, self._section(request, section)[0], version, SECTION_VERSIONS)
        return redirect("admin:lessons_lesson_section", section)

    def _section(self, request: HttpRequest, pk: int) -> tuple[Section, Lesson]:
        """Return a section and its lesson, if the person teaches it, or raise Http404."""
        lessons = self.get_queryset(request)
        section = get_object_or_404(Section.objects.filter(deck__lesson__in=lessons.values("pk")), pk=pk)
        return section, lessons.get(deck=section.deck_id)


def page_url(lesson: Lesson) -> str:
    """Return the URL of the lesson's page."""
    return reverse("lessons:practice", args=[lesson.course.slug, lesson.slug])
