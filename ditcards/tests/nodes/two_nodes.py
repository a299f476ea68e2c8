"""Two nodes of one site: each has a folder of its own; the tests' database and a folder in a bucket are shared."""

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from apps.jobs.models import Worker
from apps.web.tests.support.storages import wait_for
from apps.web.tests.support.waiting import free_port, wait_until
from ditcards.tests.nodes.alternating_proxy import alternating

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 40


class TwoNodes:
    """The processes of two servers, the URL of the proxy before them, and that of their files."""

    def __init__(self, folder, files_url, **variables):
        self.folders, self.files_url, self.variables = [folder / "0", folder / "1"], files_url, variables
        self.servers, self.url = [], ""
        for each in self.folders:
            each.mkdir(mode=0o700)

    @contextmanager
    def serving(self):
        """Run both servers in the block."""
        ports = [free_port() for _folder in self.folders]
        with alternating(ports) as self.url, ExitStack() as running:
            for folder, port in zip(self.folders, ports, strict=True):
                server = ("-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}")
                self.servers.append(running.enter_context(self._process(folder, *server)))
            for port, server in zip(ports, self.servers, strict=True):
                wait_for(port, server)
            yield self

    @contextmanager
    def working(self):
        """Run a worker for jobs on the second node in the block."""
        with self._process(self.folders[1], "manage.py", "work"):
            wait_until(Worker.objects.exists)
            yield

    @contextmanager
    def _process(self, folder, *command):
        """Run a program of the site on a node."""
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "ditcards.tests.nodes.settings",
            "DATABASE_URL": url,
            "DITCARDS_DATA": str(folder),
            "FILES_URL": self.files_url,
            "SECRET_KEY": settings.SECRET_KEY,
            "SITE_URL": self.url,
            **self.variables,
        }
        with (folder / "log").open("ab") as log:
            running = subprocess.Popen(  # noqa: S603 - our own
                [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        try:
            yield running
        finally:
            running.terminate()
            running.wait(SECONDS)
