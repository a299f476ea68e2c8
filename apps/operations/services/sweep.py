"""Deletes what has expired and nobody reads any more, in short pieces."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.db.models import Exists, OuterRef

from apps.operations.models import NodeProbe
from apps.web.pieces import piece

BATCH_SIZE = 500  # rows of one statement
PROBE_TTL = timedelta(days=1)  # a node that serves writes its own again and again


def delete_expired_sessions(now: datetime) -> Iterator[None]:
    """Delete the sessions that have ended."""
    while keys := list(Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:BATCH_SIZE]):
        with piece():
            Session.objects.filter(pk__in=keys).delete()
        yield


def delete_ended_logins(_now: datetime) -> Iterator[None]:
    """Delete from where somebody was logged in, by which browser, when that session is no more."""
    ended = UserSession.objects.filter(~Exists(Session.objects.filter(pk=OuterRef("session_key"))))
    while keys := list(ended.values_list("pk", flat=True)[:BATCH_SIZE]):
        with piece():
            ended.filter(pk__in=keys).delete()
        yield


def delete_old_probes(now: datetime) -> None:
    """Delete the rows of nodes that are gone: each container has another name."""
    NodeProbe.objects.filter(written_at__lt=now - PROBE_TTL).delete()


def delete_expired_cache_rows(now: datetime) -> None:
    """Delete what has expired in the database's cache, which deletes it itself only when it is full."""
    cache = caches["default"]
    if isinstance(cache, DatabaseCache):
        table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
        with piece(), connection.cursor() as cursor:
            limit = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [limit])  # noqa: S608 - a setting's name
