"""What allauth asks the site to decide, and its error messages."""

from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts import sign_up
from apps.accounts.logins.services.end_logins import end_logins
from apps.accounts.models import User
from apps.accounts.sso import confirmation
from apps.accounts.sso.local_login import may_log_in_locally
from apps.web.http import absolute_url, site_url
from apps.web.requests.outages import MailAway

LOCAL_IP = "127.0.0.1"


class AccountAdapter(DefaultAccountAdapter):
    """What the site decides of accounts, where allauth's own answer is another, and our error messages.

    Who may sign up and log in, by which stages, and proves again who they are; which addresses count as proved; where
    links and logins lead; which logins a new password ends.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is inactive."),
        "cannot_remove_primary_email": _("Your primary e-mail address cannot be removed."),
        "duplicate_email": _("This address is already yours."),
        "email_password_mismatch": _("Wrong e-mail or password."),
        "email_taken": _("There is already an account with this address. Log in or reset your password."),
        "enter_current_password": _("This is not your current password. Try again."),
        "incorrect_password": _("Wrong password. Try again."),
        "invalid_password_reset": _("This link no longer works. Get a new one."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "too_many_login_attempts": _("Too many failed attempts. Wait a few minutes, then try again."),
        "unverified_primary_email": _("Verify the address first: only a verified one can be primary."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Whether a login may lead there: only to a page of this site."""
        try:
            return bool(super().is_safe_url(url)) and urlsplit(url or "").path.startswith("/")
        except ValueError:  # what urllib raises for http://[
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the site lets this visitor make an account."""
        return sign_up.is_open(request)

    def unstash_verified_email(self, request: HttpRequest) -> None:
        """Give a new account no address that its owner did not type, or bring from a provider.

        allauth would: also that of somebody else, who opened the link in an invitation's e-mail in the same browser.
        The address stays in the session until the sign-up is done: is_email_verified compares it with the typed one.
        """

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an e-mail whose links lead to SITE_URL: allauth makes them of the Host that the request named.

        Raises MailAway if it is not taken; then the next request may send it, without the wait after one that was sent.
        """
        links = {name: _on_this_site(value) for name, value in context.items() if name.endswith("_url")}
        try:
            super().send_mail(template_prefix, email, {**context, **links, "site": site_url()})
        except OSError as error:  # SMTPException is one, whose text may name the address
            ratelimit.clear(self.request, action="confirm_email", key=email.lower())
            why = "" if isinstance(error, SMTPException) else f" {error}"
            raise MailAway(f"{type(error).__name__}{why}") from error

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Turn away who may log in by a provider only, and did not. An address proved for a sign-up counts for one."""
        if kwargs["signup"]:
            super().unstash_verified_email(request)
        by_provider = "sociallogin" in (kwargs["signal_kwargs"] or {})
        if not by_provider and not may_log_in_locally(user):
            messages.error(request, gettext("On this site, you log in without a password. Use the button below."))
            return redirect("account_login")
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def get_login_stages(self) -> list[str]:
        """Return allauth's own stages, with our own rule about who has to prove an address."""
        ours = {"allauth.account.stages.EmailVerificationStage": "apps.accounts.login_stages.EmailVerificationStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session of a person, which names by what they came: also after a second factor."""
        if any(record["method"] == "socialaccount" for record in get_authentication_records(request, user)):
            user.backend = "apps.accounts.backends.ProviderBackend"
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Remember who was asked to prove again who they are."""
        if login := (kwargs["signal_kwargs"] or {}).get("sociallogin"):
            confirmation.note_confirmation(request, user, login)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def set_password(self, user: User, password: str) -> None:
        """Save a new password, and log out whoever knew the old one."""
        super().set_password(user, password)
        end_logins(user, keep=self.request.session.session_key if self.request.user == user else None)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether this app asks again who is there; allauth asks only who has a password or a code, others are here."""
        required = bool(super().is_reauthentication_required(app=app, **kwargs))
        if required and confirmation.needs_confirmation(self.request, self.request.user):
            raise ReauthenticationRequired
        return required

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return how a person can prove who they are, the usual way first."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and confirmation.providers_of(self.request, user):
            methods.append({"id": "provider", "description": "", "url": reverse("accounts:confirm")})
        return methods

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Mark an address as verified, unless it is that of another account; only its reader gets to know that."""
        others = User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id)
        if not others.exists():
            return bool(super().confirm_email(request, email_address))
        self.add_message(
            request,
            messages.ERROR,
            "account/messages/email_confirmation_failed.txt",
            {"email": email_address.email},
        )
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's IP address; our own where there is none, as for a server that listens on a socket."""
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            return LOCAL_IP


def _on_this_site(url: str) -> str:
    return absolute_url(urlsplit(url)._replace(scheme="", netloc="").geturl())


class MFAAdapter(DefaultMFAAdapter):
    """allauth's own answers, our error messages, and our names of passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Turn off two-factor login before you add an address."),
        "cannot_delete_authenticator": _("Two-factor login cannot be turned off."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
        "incorrect_code": _("This code or passkey is wrong. Try again."),
        "unverified_email": _("Verify your e-mail address first, with the link in the e-mail we sent."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return the name that a new passkey has until its owner chooses another."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1} if count else gettext("Passkey")
