"""An application for the tests of the server: it tells what reached it and whose it was, works and can be held up."""

import json
import time
from pathlib import Path

from apps.web.server.usage import ACCOUNT

HELD = "/held"


def application(environ, start_response):
    environ[ACCOUNT] = int(environ.get("HTTP_X_ACCOUNT", 0))
    if environ["PATH_INFO"].startswith(HELD):
        folder = Path(environ["PATH_INFO"].removeprefix(HELD))
        (folder / "reached").touch()
        _wait_for(folder / "go on")
    _work(float(environ.get("HTTP_X_SECONDS", 0)))
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    headers = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    answer = json.dumps({"body": body.decode(), "headers": headers}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


def _wait_for(file):
    end = time.monotonic() + 60
    while not file.exists() and time.monotonic() < end:
        time.sleep(0.01)


def _work(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
