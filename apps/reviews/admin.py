"""Moving notes to another deck in the admin, together with the learners' schedules.

The admin of notes is in the app below this one, which knows no schedules. So this module registers the same admin
again, with the action added.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from apps.cards.admin import NoteAdmin
from apps.cards.admin.actions import Question, ask, report
from apps.cards.models import Deck, Note
from apps.reviews.services import OtherMedia, move_notes
from apps.web.localized import number


class MoveForm(forms.Form):
    """The deck to which notes are moved."""

    deck = forms.ModelChoiceField(
        Deck.objects.none(), label=_("Deck"), error_messages={"invalid_choice": _("Choose one of your decks.")}
    )

    def __init__(self, data: QueryDict | None, *, decks: QuerySet[Deck], notes: QuerySet[Note]) -> None:
        super().__init__(data)
        self.fields["deck"].queryset = decks  # type: ignore[attr-defined]  # a ModelChoiceField
        self.notes = notes

    def clean_deck(self) -> Deck:
        """Reject a deck that has a copy of one of the notes: an export could not tell the two apart."""
        deck: Deck = self.cleaned_data["deck"]
        guids = list(self.notes.exclude(deck=deck).order_by().values_list("guid", flat=True))
        if len(guids) > len(set(guids)):
            raise forms.ValidationError(_("Some of these are copies of the same note. Move only one of them."))
        if copy := deck.notes.filter(guid__in=guids).first():
            sentence = _("That deck already has the note “%(note)s”. Archive one of the two instead.")
            raise forms.ValidationError(sentence, params={"note": copy})
        return deck


MOVE = Question(
    "move",
    ngettext_lazy("Move %(number)s note to another deck", "Move %(number)s notes to another deck", "count"),
    _("Move"),
    _("Learners’ schedules and histories move with them; no due date changes."),
)
OTHER_MEDIA = _(
    "That deck has a different picture or sound by a name that “%(note)s” shows. Give one of the two another name."
)


@admin.action(description=_("Move to another deck"))
def move(model_admin: ModelAdmin, request: HttpRequest, notes: QuerySet[Note]) -> TemplateResponse | None:
    """Move the notes, each with its learners' schedules, to the end of a deck."""
    decks = model_admin.admin_site.get_model_admin(Deck).get_queryset(request)
    form = MoveForm(request.POST if "answered" in request.POST else None, decks=decks, notes=notes)
    if not form.is_valid():
        return ask(model_admin, request, notes, form, MOVE)
    deck = form.cleaned_data["deck"]
    moved = [note for note in notes if note.deck_id != deck.pk]
    try:
        move_notes(moved, deck, today=timezone.now().date())
    except OtherMedia as problem:
        form.add_error("deck", OTHER_MEDIA % {"note": problem.note})
        return ask(model_admin, request, notes.all(), form, MOVE)
    sentence = ngettext(
        "Moved %(number)s note to “%(deck)s”. No due date changed.",
        "Moved %(number)s notes to “%(deck)s”. No due date changed.",
        len(moved),
    )
    report(model_admin, request, moved, sentence % {"number": number(len(moved)), "deck": deck})
    return None


admin.site.unregister(Note)


@admin.register(Note)
class MovableNoteAdmin(NoteAdmin):
    """The list of notes, from which they can also be moved."""

    actions = [move, *NoteAdmin.actions]
