"""Gives an account to whom its address belongs."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from apps.accounts.logins.services.end_logins import end_logins
from apps.accounts.models import User

type LockOut = Callable[[User], None]

_lock_out: list[LockOut] = []


def locks_out(function: LockOut) -> LockOut:
    """Let the function end what an app shows of an account, when that is handed over, to whoever knows a key of it."""
    _lock_out.append(function)
    return function


@transaction.atomic
def hand_over(user: User) -> None:
    """Give an account whose address nobody had proved to who just did; lock out whoever made it.

    Password, passkeys, codes and logins end, also those of a provider, and keys by which something is read without a
    login. So do other addresses: a proof of one would lead back in.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_logins(user)
    for lock_out in _lock_out:
        lock_out(user)
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def free_address(email: str) -> None:
    """Take an address whose owner is known by now from accounts that added it and never proved it."""
    EmailAddress.objects.filter(email__iexact=email, verified=False).exclude(user__email__iexact=email).delete()
