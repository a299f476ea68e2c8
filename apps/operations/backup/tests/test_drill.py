"""The drill: a site is backed up while people grade, and comes back in another folder and another database."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections

from apps.cards.tests.support.factory import make_note
from apps.operations.backup.services.make import make_backup
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.services import grade_card, subscribe
from apps.reviews.services.day_builder import build_day

NOTES, BEFORE = 120, 40
ANSWERS = "from apps.reviews.models import ReviewLog; print(*ReviewLog.objects.values_list('pk', flat=True))"

pytestmark = pytest.mark.slow


@pytest.fixture
def schedules(site, learner, now):
    """What the learner answers on this day."""
    for number in range(NOTES):
        make_note(site, f"Question {number}", f"Answer {number}")
    subscribe(learner, site, today=now.date())
    Subscription.objects.filter(user=learner).update(new_limit=NOTES, queue_built_on=None)
    build_day(learner, now.date())
    return list(Schedule.objects.filter(user=learner).order_by("pk"))


@pytest.fixture
def other_site(transactional_db, tmp_path):
    """What runs a command of another site, which has a folder and a database of its own."""
    environment = {**os.environ, "DITCARDS_DATA": str(tmp_path / "other")}
    name = f"drill_{uuid4().hex}"
    if connection.vendor == "postgresql":
        _execute(f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

    def run(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(  # noqa: S603 - our own manage.py
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    yield run
    if connection.vendor == "postgresql":
        _execute(f"DROP DATABASE {name}")


def _execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def grade_all(schedules, now, begun):
    try:
        for schedule in schedules:
            grade_card(schedule, 4, seen_version=schedule.version, at=now)
            begun.set()
    finally:
        connections.close_all()


def test_what_was_acknowledged_before_the_backup_comes_back(schedules, stored, folder, now, other_site, tmp_path):
    begun = Event()
    grade_all(schedules[:BEFORE], now, begun)
    acknowledged = _answers(schedules)
    begun.clear()
    with ThreadPoolExecutor(1) as pool:
        grading = pool.submit(grade_all, schedules[BEFORE:], now, begun)
        begun.wait()
        made = make_backup(folder, now)
        grading.result()
    assert "is whole and fits this site" in other_site("restore", folder, "--check")
    assert f"Backup {made.name} is restored" in other_site("restore", folder)
    restored = {int(pk) for pk in other_site("shell", "-v0", "-c", ANSWERS).split()}
    assert acknowledged <= restored
    assert restored <= _answers(schedules)
    assert "No problems found" in other_site("check_data", "--files")
    [picture] = (Path(tmp_path) / "other" / "media").rglob("*.png")
    assert picture.name == stored.file_name
    assert "This site is not empty" in other_site("restore", folder)
    assert f"Backup {made.name} is restored" in other_site("restore", folder, "--replace")


def _answers(schedules):
    return set(ReviewLog.objects.filter(user=schedules[0].user_id).values_list("pk", flat=True))
