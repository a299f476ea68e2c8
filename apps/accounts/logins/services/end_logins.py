"""Logs people out of their other browsers."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from apps.accounts.models import User


@transaction.atomic
def end_logins(user: User, *, keep: str | None = None, only: int | None = None) -> None:
    """Log a person out of all browsers, or `only` of one, but never of that whose session key is `keep`."""
    ended = UserSession.objects.filter(user=user).exclude(session_key=keep)
    if only is not None:
        ended = ended.filter(pk=only)
    keys = list(ended.values_list("session_key", flat=True))
    UserSession.objects.filter(session_key__in=keys).delete()
    Session.objects.filter(session_key__in=keys).delete()
