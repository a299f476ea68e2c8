"""Deletes accounts: nobody logs in any more from that moment on; the worker removes what they had and learned."""

import re
from collections.abc import Callable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from apps.accounts.logins.services.end_logins import end_logins
from apps.accounts.models import User

type Forget = Callable[[str], None]

_forget: list[Forget] = []


def forgets_addresses(function: Forget) -> Forget:
    """Let the function delete what an app keeps of an e-mail address whose account is deleted."""
    _forget.append(function)
    return function


@transaction.atomic
def delete_account(user: User, *, at: datetime) -> None:
    """Mark an account as deleted, and free its e-mail addresses; what refers to it is removed later.

    What names an address of theirs without referring to the account is forgotten now: nothing leads to it afterwards.
    """
    freed = f"{user.pk}@deleted.invalid"
    for address in _own_addresses(user):
        _forget_in_log(address, freed)
        for forget in _forget:
            forget(address)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    end_logins(user)
    User.objects.filter(pk=user.pk).update(
        deleted_at=at,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        email=freed,
        name="",
        password=make_password(None),
    )


def _own_addresses(user: User) -> set[str]:
    """Return the addresses that are known to be the person's: anybody may add one, and it may be another's.

    That by which they log in counts, unless they were asked to prove it and did not: without e-mail nobody is, nor is
    whose account an administrator made.
    """
    asked = dict(EmailAddress.objects.filter(user=user).values_list("email", "verified"))
    proved = {address for address, is_proved in asked.items() if is_proved}
    is_known = not settings.SENDS_EMAIL or user.email.lower() not in map(str.lower, asked)
    return proved | {user.email} if is_known else proved


def _forget_in_log(address: str, freed: str) -> None:
    """Let the admin's log tell who changed what and when, but not whose address it was."""
    whole = rf"(^|[^a-z0-9._%+-]){re.escape(address)}($|[^a-z0-9.-])"  # not that of maria@example.org for a@example.org
    naming = Q(object_repr__iregex=whole) | Q(change_message__iregex=whole)
    LogEntry.objects.filter(naming).update(object_repr=freed, change_message="")
