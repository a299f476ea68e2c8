"""Gives an account to whom its address belongs."""

from allauth.account.models import EmailAddress
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.services.end_logins import end_logins


@transaction.atomic
def hand_over(user: User) -> None:
    """Give an account whose address nobody had proved to who just did; lock out whoever made it.

    Password and logins end. So do other addresses: a proof of one of them would lead back in.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_logins(user)
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
