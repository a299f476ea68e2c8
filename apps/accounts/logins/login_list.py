"""Where a person is logged in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from apps.accounts.logins.devices import device
from apps.accounts.logins.sessions import last_used_at
from apps.accounts.models import User


@dataclass(frozen=True)
class Login:
    """One browser; `last_used_at` is not more than an hour older than the last use."""

    pk: int
    device: str
    ip: str
    began_at: datetime
    last_used_at: datetime
    is_current: bool


def logins(user: User, session_key: str | None, now: datetime) -> list[Login]:
    """Return the logins of a person that still hold, that of `session_key` first, then the last used."""
    begun = {each.session_key: each for each in UserSession.objects.filter(user=user)}
    sessions = Session.objects.filter(session_key__in=begun, expire_date__gt=now)
    found = [
        Login(
            pk=begun[session.session_key].pk,
            device=device(begun[session.session_key].user_agent),
            ip=begun[session.session_key].ip,
            began_at=begun[session.session_key].created_at,
            last_used_at=last_used_at(session),
            is_current=session.session_key == session_key,
        )
        for session in sessions
        if _holds(session, user)
    ]
    return sorted(found, key=lambda login: (login.is_current, login.last_used_at, login.pk), reverse=True)


def _holds(session: Session, user: User) -> bool:
    """Whether no other password was set since, for example by a command."""
    signed = session.get_decoded().get(HASH_SESSION_KEY, "")
    valid = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(signed, each) for each in valid)
