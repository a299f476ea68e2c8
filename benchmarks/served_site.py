"""The site as the shipped server serves it, in processes of its own; and learners who press grades there."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from apps.reviews.models import Schedule
from benchmarks import site

SHIPPED = (sys.executable, "-m", "gunicorn", "--workers", "2", "--bind", "127.0.0.1:{port}")
START_SECONDS, TIMEOUT_SECONDS = 60, 30

type Learner = tuple[str, list[int]]  # the cookies of a session, and the keys of the cards to grade


@contextmanager
def served(command: Sequence[str] = SHIPPED) -> Iterator[tuple[int, int]]:
    """Serve the site with this command; yield the id of its process, and the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([part.format(port=port) for part in command], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def cpu_seconds(server: int) -> float:
    """Return the time that the server's processes have used so far."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ticks = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in children)
    return sum(int(each[11]) + int(each[12]) for each in ticks) / os.sysconf("SC_CLK_TCK")


def new_learner(cards: int) -> Learner:
    """Make a learner who has so many new cards today."""
    user = site.learner_with(cards, site.study_day(), new=True)
    return site.session_of(user), list(
        Schedule.objects.filter(user=user).order_by("id").values_list("card_id", flat=True)
    )


def answer(port: int, cookie: str, card: int, grade: int = 4) -> str:
    """Press a button for a new card; return why the answer was not acknowledged, nothing if it was."""
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    headers = {
        "Cookie": cookie,
        "X-CSRFToken": site.CSRF_TOKEN,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        server.request("POST", f"/review/{card}/grade/", urlencode({"grade": grade, "version": 0}), headers)
        response = server.getresponse()
        response.read()
        return "" if response.status == http.client.OK else str(response.status)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        server.close()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")
