"""Starts the nightly backup in a process of its own, so that the worker goes on with its jobs."""

import logging
import os
import subprocess
import sys
from datetime import date, datetime
from functools import lru_cache
from threading import Thread

from django.conf import settings
from django.db import connections
from django.utils import timezone

from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.schedule import night_of
from apps.operations.backup.services import runs

# What its process says is about the backup, whatever the site logs.
LOGS = {"LOG_LEVEL": "warning", "LOG_FORMAT": "text"}

log = logging.getLogger("apps.operations")


def start_when_due(now: datetime) -> None:
    """Start tonight's backup, unless another worker on any machine has; one that fails is tried again later."""
    try:
        row = runs.claim_nightly(settings.BACKUP_TO, now)
    except BackupProblem as problem:
        say_waiting(night_of(now), str(problem))
        return
    if row:
        Thread(target=_make_beside, args=[row.pk], daemon=True).start()


@lru_cache(maxsize=1)
def say_waiting(_night: date, problem: str) -> None:
    """Say it once a night, though a worker asks every minute."""
    log.warning("The nightly backup waits: %s", problem)


def _make_beside(pk: int) -> None:
    try:
        _make(pk)
    finally:
        connections.close_all()  # those of this thread


def _make(pk: int) -> None:
    """Wait for the process that makes the backup; what it says of it is in the log, and its age on /readyz."""
    command = [sys.executable, "-m", "django", "backup", f"--run={pk}"]
    done = subprocess.run(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=os.environ | LOGS, stderr=subprocess.PIPE, text=True, check=False
    )
    output = " ".join(done.stderr.split())
    if done.returncode:
        log.error("The nightly backup has a problem: %s", output or f"its process ended with {done.returncode}")
        runs.end_failed(pk, timezone.now(), output)
    elif output:  # what is not in it, and what was not deleted
        log.warning("The nightly backup is complete, but: %s", output)
