"""Imports a file: prepares, then saves. All of it, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime

from apps.accounts.models import User
from apps.exchange.importing.anki_schedules import ScheduleImporter
from apps.exchange.importing.plan import ImportPlan, prepare
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.exchange.services.apply import ConcurrentChange, save
from apps.formats.import_source import ImportSource
from apps.formats.problems import Code, ImportProblem
from apps.formats.progress import ProgressCallback, no_progress

TRIES = 3
BUSY = "Somebody else changes the same decks all the time. Try again in a minute."


def plan_import(incoming: ImportSource, target: Target, say: ProgressCallback = no_progress) -> Report:
    """Return what an import would do, and write nothing. Raises Problem."""
    with _prepared(incoming, target, say) as prepared:
        return prepared.report


def import_(
    incoming: ImportSource,
    target: Target,
    *,
    now: datetime,
    learner: User | None = None,
    say: ProgressCallback = no_progress,
    saving: Callable[[Report], AbstractContextManager[object]] = nullcontext,
) -> Report:
    """Import a file, with the schedules of a learner if there is one; return what was done.

    `saving` surrounds all that is written, and may open the transaction itself; the report that it gets is complete
    when it ends. Raises Problem, and whatever `say` and `saving` raise; then nothing is written.
    """
    for _ in range(TRIES):
        with _prepared(incoming, target, say) as prepared:
            carry = ScheduleImporter(learner, incoming, now, learner.study_day(now)) if learner else None
            try:
                with saving(prepared.report):
                    save(prepared, carry)
            except ConcurrentChange:
                continue
            return prepared.report
    raise ImportProblem(Code.BUSY, BUSY)


@contextmanager
def _prepared(incoming: ImportSource, target: Target, say: ProgressCallback) -> Iterator[ImportPlan]:
    prepared = prepare(incoming, target, say)
    try:
        yield prepared
    finally:
        prepared.close()
