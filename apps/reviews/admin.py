"""Moving notes to another deck, which takes the learners' schedules along.

The list of notes is an admin of the app below this one, and that app knows no schedules. So the action lives here:
this module registers the same admin once more, with the action added.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from apps.cards.admin import NoteAdmin
from apps.cards.admin.actions import Question, ask, counted, tell
from apps.cards.models import Deck, Note
from apps.reviews.services import move_notes


class MoveForm(forms.Form):
    """Where notes go: to a deck of those given."""

    deck = forms.ModelChoiceField(Deck.objects.none(), error_messages={"invalid_choice": "Choose one of your decks."})

    def __init__(self, data: Any, *, decks: QuerySet[Deck], notes: QuerySet[Note]) -> None:
        super().__init__(data)
        self.fields["deck"].queryset = decks  # type: ignore[attr-defined]  # a ModelChoiceField
        self.notes = notes

    def clean_deck(self) -> Deck:
        """Refuse a deck that holds a copy of one of the notes: the two would be one and the same on export."""
        deck: Deck = self.cleaned_data["deck"]
        coming = list(self.notes.exclude(deck=deck).order_by().values_list("guid", flat=True))
        if len(coming) > len(set(coming)):
            raise forms.ValidationError("Among these are copies of one note. Move only one of them.")
        if copy := deck.notes.filter(guid__in=coming).first():
            raise forms.ValidationError(f"That deck already has the note “{copy}”. Archive one of the two instead.")
        return deck


MOVE = Question(
    "move",
    "Move {notes} to another deck",
    "Move",
    "Learners' schedules and histories go along; no due date changes.",
)


@admin.action(description="Move to another deck")
def move(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Move the notes, each with its learners' schedules, to the end of a deck."""
    decks = model_admin.admin_site.get_model_admin(Deck).get_queryset(request)
    form = MoveForm(request.POST if "answered" in request.POST else None, decks=decks, notes=notes)
    if not form.is_valid():
        return ask(model_admin, request, notes, form, MOVE)
    deck = form.cleaned_data["deck"]
    moved = [note for note in notes if note.deck_id != deck.pk]
    move_notes(moved, deck, today=timezone.now().date())
    tell(model_admin, request, moved, f"Moved {counted(len(moved))} to “{deck}”. No due date changed.")
    return None


admin.site.unregister(Note)


@admin.register(Note)
class MovableNoteAdmin(NoteAdmin):
    """The list of notes, from which they can also be moved."""

    actions = [move, *NoteAdmin.actions]
