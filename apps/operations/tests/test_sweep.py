"""What nobody reads any more does not stay for ever."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection

from apps.jobs.services import housekeeping
from apps.operations.services import sweep
from apps.web.tests.support.clock import NOW


def cache_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ditcards_cache")
        return cursor.fetchone()[0]


def test_sessions_that_have_ended_are_deleted_and_others_stay(db, monkeypatch):
    monkeypatch.setattr(sweep, "BATCH_SIZE", 2)
    for number in range(5):
        Session.objects.create(session_key=f"ended{number}", expire_date=NOW - timedelta(seconds=1))
    Session.objects.create(session_key="valid", expire_date=NOW + timedelta(seconds=1))
    while housekeeping.do_piecework(NOW, seconds=0):
        pass
    assert Session.objects.get().pk == "valid"


def test_what_has_expired_in_the_cache_is_deleted_and_the_rest_stays(db):
    cache, before = caches["default"], cache_rows()
    cache.set("short", 1, 60)
    cache.set("long", 2, 3600)
    housekeeping.do_housekeeping(NOW + timedelta(minutes=2))
    assert cache_rows() == before + 1
    assert cache.get("long") == 2


def test_a_site_whose_cache_is_elsewhere_has_no_rows_to_delete(db, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    sweep.delete_expired_cache_rows(NOW)
