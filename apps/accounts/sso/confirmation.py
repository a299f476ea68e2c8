"""People without a password confirm who they are where they log in: at their provider, again."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import Provider
from django.http import HttpRequest

from apps.accounts.models import User


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

    Where the provider says when they did, it counts: who takes the question out of the address proves nothing.
    """
    proved_at: Any = login.account.extra_data.get("auth_time")
    is_recent = not isinstance(proved_at, int) or time.time() - proved_at < app_settings.REAUTHENTICATION_TIMEOUT
    if login.state.get("confirm") and is_recent:
        record_authentication(request, user, "socialaccount", reauthenticated=True)
