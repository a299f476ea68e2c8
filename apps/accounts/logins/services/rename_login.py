"""Follows a session that takes another key."""

from allauth.usersessions.models import UserSession


def rename_login(before: str, after: str) -> None:
    """Let the login of a session, if it has one, be that of its new key."""
    UserSession.objects.filter(session_key=before).update(session_key=after)
