"""Days and moments that people type: far from the ends of the calendar, which a time zone or some weeks would pass."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

type Limits = list[Callable[[Any], None]]

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
FIRST_MOMENT, LAST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)
OUT_OF_RANGE = _("Choose a day between the years 2000 and 2999.")
DAY_LIMITS: Limits = [MinValueValidator(FIRST_DAY, OUT_OF_RANGE), MaxValueValidator(LAST_DAY, OUT_OF_RANGE)]
MOMENT_LIMITS: Limits = [MinValueValidator(FIRST_MOMENT, OUT_OF_RANGE), MaxValueValidator(LAST_MOMENT, OUT_OF_RANGE)]


class DayField(forms.DateField):
    """A day, for which a browser offers a calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = DAY_LIMITS


class MomentField(forms.DateTimeField):
    """A day and a time of day, in the time zone of whoever types it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_validators = MOMENT_LIMITS
