"""What the site needs to do its work. Each look returns what it found, or raises Unhealthy with what is wrong."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from socket import gethostname
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import storages

from apps.formats.limits import MIB
from apps.jobs import queue
from apps.jobs.models import Worker
from apps.operations.backup.age import last_backup
from apps.operations.health.services.probes import write_probe
from apps.operations.node.migrations import migration_gap
from apps.web import storage
from apps.web.heartbeat import CLOCKS_DIFFER
from apps.web.server import draining

MAX_BACKUP_AGE = timedelta(hours=26)  # one was made every night, but the last


class Unhealthy(Exception):
    """What is wrong, in a sentence for the operator."""


@dataclass(frozen=True)
class Check:
    """One thing that the site needs."""

    name: str
    look: Callable[[datetime], str]
    seconds: float = 1  # for which a finding holds: who asks more often makes the node do no more work
    for_traffic: bool = True  # pages cannot be served without it; the others concern the site, not this node's pages
    max_seconds: float = 0  # that somebody waits for the look, which then goes on beside; 0: as long as it takes


def serving(_now: datetime) -> str:
    """Refuse while this process answers what it has received, and then ends."""
    if draining.is_draining():
        raise Unhealthy("This node is draining: it answers what it has received, then it stops.")
    return "serving"


def database(now: datetime) -> str:
    """Write to the database."""
    write_probe(at=now)
    return "written"


def migrations(_now: datetime) -> str:
    """Look whether the database has the tables of this version."""
    if missing := migration_gap().missing:
        raise Unhealthy(f"Migrations to apply: {len(missing)}. Run manage.py migrate.")
    return "all applied"


def stores(name: str, _now: datetime) -> str:
    """Write, read and delete a file. Each process has one: what is left where it cannot be deleted is replaced."""
    files, probe, content = storages[name], f"health/{gethostname()}-{os.getpid()}", uuid4().bytes
    storage.write(files, probe, content)
    try:
        found = storage.read(files, probe)
    finally:
        files.delete(probe)
    if found != content:
        raise Unhealthy("A file that was written reads differently.")
    return "written and read"


def worker(now: datetime) -> str:
    """Look for a worker that runs jobs of any length."""
    number = Worker.objects.alive(now).filter(is_short=False).count()
    if not number:
        raise Unhealthy("No worker has shown itself lately. Start one: manage.py work.")
    return f"{number} alive"


def oldest_job(now: datetime) -> str:
    """Look how long a job has waited for a worker."""
    seconds = round(queue.longest_wait(now).total_seconds())
    if seconds > settings.MAX_JOB_WAIT_SECONDS:
        raise Unhealthy(f"A job has waited for {seconds} seconds. Start more workers.")
    return f"{seconds} seconds"


def backup(now: datetime) -> str:
    """Look how old the newest backup is, where one is made every night."""
    if not settings.BACKUP_TO:
        return "none is made every night"
    newest = last_backup()
    if newest is None:
        raise Unhealthy("There is no backup yet. Make one: manage.py backup.")
    if newest > now + CLOCKS_DIFFER:
        raise Unhealthy(
            f"The newest backup is dated {newest:%Y-%m-%d %H:%M}, which is yet to come: a clock was wrong. Set it "
            "right, and make another backup: manage.py backup."
        )
    age = max(now - newest, timedelta())
    words = f"{age // timedelta(hours=1)} hours old"
    if age > MAX_BACKUP_AGE:
        raise Unhealthy(f"The newest backup is {words}. See how the latest ended: manage.py backups.")
    return words


def disk(_now: datetime) -> str:
    """Look how much room is left in the data folder."""
    free = shutil.disk_usage(settings.DATA).free // MIB
    if free < settings.MIN_FREE_DISK_MIB:
        raise Unhealthy(f"{free} MiB are free in the data folder, less than {settings.MIN_FREE_DISK_MIB}. Make room.")
    return f"{free} MiB free"


CHECKS = (
    Check("serving", serving, seconds=0),
    Check("database", database),
    Check("migrations", migrations, seconds=60),
    *(Check(name, partial(stores, name), seconds=30, for_traffic=False, max_seconds=1) for name in storage.STORES),
    Check("disk", disk, seconds=10),
    Check("worker", worker, for_traffic=False),
    Check("oldest_job", oldest_job, for_traffic=False),
    Check("backup", backup, seconds=60, for_traffic=False),
)
