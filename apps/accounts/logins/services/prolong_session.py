"""Lets a session last that is used."""

from datetime import datetime

from django.contrib.sessions.models import Session


def prolong_session(key: str, until: datetime, now: datetime) -> bool:
    """Let a session end later, whatever other requests store in it; return whether it still lasts."""
    return bool(Session.objects.filter(session_key=key, expire_date__gt=now).update(expire_date=until))
