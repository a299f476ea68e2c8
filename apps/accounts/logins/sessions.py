"""Sessions in the database, which every request reads: by a statement that is compiled once."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.logins.services.prolong_session import prolong_session
from apps.accounts.logins.services.rename_login import rename_login
from apps.web.compiled_queries import CompiledQuery

SAVED_EVERY = timedelta(hours=1)


def _session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def last_used_at(session: Session) -> datetime:
    """Return when a session was last saved, as its end tells: within the hour before its last use."""
    return session.expire_date - timedelta(seconds=settings.SESSION_COOKIE_AGE)


_SESSION = CompiledQuery(_session)


class SessionStore(db.SessionStore):
    """Django's sessions in the database. One that is used is saved once an hour, so that it lasts, and tells when."""

    _due: dict[str, Any] | None = None  # what was in it when it was due to be saved, whatever happens

    def save(self, must_create: bool = False) -> None:
        """Store the session. A database that is away is that, and no session that somebody else has ended."""
        if self._due is not None and not must_create and dict(self.items()) == self._due:
            self._prolong()
            return
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, (OperationalError, InterfaceError)):
                raise error.__context__ from None
            raise

    def cycle_key(self) -> None:
        """Take another key, as after a new password or secret key of the site; the login stays in its person's list."""
        before = self.session_key
        with transaction.atomic():  # a login whose session is not there is deleted
            super().cycle_key()
            if before:
                rename_login(before, cast("str", self.session_key), self.get(SESSION_KEY))

    def _get_session_from_db(self) -> Session | None:
        """Return the session that the cookie names, unless it has expired; without one, forget the name."""
        now = timezone.now()
        session = _SESSION.first(self.session_key, now)
        if session is None:
            self._session_key = None
        elif now - last_used_at(session) > SAVED_EVERY:
            self._due = self.decode(session.session_data)
            self.modified = True
        return session

    def _prolong(self) -> None:
        """Let the session last, with what other requests have stored in it since; UpdateError if it was ended."""
        if not prolong_session(cast("str", self.session_key), self.get_expiry_date(), timezone.now()):
            raise UpdateError
