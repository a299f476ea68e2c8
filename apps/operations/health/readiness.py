"""Runs the checks, and remembers for a moment what each one found."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.operations.health.checks import Check, Unhealthy

log = logging.getLogger("apps.operations.health")


@dataclass(frozen=True)
class Finding:
    """What a check found: a sentence, and whether it is as it must be."""

    ok: bool
    why: str


_found: dict[str, tuple[float, Finding]] = {}  # by the name of the check; until when it holds, by the monotonic clock


def findings(checks: Iterable[Check], now: datetime) -> dict[str, Finding]:
    """Return what each check finds, by its name."""
    return {check.name: _recent(check) or _look(check, now) for check in checks}


def _recent(check: Check) -> Finding | None:
    until, finding = _found.get(check.name, (0.0, None))
    return finding if time.monotonic() < until else None


def _look(check: Check, now: datetime) -> Finding:
    try:
        finding = Finding(True, check.look(now))
    except Unhealthy as unhealthy:
        finding = Finding(False, str(unhealthy))
    except Exception as error:  # every library has errors of its own; their texts may hold passwords
        log.warning("The check %s failed: %s", check.name, " ".join(str(error).split()))
        finding = Finding(False, f"failed with {type(error).__name__}, see the log")
    _found[check.name] = (time.monotonic() + check.seconds, finding)
    return finding
