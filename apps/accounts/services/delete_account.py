"""Deletes accounts: nobody logs in any more from that moment on; the worker removes what they had and learned."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from apps.accounts.models import User


@transaction.atomic
def delete_account(user: User, *, at: datetime) -> None:
    """Mark an account as deleted, and free its e-mail address; what refers to it is removed later."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(
        deleted_at=at,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        email=f"{user.pk}@deleted.invalid",
        name="",
        password=make_password(None),
    )
