"""Forms of a deck's page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Deck
from apps.reviews.models import Subscription


class LimitsForm(forms.ModelForm):
    """How many of a deck's cards a day includes, and which."""

    new_limit = forms.IntegerField(min_value=0, max_value=9999, label=_("New cards a day"))
    review_limit = forms.IntegerField(min_value=0, max_value=9999, label=_("Reviews a day"))
    includes = forms.ChoiceField(choices=Subscription.Includes, label=_("Cards to review"), required=False)

    class Meta:
        model = Subscription
        fields = ["new_limit", "review_limit", "includes"]

    def clean_includes(self) -> str | None:
        """Return None where the form leaves the choice as it is."""
        return self.cleaned_data["includes"] or None


class RenameDeckForm(forms.ModelForm):
    """What a person may change in their own deck."""

    class Meta:
        model = Deck
        fields = ["title"]
