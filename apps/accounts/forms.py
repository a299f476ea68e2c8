"""Forms of people: sign-up and preferences."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from django import forms
from django.http import HttpRequest

from apps.accounts.models import User


class InOurWords(forms.Form):
    """Calls the address by one name on all of allauth's forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"email", "login"} & set(self.fields):
            self.fields[name].label = "E-mail address"


class LoginForm(InOurWords, allauth_forms.LoginForm):
    """Login."""


class ResetPasswordForm(InOurWords, allauth_forms.ResetPasswordForm):
    """The way to a new password."""


class AddEmailForm(InOurWords, allauth_forms.AddEmailForm):
    """Another address."""


class SignupForm(InOurWords, allauth_forms.SignupForm):
    """Sign-up; the browser tells its time zone in a field nobody sees."""

    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def clean_time_zone(self) -> str:
        """Take UTC where the browser told no zone that we know: nobody could mend a field they cannot see."""
        name = self.cleaned_data["time_zone"]
        return name if name in available_timezones() else "UTC"

    def save(self, request: HttpRequest) -> User:
        """Save the person with their zone."""
        user: User = super().save(request)
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["time_zone"])
        return user


class PreferencesForm(forms.ModelForm):
    """How a person likes to review."""

    time_zone = forms.ChoiceField(
        choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        error_messages={"invalid_choice": "“%(value)s” is no time zone. Choose one from the list."},
        help_text="Your study day follows this clock.",
    )
    day_starts_at = forms.TypedChoiceField(
        coerce=int,
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        help_text="Answers given after midnight still count for the day before, up to this hour.",
    )
    buttons = forms.TypedChoiceField(coerce=int, choices=User.Buttons.choices, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["name", "time_zone", "day_starts_at", "buttons", "reading", "shortcuts"]
        widgets = {"reading": forms.RadioSelect}
        help_texts = {
            "name": "Shown to you only.",
            "reading": "Where the two published descriptions of SM-2 differ, this one decides.",
            "shortcuts": "Space reveals, numbers grade, z takes back.",
        }
