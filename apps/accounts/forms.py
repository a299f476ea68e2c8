"""Forms of people: allauth's under our words, sign-up, and preferences."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy

from apps.accounts import time_zones
from apps.accounts.models import User

LABELS = {
    "email": "E-mail address",
    "login": "E-mail address",
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password, once more",
}
HELP_TEXTS = {"password1": "At least 8 characters. Not a common password, and not like your address."}


class InOurWords(forms.Form):
    """Gives allauth's fields our labels and help, and no placeholders, which would only say the label twice."""

    labels: dict[str, str] = {}
    help_texts: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = (LABELS | self.labels).get(name, field.label)
            field.help_text = (HELP_TEXTS | self.help_texts).get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(InOurWords, account.LoginForm):
    """Login."""


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """The way to a new password."""


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """The new password, once the link of the letter was opened."""


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """Another password in place of the current one."""


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """A password for an account that had none."""


class ConfirmPasswordForm(InOurWords, account.ReauthenticateForm):
    """The password once more, before something that protects the account."""


class AddEmailForm(InOurWords, account.AddEmailForm):
    """Another address."""

    def clean_email(self) -> str:
        """Refuse the address of another account: made the main one, it would be two accounts' at once."""
        email: str = super().clean_email()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("This address belongs to another account.")
        return email


class CodeForm(InOurWords, mfa.AuthenticateForm):
    """A code at the login."""

    help_texts = {"code": "The one that your app shows, or one of your recovery codes."}


class ConfirmCodeForm(InOurWords, mfa.ReauthenticateForm):
    """A code before something that protects the account."""

    help_texts = CodeForm.help_texts


class ActivateCodesForm(InOurWords, totp.ActivateTOTPForm):
    """The first code of a new app."""

    labels = {"code": "The code that your app shows"}


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):
    """A new passkey."""

    labels = {"passwordless": "Log in with it alone, without address and password"}
    help_texts = {
        "name": "So that you can tell your passkeys apart.",
        "passwordless": "Your device then asks for your finger, your face or its PIN.",
    }


class SignupForm(InOurWords, account.SignupForm):
    """Sign-up; the browser tells its time zone in a field nobody sees."""

    labels = {"password1": "Password"}
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def clean_time_zone(self) -> str:
        """Take UTC where the browser told no zone that we know: nobody could mend a field they cannot see."""
        name = self.cleaned_data["time_zone"]
        return name if name in time_zones.names() else "UTC"

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Save the person; a second press of the button, whose account is there by now, leads to the login."""
        try:
            with transaction.atomic():
                user, response = super().try_save(request)
        except IntegrityError:
            messages.info(request, "There is an account with this address now. Log in.")
            return None, redirect("account_login")
        return user, response

    def save(self, request: HttpRequest) -> User:
        """Save the person with their zone."""
        user: User = super().save(request)
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["time_zone"])
        return user


OWN_NAMES = {"translate": "no"}  # of languages and places, which are the same in every language


def languages() -> list[tuple[str, str]]:
    """Return the languages to choose from."""
    return [("", gettext("Same as the browser")), *settings.LANGUAGES]


class PreferencesForm(forms.ModelForm):
    """How a person likes to review."""

    language = forms.ChoiceField(
        choices=languages,
        required=False,
        label=gettext_lazy("Language"),
        widget=forms.Select(attrs=OWN_NAMES),
    )
    time_zone = forms.ChoiceField(
        choices=time_zones.choices,
        widget=forms.Select(attrs=OWN_NAMES),
        error_messages={"invalid_choice": "“%(value)s” is no time zone. Choose one from the list."},
        help_text="Your study day follows this clock.",
    )
    day_starts_at = forms.TypedChoiceField(
        coerce=int,
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        help_text="Answers given after midnight still count for the day before, up to this hour.",
    )
    buttons = forms.TypedChoiceField(
        coerce=int,
        choices=User.Buttons.choices,
        widget=forms.RadioSelect,
        help_text="How many grades you choose from after an answer.",
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "day_starts_at", "buttons", "sm2_variant", "shortcuts"]
        widgets = {"sm2_variant": forms.RadioSelect}
        help_texts = {
            "name": "What this site calls you. You may leave it empty.",
            "sm2_variant": "Where the two descriptions of SM-2 differ, this one decides, from your next answer on.",
            "shortcuts": "Space reveals, numbers grade, z takes back.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]

    def save(self, commit: bool = True) -> User:
        """Save what is on the form and nothing else: a password changed meanwhile stays changed."""
        user: User = self.instance
        user.save(update_fields=[*self.fields])
        return user
