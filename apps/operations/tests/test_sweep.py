"""What nobody reads any more does not stay for ever."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection

from apps.jobs.services import housekeeping
from apps.operations.models import NodeProbe
from apps.operations.services import sweep
from apps.web.tests.support.clock import NOW


def cache_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ditcards_cache")
        return cursor.fetchone()[0]


def do_all_piecework():
    while housekeeping.do_piecework(NOW, seconds=0):
        pass


def test_sessions_that_have_ended_are_deleted_and_others_stay(db, monkeypatch):
    monkeypatch.setattr(sweep, "BATCH_SIZE", 2)
    for number in range(5):
        Session.objects.create(session_key=f"ended{number}", expire_date=NOW - timedelta(seconds=1))
    Session.objects.create(session_key="valid", expire_date=NOW + timedelta(seconds=1))
    do_all_piecework()
    assert Session.objects.get().pk == "valid"


def logged_in(person, key):
    UserSession.objects.create(session_key=key, user=person, ip="192.0.2.1", user_agent="Firefox")


def test_nobody_keeps_from_where_somebody_was_logged_in(db, monkeypatch, learner):
    monkeypatch.setattr(sweep, "BATCH_SIZE", 2)
    for number in range(5):
        logged_in(learner, f"logged out {number}")
    for key, ends_in in (("ended", -1), ("valid", 1)):
        logged_in(learner, key)
        Session.objects.create(session_key=key, expire_date=NOW + timedelta(seconds=ends_in))
    do_all_piecework()
    assert UserSession.objects.get().session_key == "valid"


def test_a_machine_that_is_gone_leaves_no_row(db):
    for node, hours in (("gone", 25), ("here", 23)):
        NodeProbe.objects.create(node=node, written_at=NOW - timedelta(hours=hours))
    housekeeping.do_housekeeping(NOW)
    assert NodeProbe.objects.get().node == "here"


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
