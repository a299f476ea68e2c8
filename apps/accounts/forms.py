"""Forms of people: allauth's with our labels, sign-up, and preferences."""

from datetime import time
from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts import sign_up, time_zones
from apps.accounts.models import User
from apps.accounts.services.preferences import set_time_zone
from apps.accounts.time_zone_select import TimeZoneSelect
from apps.web.merged_form import MergedForm

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


class OwnLabelsMixin(forms.Form):
    """Gives allauth's fields our labels and help texts, and no placeholders, which would only repeat the label."""

    labels: "dict[str, _StrPromise]" = {}
    help_texts: "dict[str, _StrPromise]" = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = (LABELS | self.labels).get(name, field.label)
            field.help_text = (HELP_TEXTS | self.help_texts).get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(OwnLabelsMixin, account.LoginForm):
    """Login."""


class ResetPasswordForm(OwnLabelsMixin, account.ResetPasswordForm):
    """Requests an e-mail with a link to set a new password."""


class ResetPasswordKeyForm(OwnLabelsMixin, account.ResetPasswordKeyForm):
    """The new password, after the link in the e-mail was opened."""


class ChangePasswordForm(OwnLabelsMixin, account.ChangePasswordForm):
    """A new password that replaces the current one."""


class SetPasswordForm(OwnLabelsMixin, account.SetPasswordForm):
    """A password for an account that had none; whoever finds its browser open cannot set one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise_if_reauthentication_required(context.request, app="allauth.account")
        super().__init__(*args, **kwargs)


class ConfirmPasswordForm(OwnLabelsMixin, account.ReauthenticateForm):
    """The password again, before a change that concerns security."""


class AddEmailForm(OwnLabelsMixin, account.AddEmailForm):
    """Another e-mail address."""

    def clean_email(self) -> str:
        """Refuse the e-mail address of another account, but tell nobody who has one where e-mail can be sent.

        There it is added like any other; its reader gets to know it (AccountAdapter.confirm_email). Only a verified
        address can be made primary then: as that, one of another account would belong to two.
        """
        email: str = super().clean_email()
        if settings.SENDS_EMAIL:
            self._require_verified_address()
        elif User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("This e-mail address belongs to another account."))
        return email

    def _require_verified_address(self) -> None:
        if not EmailAddress.objects.filter(user=self.user, verified=True).exists():
            raise forms.ValidationError(_("Verify one of your addresses first, with the link in its e-mail."))


class CodeForm(OwnLabelsMixin, mfa.AuthenticateForm):
    """A code at the login."""

    help_texts = {"code": _("From your authenticator app, or one of your recovery codes.")}


class ConfirmCodeForm(OwnLabelsMixin, mfa.ReauthenticateForm):
    """A code before a change that concerns security."""

    help_texts = CodeForm.help_texts


class ActivateTotpForm(OwnLabelsMixin, totp.ActivateTOTPForm):
    """The first code of a new app."""

    labels = {"code": _("Code from the app")}


class AddPasskeyForm(OwnLabelsMixin, webauthn.AddWebAuthnForm):
    """A new passkey."""

    labels = {"passwordless": _("Log in with this passkey alone, without e-mail and password")}
    help_texts = {
        "name": _("Helps you tell your passkeys apart."),
        "passwordless": _("Your device then asks for your fingerprint, your face, or its PIN."),
    }


class RenamePasskeyForm(OwnLabelsMixin, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    help_texts = {"name": AddPasskeyForm.help_texts["name"]}


class SignupForm(OwnLabelsMixin, account.SignupForm):
    """Sign-up; the browser sends its time zone in a hidden field."""

    labels = {"password1": _("Password")}
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guest = sign_up.find_guest(context.request)
        if self.guest and self.guest.email:
            self.initial["email"] = self.guest.email

    def clean_email(self) -> str:
        """Refuse an address with which the site lets this visitor not sign up."""
        email: str = super().clean_email()
        if sign_up.takes(email, self.guest):
            return email
        if self.guest and self.guest.email:
            raise forms.ValidationError(
                _("Your invitation is for %(address)s: sign up with this address."),
                params={"address": self.guest.email},
            )
        raise forms.ValidationError(
            _("Use your address with %(domains)s, or the link by which a course invites you."),
            params={"domains": ", ".join(f"@{domain}" for domain in settings.SIGNUP_DOMAINS)},
        )

    def clean_time_zone(self) -> str:
        """Return UTC if the browser sent no zone that we know: nobody could fix a hidden field."""
        name = self.cleaned_data["time_zone"]
        return name if name in time_zones.names() else "UTC"

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Save the person; a second click, when the account already exists, leads to the login.

        A known address takes as long as a new one: its password is hashed, too. Its owner gets an e-mail, for which no
        transaction waits.
        """
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
            known: tuple[User | None, HttpResponse | None] = super().try_save(request)
            return known
        try:
            with transaction.atomic():
                user, response = super().try_save(request)
        except IntegrityError:
            messages.info(request, _("There is an account with this e-mail address now. Log in."))
            return None, redirect("account_login")
        return user, response

    def save(self, request: HttpRequest) -> User:
        """Save the person with their zone."""
        user: User = super().save(request)
        set_time_zone(user, self.cleaned_data["time_zone"])
        return user


NOT_TRANSLATED = {"translate": "no"}  # the names of languages and places are the same in every language


def language_choices() -> list[tuple[str, str]]:
    """Return the languages to choose from."""
    return [("", gettext("Same as the browser")), *settings.LANGUAGES]


def hour_choices() -> list[tuple[int, str]]:
    """Return the hours of a day, as the language writes them."""
    return [(hour, time_format(time(hour))) for hour in range(24)]


class PreferencesForm(MergedForm):
    """How a person likes to review."""

    language = forms.ChoiceField(
        choices=language_choices,
        required=False,
        label=_("Language"),
        widget=forms.Select(attrs=NOT_TRANSLATED),
    )
    time_zone = forms.ChoiceField(
        choices=time_zones.choices,
        widget=TimeZoneSelect(attrs=NOT_TRANSLATED),
        error_messages={"invalid_choice": _("“%(value)s” is not a time zone. Choose one from the list.")},
        label=_("Time zone"),
        help_text=_("Your study day starts and ends in this time zone."),
    )
    day_starts_at = forms.TypedChoiceField(
        coerce=int,
        choices=hour_choices,
        label=_("Day starts at"),
        help_text=_("Answers between midnight and this hour count for the day before."),
    )
    buttons = forms.TypedChoiceField(
        coerce=int,
        choices=User.Buttons.choices,
        widget=forms.RadioSelect,
        label=_("Grade buttons"),
        help_text=_("How many grades to choose from after an answer."),
    )

    class Meta:
        model = User
        fields = [
            "name",
            "language",
            "time_zone",
            "day_starts_at",
            "buttons",
            "sm2_variant",
            "shortcuts",
            "play_sounds",
        ]
        widgets = {"sm2_variant": forms.RadioSelect}
        help_texts = {
            "name": _("How this site addresses you. Optional."),
            "sm2_variant": _("Applies to your next answers, where the two versions of SM-2 differ."),
            "play_sounds": _("R plays them again."),
            "shortcuts": _("Space shows the answer, numbers grade, Z undoes."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]
