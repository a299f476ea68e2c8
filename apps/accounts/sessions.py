"""Sessions in the database, which every request reads: by a statement that is compiled once."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from apps.web.compiled_queries import CompiledQuery


def _session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_SESSION = CompiledQuery(_session)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def save(self, must_create: bool = False) -> None:
        """Store the session. A database that is away is that, and no session that somebody else has ended."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, (OperationalError, InterfaceError)):
                raise error.__context__ from None
            raise

    def _get_session_from_db(self) -> Session | None:
        """Return the session that the cookie names, unless it has expired; without one, forget the name."""
        session = _SESSION.first(self.session_key, timezone.now())
        if session is None:
            self._session_key = None
        return session
