"""Forms of decks."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.cards.languages import language_choices
from apps.cards.models import Deck
from apps.reviews.models import MAX_A_DAY, Subscription
from apps.web.merged_form import MergedForm


class LimitField(forms.IntegerField):
    """How many cards a day."""

    widget = forms.NumberInput(attrs={"class": "narrow"})

    def __init__(self, **options: Any) -> None:
        sentence = format_lazy(_("Type a whole number from 0 to {highest}."), highest=MAX_A_DAY)
        sentences = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
        super().__init__(min_value=0, max_value=MAX_A_DAY, error_messages=sentences, **options)


class LimitsForm(MergedForm):
    """How many of a deck's cards a day includes, and which."""

    new_limit = LimitField(label=_("New cards a day"))
    review_limit = LimitField(label=_("Reviews a day"))
    includes = forms.ChoiceField(choices=Subscription.Includes, label=_("Cards to review"), required=False)

    class Meta:
        model = Subscription
        fields = ["new_limit", "review_limit", "includes"]

    def clean_includes(self) -> str:
        """Return what is stored where the form leaves the choice as it is."""
        return self.cleaned_data["includes"] or str(self.initial["includes"])

    @property
    def limits(self) -> dict[str, Any]:
        """The valid form as arguments of services.change_limits."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class OwnDeckForm(MergedForm):
    """What a person says about their own deck."""

    language = forms.ChoiceField(
        label=_("Language"),
        widget=forms.Select(attrs={"translate": "no"}),  # the names of languages are Django's
        help_text=_("It decides hyphenation, fonts and how the cards are read aloud."),
    )

    class Meta:
        model = Deck
        fields = ["title", "description", "language"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = language_choices([self.initial["language"]])
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
