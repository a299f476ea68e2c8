"""Follows a session that takes another key."""

from allauth.usersessions.models import UserSession

UNKNOWN = "::"  # the address of nobody


def rename_login(before: str, after: str, user: str | None) -> None:
    """Let the login of a session be that of its new key.

    Of two requests at once that do so with one session of a person, the second makes a login of unknown place: each of
    their sessions can be ended.
    """
    if not UserSession.objects.filter(session_key=before).update(session_key=after) and user:
        UserSession.objects.create(session_key=after, user_id=user, ip=UNKNOWN)
