"""Notes and decks of lessons: a search for duplicates after saving.

Their admins belong to apps below this one, which know no lessons. So this module registers the same admins again,
with that added.
"""

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse

from apps.cards.admin import DeckAdmin
from apps.cards.models import Deck, Note
from apps.cards.services.find_duplicates import update_duplicate_groups
from apps.lessons.models import Lesson
from apps.reviews.admin import MovableNoteAdmin

admin.site.unregister([Deck, Note])


@admin.register(Deck)
class LessonDeckAdmin(DeckAdmin):
    """Decks of the person's courses."""

    def get_readonly_fields(self, request: HttpRequest, obj: Deck | None = None) -> list[str] | tuple[str, ...]:
        """Keep a lesson's deck in its course: who may see the one may see the other."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "course", "owner"] if obj and Lesson.objects.filter(deck=obj).exists() else fixed

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        """Save the deck's rows, then find the notes in it that ask the same."""
        super().save_related(request, form, formsets, change)
        update_duplicate_groups(form.instance)


@admin.register(Note)
class LessonNoteAdmin(MovableNoteAdmin):
    """The list of notes, and one note with its preview."""

    def save_model(self, request: HttpRequest, obj: Note, form: forms.ModelForm, change: bool) -> None:
        """Save the note and its cards, then find which notes of its deck ask the same."""
        super().save_model(request, obj, form, change)
        update_duplicate_groups(obj.deck)

    def restore(self, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
        """Save the texts of an earlier version, then find which notes of its deck ask the same."""
        response = super().restore(request, object_id, version)
        update_duplicate_groups(self.get_object(request, object_id).deck)
        return response
