"""What allauth asks the site to decide about people who come from a provider."""

import logging
from typing import Any, NoReturn

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess, Provider
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from apps.accounts import person_names, sign_up, time_zones
from apps.accounts.models import User
from apps.accounts.services.hand_over import free_address, hand_over
from apps.accounts.services.preferences import set_time_zone
from apps.accounts.sso import policy
from apps.accounts.sso.provider_session import ProviderSession

logger = logging.getLogger(__name__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth has no types
    """allauth's own answers, our error messages, and who gets an account or is let into one."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": _("Set a password first: without one, you could not log in any more."),
        "no_verified_email": _("Verify your e-mail address first: without one, you could not log in any more."),
        "connected_other": _("This login belongs to another account."),
    }

    def get_requests_session(self) -> ProviderSession:
        """Return what sends allauth's requests to a provider."""
        return ProviderSession()

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Provider,
        error: object = None,
        exception: object = None,
        **_kwargs: object,
    ) -> None:
        """Tell the operator why a login failed, without a word about the person."""
        logger.warning("A login with %s failed: %s", provider.name, exception or error)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turn away, with a sentence, who would otherwise be asked for another address, or taken for somebody else."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if sociallogin.is_existing:
            if not sociallogin.user.is_active:
                raise ImmediateHttpResponse(redirect("account_inactive"))
            _hand_over_if_unproved(sociallogin)
            return
        if not sociallogin.email_addresses:
            _turn_away(request, sociallogin, "no_address")
        address = sociallogin.email_addresses[0]
        if address.verified and settings.SENDS_EMAIL and policy.is_trusted_for(address.email):
            free_address(address.email)
        # Who proved nothing learns nothing: where e-mail is sent, a known address gets the page of a new one.
        if _has_account(address.email) and (address.verified or not settings.SENDS_EMAIL):
            _turn_away(request, sociallogin, "address_taken")
        if not sign_up.is_open_by_provider():
            _turn_away(request, sociallogin, "closed")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether who comes from a provider may get an account."""
        return sign_up.is_open_by_provider()

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Return the account into which an address leads that the provider calls proved, and that address."""
        proved = [address.email for address in sociallogin.email_addresses if address.verified]
        return next(((user, email) for email in proved if (user := policy.account_to_link(email))), None)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Give a new person their address and, if the provider tells it, their name."""
        name = data.get("name")
        user: User = super().populate_user(request, sociallogin, {"email": data.get("email")})
        user.name = person_names.cleaned(name) if isinstance(name, str) else ""
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: None = None) -> User:
        """Save a new person with the time zone of their browser; a second tab may have been faster."""
        try:
            with transaction.atomic():
                user: User = super().save_user(request, sociallogin, form)
        except IntegrityError:
            _turn_away(request, sociallogin, "address_taken")
        if (zone := sociallogin.state.get("time_zone")) in time_zones.names():
            set_time_zone(user, zone)
        return user


def _hand_over_if_unproved(sociallogin: SocialLogin) -> None:
    """Where the account was found by an address that nobody had proved here, make it that of who just did."""
    was_found_by_address = sociallogin.account.pk is None
    if was_found_by_address and not policy.has_proved_an_address(sociallogin.user):
        hand_over(sociallogin.user)


def _has_account(email: str) -> bool:
    """Whether an account has this address, proved or not."""
    has_address = Q(pk__in=EmailAddress.objects.filter(email__iexact=email).values("user_id"))
    return User.objects.filter(Q(email__iexact=email) | has_address).exists()


def _turn_away(request: HttpRequest, sociallogin: SocialLogin, reason: str) -> NoReturn:
    """Answer with the page that says why there is no account for this person."""
    context = {
        "reason": reason,
        "provider": sociallogin.provider,
        "emails": [address.email for address in sociallogin.email_addresses],
    }
    raise ImmediateHttpResponse(render(request, "accounts/turned_away.html", context, status=403))
