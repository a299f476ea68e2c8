"""Runs the checks, and remembers for a moment what each one found."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Thread

from django.db import connections

from apps.operations.health.checks import Check, Unhealthy
from apps.web.error_text import one_line

log = logging.getLogger("apps.operations.health")


@dataclass(frozen=True)
class Finding:
    """What a check found: a sentence, and whether it is as it must be."""

    ok: bool
    why: str


# By the name of the check. A finding comes with the time, of the monotonic clock, until which it holds.
_found: dict[str, tuple[float, Finding]] = {}
_looking: dict[str, Thread] = {}


def findings(checks: Iterable[Check], now: datetime) -> dict[str, Finding]:
    """Return what each check finds, by its name."""
    return {check.name: _recent(check) or _look(check, now) for check in checks}


def _recent(check: Check) -> Finding | None:
    until, finding = _found.get(check.name, (0.0, None))
    return finding if time.monotonic() < until else None


def _look(check: Check, now: datetime) -> Finding:
    """Look, or where the look may take long, see what it finds beside within the time that somebody waits."""
    if not check.max_seconds:
        return _remember(check, _find(check, now))
    thread = _looking.get(check.name)
    if thread is None or not thread.is_alive():
        thread = _looking[check.name] = Thread(target=_look_beside, args=[check, now], daemon=True)
        thread.start()
    thread.join(check.max_seconds)
    return _recent(check) or _remember(check, Finding(False, f"no answer within {check.max_seconds:g} seconds"))


def _look_beside(check: Check, now: datetime) -> None:
    try:
        _remember(check, _find(check, now))
    finally:
        connections.close_all()  # those of this thread


def _find(check: Check, now: datetime) -> Finding:
    try:
        return Finding(True, check.look(now))
    except Unhealthy as unhealthy:
        return Finding(False, str(unhealthy))
    except Exception as error:  # every library has errors of its own; their texts may hold passwords
        log.warning("The check %s failed: %s", check.name, one_line(error))
        return Finding(False, f"failed with {type(error).__name__}, see the log")


def _remember(check: Check, finding: Finding) -> Finding:
    _found[check.name] = (time.monotonic() + check.seconds, finding)
    return finding
