"""What the statistics are asked for, in their URL."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.reviews.models import MAX_A_DAY

PERIODS = {"30": 30, "90": 90, "365": 365, "all": None}  # days by what the URL names; None is all time
USUAL_PERIOD = "90"


class PeriodForm(forms.Form):
    """How many days to look at."""

    days = forms.ChoiceField(choices=[(each, each) for each in PERIODS])

    @property
    def value(self) -> str:
        """The name of the period, or of the usual one where none on offer is named."""
        return self.cleaned_data["days"] if self.is_valid() else USUAL_PERIOD

    @property
    def number(self) -> int | None:
        """The days of the period; None for all time."""
        return PERIODS[self.value]


class WhatIfForm(forms.Form):
    """Other limits to try; nothing is saved."""

    new = forms.IntegerField(label=_("New cards a day"), min_value=0, max_value=MAX_A_DAY)
    reviews = forms.IntegerField(label=_("Reviews a day at most"), min_value=0, max_value=MAX_A_DAY)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.label_suffix = ""
        for field in self.fields.values():
            field.widget.attrs["class"] = "narrow"
