"""The list of decks, and one deck with its sections and notes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import unquote
from django.db.models import Count, Q, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.cards.admin.actions import count_of_notes
from apps.cards.admin.deck_lock import SavingInDeckMixin
from apps.cards.forms.decks import DeckForm, DeckRowsFormSet, MergedSectionForm
from apps.cards.forms.notes import NoteForm
from apps.cards.models import Deck, Note, Section
from apps.cards.services.delete_deck import delete_deck
from apps.cards.services.delete_row import delete_row
from apps.cards.services.notes import save_note
from apps.cards.services.sections import add_section
from apps.courses.scoping import TaughtCoursesAdmin, TaughtCoursesMixin
from apps.web.admin.deletion import MarkedDeletionMixin

MAX_NOTES = 100  # on the page of a deck; more are edited from their list


class DeckRowsInline(TaughtCoursesMixin, admin.TabularInline):
    """Rows of a deck, as a table whose fields have names for screen readers too."""

    course_path = "deck__course"
    template = "admin/rows.html"
    formset = DeckRowsFormSet
    extra = 1

    def get_formset(self, request: HttpRequest, obj: Deck | None = None, **kwargs: object) -> Any:
        """Label each field: screen readers do not read its column's heading."""
        formset = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            if field.label:
                field.widget.attrs["aria-label"] = field.label  # not yet in a language: forms share their fields
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
        return formset


class SectionInline(DeckRowsInline):
    """The deck's sections."""

    model = Section
    form = MergedSectionForm
    fields = ["position", "title", "kind", "introduction", "seen"]


class NoteInline(DeckRowsInline):
    """The deck's notes in use."""

    model = Note
    form = NoteForm
    fields = ["position", "section", "kind", "front", "back", "label", "archived", "seen"]
    scoped_choices = {"section": "deck__course"}
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        """Leave archived notes to the list."""
        return super().get_queryset(request).filter(archived=False)

    def get_formset(self, request: HttpRequest, obj: Deck | None = None, **kwargs: object) -> Any:
        """Offer the deck's sections, read once for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        section = formset.form.base_fields["section"]
        section.queryset = Section.objects.filter(deck=obj)
        section.choices = list(section.choices)
        return formset


@admin.register(Deck)
class DeckAdmin(SavingInDeckMixin, MarkedDeletionMixin, TaughtCoursesAdmin):
    """Decks of the person's courses."""

    mark_deleted = staticmethod(delete_deck)
    studied_path = "schedules"
    deck_path = "pk"
    form = DeckForm
    course_path = "course"
    scoped_choices = {"course": ""}
    list_display = ["title", "course", "notes_in_use"]
    list_filter = [("course", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["course"]
    search_fields = ["title", "slug"]
    ordering = ["title", "pk"]
    prepopulated_fields = {"slug": ["title"]}
    raw_id_fields = ["owner"]
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deck]:
        """Count the notes in use."""
        decks: QuerySet[Deck] = super().get_queryset(request)
        return decks.annotate(in_use=Count("notes", filter=Q(notes__archived=False)))

    @admin.display(description=_("Notes"), ordering="in_use")
    def notes_in_use(self, deck: Any) -> str:
        """Link to the deck's notes."""
        notes = reverse("admin:cards_note_changelist")
        return format_html('<a href="{}?deck={}">{}</a>', notes, deck.pk, count_of_notes(deck.in_use))

    def get_exclude(self, request: HttpRequest, obj: Deck | None = None) -> list[str]:
        """Leave the owner of a deck without a course to superusers."""
        return [] if request.user.is_superuser else ["owner"]

    def get_inlines(self, request: HttpRequest, obj: Deck | None = None) -> list[type[InlineModelAdmin]]:
        """Show sections and notes of a saved deck, as long as its notes are few."""
        if obj is None:
            return []
        return [SectionInline] if _has_many(obj) else [SectionInline, NoteInline]

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: BaseInlineFormSet, change: bool
    ) -> None:
        """Save notes with their cards, and put new sections last."""
        rows = formset.save(commit=False)
        for row in rows:
            save_note(row) if isinstance(row, Note) else add_section(row)
        for row in formset.deleted_objects:
            delete_row(row)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Link to the deck's notes, those in the archive too."""
        deck = self.get_object(request, unquote(object_id))
        archived = deck.notes.filter(archived=True).count()
        counts = {"in_use": count_of_notes(deck.in_use), "archived": archived and count_of_notes(archived)}
        context = {**counts, "has_many": _has_many(deck), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)


def _has_many(deck: Any) -> bool:
    return bool(deck.in_use > MAX_NOTES)
