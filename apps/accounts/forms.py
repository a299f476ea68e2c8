"""Forms of people: allauth's under our words, sign-up, and preferences."""

from typing import TYPE_CHECKING, Any

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
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts import time_zones
from apps.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS = {
    "code": _("Code"),
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "name": _("Name"),
    "oldpassword": _("Current password"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password again"),
}
HELP_TEXTS = {
    "password1": _("At least 8 characters. Not a common password, and not similar to your address."),
}


class InOurWords(forms.Form):
    """Gives allauth's fields our labels and help, and no placeholders, which would only repeat the label."""

    labels: "dict[str, _StrPromise]" = {}
    help_texts: "dict[str, _StrPromise]" = {}

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
    """The new password, once the link in the e-mail was opened."""


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """Another password in place of the current one."""


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """A password for an account that had none."""


class ConfirmPasswordForm(InOurWords, account.ReauthenticateForm):
    """The password once more, before something that protects the account."""


class AddEmailForm(InOurWords, account.AddEmailForm):
    """Another e-mail address."""

    def clean_email(self) -> str:
        """Refuse the address of another account: made the main one, it would be two accounts' at once."""
        email: str = super().clean_email()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("This address belongs to another account."))
        return email


class CodeForm(InOurWords, mfa.AuthenticateForm):
    """A code at the login."""

    help_texts = {"code": _("From your authenticator app, or one of your recovery codes.")}


class ConfirmCodeForm(InOurWords, mfa.ReauthenticateForm):
    """A code before something that protects the account."""

    help_texts = CodeForm.help_texts


class ActivateCodesForm(InOurWords, totp.ActivateTOTPForm):
    """The first code of a new app."""

    labels = {"code": _("Code from the app")}


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):
    """A new passkey."""

    labels = {"passwordless": _("Log in with this passkey alone, without e-mail and password")}
    help_texts = {
        "name": _("Helps you tell your passkeys apart."),
        "passwordless": _("Your device then asks for your fingerprint, your face, or its PIN."),
    }


class SignupForm(InOurWords, account.SignupForm):
    """Sign-up; the browser tells its time zone in a field nobody sees."""

    labels = {"password1": _("Password")}
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
            messages.info(request, _("There is an account with this address now. Log in."))
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
        label=_("Language"),
        widget=forms.Select(attrs=OWN_NAMES),
    )
    time_zone = forms.ChoiceField(
        choices=time_zones.choices,
        widget=forms.Select(attrs=OWN_NAMES),
        error_messages={"invalid_choice": _("“%(value)s” is not a time zone. Choose one from the list.")},
        help_text=_("Your study day follows this clock."),
    )
    day_starts_at = forms.TypedChoiceField(
        coerce=int,
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        help_text=_("Until this hour, answers after midnight still count for the day before."),
    )
    buttons = forms.TypedChoiceField(
        coerce=int,
        choices=User.Buttons.choices,
        widget=forms.RadioSelect,
        help_text=_("How many grades to choose from after an answer."),
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "day_starts_at", "buttons", "sm2_variant", "shortcuts"]
        widgets = {"sm2_variant": forms.RadioSelect}
        help_texts = {
            "name": _("What this site calls you. Optional."),
            "sm2_variant": _("Applies where the two descriptions of SM-2 differ, from your next answer on."),
            "shortcuts": _("Space reveals, numbers grade, Z undoes."),
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
