"""What the review's forms may say."""

from typing import Any

from django import forms

from apps.cards.models import Deck
from apps.reviews.models import Schedule, Subscription
from apps.reviews.queue import PARTS

AN_HOUR_MS = 3_600_000


class GradeForm(forms.Form):
    """A pressed button: the grade, the version and the part of the queue that were shown, how long it took."""

    grade = forms.IntegerField(min_value=0, max_value=5)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 2)
    part = forms.ChoiceField(choices=[(part, part) for part in PARTS], required=False)
    taken_ms = forms.IntegerField(min_value=0, required=False)

    @property
    def answer(self) -> dict[str, Any]:
        """The valid form as services.grade_card takes it."""
        given = self.cleaned_data
        return {
            "grade": given["grade"],
            "seen_version": given["version"],
            "seen_part": given["part"],
            "taken_ms": given["taken_ms"],
        }

    def clean_taken_ms(self) -> int | None:
        """A card left open overnight took no night to answer."""
        taken: int | None = self.cleaned_data["taken_ms"]
        return None if taken is None else min(taken, AN_HOUR_MS)


class UndoForm(forms.Form):
    """Which answer is taken back."""

    log = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class FlagForm(forms.Form):
    """Which flag a card gets; 0 is none."""

    flag = forms.TypedChoiceField(choices=Schedule.Flag.choices, coerce=int)


class LimitsForm(forms.ModelForm):
    """How much of a deck a day brings, and what of it."""

    new_limit = forms.IntegerField(min_value=0, max_value=9999, label="New cards a day")
    review_limit = forms.IntegerField(min_value=0, max_value=9999, label="Reviews a day")
    includes = forms.ChoiceField(choices=Subscription.Includes, label="What comes", required=False)

    class Meta:
        model = Subscription
        fields = ["new_limit", "review_limit", "includes"]

    def clean_includes(self) -> str | None:
        """A form that does not say what comes leaves it as it is."""
        return self.cleaned_data["includes"] or None


class RenameDeckForm(forms.ModelForm):
    """What a person may change of a deck of their own."""

    class Meta:
        model = Deck
        fields = ["title"]
