"""What the statistics are asked for, in their URL."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PERIODS = (30, 90, 365)
USUAL_PERIOD = 90
MAX_A_DAY = 9999


class PeriodForm(forms.Form):
    """How many days to look at."""

    days = forms.TypedChoiceField(choices=[(each, each) for each in PERIODS], coerce=int)

    @property
    def value(self) -> int:
        """The period, or the usual one where none on offer is named."""
        return self.cleaned_data["days"] if self.is_valid() else USUAL_PERIOD


class WhatIfForm(forms.Form):
    """Other limits to try; nothing is saved."""

    new = forms.IntegerField(label=_("New cards a day"), min_value=0, max_value=MAX_A_DAY)
    reviews = forms.IntegerField(label=_("Reviews a day at most"), min_value=0, max_value=MAX_A_DAY)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.label_suffix = ""
        for field in self.fields.values():
            field.widget.attrs["class"] = "narrow"
