"""The site in processes of its own, as an operator starts it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60
VARIABLES = ("DEBUG", "SITE_URL", "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")


def environment_in(data, **variables):
    """Return the variables of a site with its data in this folder."""
    inherited = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    folders = {"DITCARDS_DATA": str(data), "DITCARDS_STATIC": str(Path(data, "static"))}
    return inherited | folders | {"SECRET_KEY": "a secret of tests that nobody has to guess"} | variables


def manage(environment, *arguments):
    """Run a command of manage.py to its end; return what it did."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own


def is_over(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def end(process):
    """End a process and all that it started."""
    process.terminate()
    process.wait(SECONDS)
    if not is_over(process.pid):
        os.killpg(process.pid, signal.SIGKILL)
