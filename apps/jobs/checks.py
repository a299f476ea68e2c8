"""Jobs that wait although no worker runs are named to the operator: on the console, and by `manage.py check`."""

import logging
from collections.abc import Collection, Sequence

from django.apps import AppConfig
from django.core.cache import cache
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.utils import timezone

from apps.jobs.models import Job

NO_WORKER = "Background jobs are waiting, and no worker runs them."
ADVICE = "Start one: manage.py work (docs/jobs.md)."
LOG_SECONDS = 60

log = logging.getLogger("apps.jobs")


def log_missing_worker() -> None:
    """Write to the console that there is no worker, once a minute."""
    if cache.add("jobs-without-worker", True, LOG_SECONDS):
        log.warning("%s %s", NO_WORKER, ADVICE)


def check_worker(
    app_configs: Sequence[AppConfig] | None, databases: Collection[str] | None = None, **options: object
) -> list[CheckMessage]:
    """Warn of jobs that wait although no worker runs; nothing without a database or its tables."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        now = timezone.now()
        oldest = Job.objects.waiting().oldest_first().first()
        is_missing = oldest is not None and oldest.is_unanswered(now)
    except DatabaseError:
        return []
    return [CheckWarning(NO_WORKER, hint=ADVICE, id="jobs.W001")] if is_missing else []
