"""Real workers: processes on the database and the storages of a test."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from apps.web.storage import job_files

MAX_WAIT_SECONDS = 60  # as docs/jobs.md promises
WORKER = """
import json, sys
from pathlib import Path
import django
from django.conf import settings
from apps.web.tests.support.storages import storages_in
database, folder, stale_seconds, *arguments = json.loads(sys.argv[1])
settings.DATABASES["default"]["NAME"] = database
settings.STORAGES |= storages_in(Path(folder))
settings.JOBS_STALE_SECONDS = stale_seconds
django.setup()
from apps.jobs.tests.support import kinds
from django.core.management import call_command
call_command("work", *arguments)
"""


@contextmanager
def worker(*arguments, stale=40):
    """Start a worker on the database and the storages of the test, and kill it in the end."""
    folder = str(Path(job_files().location).parent)
    data = json.dumps([str(connection.settings_dict["NAME"]), folder, stale, *arguments])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "ditcards.settings"}
    process = subprocess.Popen([sys.executable, "-c", WORKER, data], env=environment)  # noqa: S603 - our own
    try:
        yield process
    finally:
        process.kill()
        process.wait()
