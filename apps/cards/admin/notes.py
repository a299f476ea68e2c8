"""The list of notes, and one note with its preview."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ActionLocation
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.forms.models import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from apps.cards.admin import actions
from apps.cards.admin.deck_lock import SavingInDeckMixin
from apps.cards.admin.filters import ArchivedFilter, DeckFilter, KindFilter, TagFilter, of_deck
from apps.cards.admin.history import NOTE_VERSIONS, history_page, restore_version
from apps.cards.forms.notes import NoteForm, NoteTextForm
from apps.cards.kinds.registry import BY_NAME
from apps.cards.models import Note, Section
from apps.cards.preview import preview_of_form, preview_of_note
from apps.cards.services.notes import save_note
from apps.cards.services.sections import save_section
from apps.courses.scoping import TaughtCoursesAdmin, of_taught_courses
from apps.web.http import is_row_id
from apps.web.merged_form import MergedRowForm
from apps.web.translation import translate_message

TEXT_FIELDS = ["kind", "front", "back", "label", "add_label", "extra", "tags"]
EXISTING_FIELDS = (*TEXT_FIELDS, "deck", "section", "position", "archived", "seen")
NEW_FIELDS = ("deck", *TEXT_FIELDS, "section", "position")


@admin.register(Note)
class NoteAdmin(SavingInDeckMixin, TaughtCoursesAdmin):
    """Notes of the person's courses. Saving one goes through save_note, which never touches a schedule."""

    deck_path = "deck_id"
    form = NoteForm
    course_path = "deck__course"
    scoped_choices = {"deck": "course", "section": "deck__course"}
    list_display = ["front_line", "kind_label", "tag_list", "deck", "section", "position"]
    list_editable = ["position"]
    list_filter = [ArchivedFilter, DeckFilter, TagFilter, KindFilter]
    list_select_related = ["deck", "section"]
    search_fields = ["front", "back", "tags"]
    search_help_text = _("Searches fronts, backs and tags.")
    ordering = ["deck__title", "deck", "section__position", "section", "position", "pk"]
    sortable_by = []
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = [actions.add_tags, actions.remove_tags, actions.archive, actions.restore_archived]

    @admin.display(description=_("Front"))
    def front_line(self, note: Note) -> str:
        """Return the beginning of the front on one line."""
        return Truncator(" ".join(note.front.split())).chars(120)

    @admin.display(description=_("Kind"))
    def kind_label(self, note: Note) -> str:
        """Return the kind without its explanation."""
        return translate_message(BY_NAME[note.kind].label)

    @admin.display(description=_("Tags"), empty_value="")
    def tag_list(self, note: Note) -> str | None:
        """Return the tags with commas between them."""
        return ", ".join(note.tags.split()) or None

    def get_fields(self, request: HttpRequest, obj: Note | None = None) -> tuple[str, ...]:
        """Put the deck of a new note first, its position last."""
        return EXISTING_FIELDS if obj else NEW_FIELDS

    def get_readonly_fields(self, request: HttpRequest, obj: Note | None = None) -> list[str]:
        """Keep a note in its deck: moving it also moves the learners' schedules and is an action of its own."""
        return ["deck"] if obj else []

    def get_form(
        self, request: HttpRequest, obj: Note | None = None, change: bool = False, **kwargs: object
    ) -> type[forms.ModelForm]:
        """Offer the sections of the note's deck; of the chosen deck for a new note."""
        form = super().get_form(request, obj, change, **kwargs)
        if section := form.base_fields.get("section"):
            section.queryset = self._sections(request, obj)  # type: ignore[attr-defined]  # a ModelChoiceField
        return form

    def _sections(self, request: HttpRequest, note: Note | None) -> QuerySet[Section]:
        deck = str(note.deck_id) if note else request.POST.get("deck", request.GET.get("deck", ""))
        return of_deck(of_taught_courses(Section.objects.all(), request, "deck__course"), deck)

    def _chosen_section(self, request: HttpRequest) -> Section | None:
        chosen = request.POST.get("section", "")
        sections: QuerySet[Section] = of_taught_courses(Section.objects.all(), request, "deck__course")
        return sections.filter(pk=int(chosen)).first() if is_row_id(chosen) else None

    def get_changelist_formset(self, request: HttpRequest, **kwargs: object) -> type[BaseModelFormSet]:
        """Label the fields of the list for screen readers."""
        formset = super().get_changelist_formset(request, **kwargs)
        formset.form.base_fields["position"].widget.attrs["aria-label"] = _("Position")
        return formset

    def get_changelist_form(self, request: HttpRequest, **kwargs: object) -> type[forms.ModelForm]:
        """Edit positions in the list, which somebody else may edit at the same time."""
        return super().get_changelist_form(request, form=MergedRowForm, **kwargs)

    def save_model(self, request: HttpRequest, obj: Note, form: forms.ModelForm, change: bool) -> None:
        """Save the note and its cards, and first add its label to its exercise where that is requested."""
        if form.cleaned_data.get("add_label") and obj.section_id and obj.label not in obj.section.labels:
            obj.section.labels = [*obj.section.labels, obj.label]
            save_section(obj.section)
        save_note(obj)

    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[Note],
        action_location: ActionLocation = ActionLocation.CHANGE_LIST,
    ) -> HttpResponse | None:
        """Reject a selection that no list of ours has made."""
        if not all(is_row_id(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            message = gettext("Select notes in the list first. Nothing was changed.")
            self.message_user(request, message, messages.WARNING)
            return None
        return super().response_action(request, queryset, action_location)

    def get_urls(self) -> list[URLPattern]:
        """Add the URLs of the preview and of restoring an earlier version."""
        preview = path("preview/", self.admin_site.admin_view(self.preview), name="cards_note_preview")
        restore = path(
            "<path:object_id>/history/<int:version>/restore/",
            self.admin_site.admin_view(self.restore),
            name="cards_note_restore",
        )
        return [preview, restore, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Show the versions of the note, with what each changed."""
        return history_page(self, request, self.get_object(request, unquote(object_id)), NOTE_VERSIONS)

    @method_decorator(require_POST)
    def restore(self, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
        """Save the texts of an earlier version as the newest one."""
        note = self.get_object(request, unquote(object_id))
        restore_version(self, request, note, version, NOTE_VERSIONS)
        return redirect("admin:cards_note_history", note.pk)

    @method_decorator(require_POST)
    def preview(self, request: HttpRequest) -> HttpResponse:
        """Show the cards that the posted texts would make: a fragment for htmx, else a page. Saves nothing."""
        form = NoteTextForm(request.POST)
        form.section = self._chosen_section(request)
        context = {"preview": preview_of_form(form), "live": bool(request.htmx)}  # type: ignore[attr-defined]  # by HtmxMiddleware
        if context["live"]:
            return TemplateResponse(request, "admin/cards/note/_preview.html", context)
        page = {**self.admin_site.each_context(request), "title": gettext("Preview"), "opts": self.opts}
        return TemplateResponse(request, "admin/cards/note/preview.html", {**page, **context})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Note | None = None,
    ) -> HttpResponse:
        """Put the preview beside the form, of what was typed or else of what is saved."""
        form = context["adminform"].form
        if form.is_bound:
            context["preview"] = preview_of_form(form)
        elif obj:
            context["preview"] = preview_of_note(obj)
        if add:
            decks = form.fields["deck"].queryset.values_list("pk", "slug")
            context["media_urls"] = {pk: reverse("library:media", args=[slug]) for pk, slug in decks}
        return super().render_change_form(request, context, add, change, form_url, obj)
