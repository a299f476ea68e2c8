"""The forms of reports: what a learner reports or suggests, and what an instructor says to it."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from apps.cards.kinds.registry import OCCLUSION
from apps.cards.models import Deck, Note
from apps.library.editor.card_forms import CardForm
from apps.teaching.models import CardReport
from apps.teaching.models.reports import MAX_CREDIT_LENGTH, MAX_TEXT_LENGTH

PROPOSING = (CardReport.Kind.WORDING, CardReport.Kind.NEW_CARD)
ABOUT_A_CARD = [choice for choice in CardReport.Kind.choices if choice[0] not in PROPOSING]
TEXT = forms.Textarea(attrs={"rows": 3})


def as_sent(proposal: dict[str, str], **more: str) -> MultiValueDict[str, str]:
    """Return a proposal as its form sent it, with more fields."""
    return MultiValueDict({name: [value] for name, value in (proposal | more).items()})


class ReportForm(forms.Form):
    """What is wrong with a card."""

    kind = forms.ChoiceField(choices=ABOUT_A_CARD, widget=forms.RadioSelect, label=_("What is wrong?"))
    text = forms.CharField(
        required=False, max_length=MAX_TEXT_LENGTH, widget=TEXT, label=_("Details"), help_text=_("Optional.")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where the kind says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == CardReport.Kind.OTHER and not cleaned.get("text"):
            self.add_error("text", _("Write what is wrong."))
        return cleaned


class SuggestionForm(CardForm):
    """A card as a learner proposes it, why, and by which name they want to be credited.

    `about` is what was wrong with the card, where they had begun a report.
    """

    why = forms.CharField(
        required=False,
        max_length=MAX_TEXT_LENGTH,
        widget=TEXT,
        label=_("Why?"),
        help_text=_("Optional. Only the instructors read it."),
    )
    credit = forms.CharField(
        required=False,
        max_length=MAX_CREDIT_LENGTH,
        label=_("Your name for the credits"),
        help_text=_("Optional. If your suggestion is accepted, everybody sees this name in the lesson’s credits."),
    )

    about = forms.ChoiceField(
        required=False,
        choices=[*ABOUT_A_CARD, (CardReport.Kind.WORDING, CardReport.Kind.WORDING.label)],
        widget=forms.HiddenInput,
    )

    OWN = ("why", "credit")

    def __init__(self, data: Any = None, *, deck: Deck, instance: Note | None = None, **options: Any) -> None:
        super().__init__(data, deck=deck, instance=instance, **options)
        del self.fields["draft"]
        if self.instance.kind != OCCLUSION:  # whose picture its author uploads
            offered = self.fields["kind"].choices  # type: ignore[attr-defined]  # a TypedChoiceField
            self.fields["kind"].choices = [each for each in offered if each[0] != OCCLUSION]  # type: ignore[attr-defined]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """What it asks that is no text of the card."""
        return [self[name] for name in self.OWN]

    @property
    def proposal(self) -> dict[str, str]:
        """What was typed into the fields of the card, and which texts the page had shown."""
        return {name: self.data.get(name, "") for name in self.fields if name not in (*self.OWN, "about")}


class ReplyForm(forms.Form):
    """What those who reported a card read about it."""

    reply = forms.CharField(
        max_length=MAX_TEXT_LENGTH,
        widget=TEXT,
        label=_("Reply to the learner"),
        error_messages={"required": _("Write a reply, or leave the card as it is without one.")},
    )


class AcceptForm(CardForm):
    """A card as an instructor saves it because of a report, and what they say to those who reported it."""

    reply = forms.CharField(
        required=False,
        max_length=MAX_TEXT_LENGTH,
        widget=TEXT,
        label=_("Reply to the learner"),
        help_text=_("Optional. Those who reported it read it on Today."),
    )
