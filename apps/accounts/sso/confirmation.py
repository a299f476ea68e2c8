"""People without a password confirm who they are where they log in: at their provider, again."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import Provider
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from apps.accounts.models import User
from apps.accounts.sso import policy


def providers_of(request: HttpRequest, user: User) -> list[Provider]:
    """Return the providers by which the person logs in, as far as the site still has them."""
    connected = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    return [each for each in get_adapter().list_providers(request) if each.sub_id in connected]


def needs_confirmation(request: HttpRequest, user: User) -> bool:
    """Whether only a provider can confirm who this is, and it has not done so within the last minutes.

    allauth asks who has neither password nor code for nothing.
    """
    if get_reauthentication_flows(user) or not providers_of(request, user):
        return False
    confirmed = [record["at"] for record in get_authentication_records(request, user) if record.get("reauthenticated")]
    return not confirmed or time.time() - confirmed[-1] > app_settings.REAUTHENTICATION_TIMEOUT


def note_confirmation(request: HttpRequest, user: User, login: SocialLogin) -> None:
    """Remember in the session that the person just proved who they are, if that was asked of the provider.

    Only the time that the provider tells counts: who takes the question out of the address proves nothing.
    """
    if not login.state.get("confirm"):
        return
    if _is_recent(login.account.extra_data.get("auth_time")):
        record_authentication(request, user, "socialaccount", reauthenticated=True)
    else:
        sentence = gettext(
            "%(name)s did not say that you have just logged in there, which would confirm who you are. Try again, and"
            " log in there once more; if that doesn’t help, tell whoever runs this site."
        )
        messages.error(request, sentence % {"name": login.provider.name})


def _is_recent(proved_at: object) -> bool:
    """Whether somebody proved who they are within the last minutes, in seconds of the epoch by the provider's clock."""
    if not isinstance(proved_at, int | float):
        return False
    age = time.time() - proved_at
    return bool(-policy.LEEWAY_SECONDS <= age < app_settings.REAUTHENTICATION_TIMEOUT)
