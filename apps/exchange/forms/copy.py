"""The form that copies a deck."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.formats.limits import MAX_TITLE_LENGTH
from apps.reviews.services.copy_schedules import schedules_to_copy


class CopyForm(forms.Form):
    """The title of a copy, and what becomes of the person's schedules; offered only what there is."""

    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE_LENGTH)
    with_schedules = forms.BooleanField(
        label=_("Keep my schedules"),
        required=False,
        initial=True,
        help_text=_("Each card of the copy is due when its original is, with the history of your answers."),
    )
    pauses_source = forms.BooleanField(
        label=_("Pause the original deck"),
        required=False,
        initial=True,
        help_text=_("Otherwise you review each card in both decks. You can resume it whenever you like."),
    )

    def __init__(self, *args: Any, person: User, source: Deck, **options: Any) -> None:
        options["initial"] = {"title": source.title}
        super().__init__(*args, **options)
        if not schedules_to_copy(person, source):
            del self.fields["with_schedules"]
        if not person.subscriptions.filter(deck=source, paused=False).exists():
            del self.fields["pauses_source"]
