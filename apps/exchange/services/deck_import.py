"""Imports a file of decks: plans, then saves. All of it, or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import datetime

from apps.accounts.models import User
from apps.exchange.importing.deck_plan import plan_decks
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.exchange.services.anki_schedules import ScheduleImporter
from apps.exchange.services.apply import ConcurrentChange, save
from apps.formats.import_source import ImportSource
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem
from apps.formats.progress import ProgressCallback, no_progress

MAX_ATTEMPTS = 3

type Saving = Callable[[Report], AbstractContextManager[object]]


def plan_import(source: ImportSource, target: Target, progress: ProgressCallback = no_progress) -> Report:
    """Return what an import would do, and write nothing. Raises ImportProblem."""
    with closing(plan_decks(source, target, progress)) as plan:
        return plan.report


def import_decks(
    source: ImportSource,
    target: Target,
    *,
    now: datetime,
    learner: User | None = None,
    progress: ProgressCallback = no_progress,
    saving: Saving = nullcontext,
) -> Report:
    """Import a file, with the schedules of a learner if there is one; return what was done.

    `saving` surrounds all that is written, and may open the transaction itself; the report that it gets is complete
    when it ends. Raises ImportProblem, and whatever `progress` and `saving` raise; then nothing is written.
    """
    for _attempt in range(MAX_ATTEMPTS):
        with closing(plan_decks(source, target, progress)) as plan:
            schedules = ScheduleImporter(learner, source, now, learner.study_day(now)) if learner else None
            try:
                with saving(plan.report):
                    save(plan, schedules)
            except ConcurrentChange:
                continue
            return plan.report
    raise ImportProblem(Code.BUSY, _("Somebody else is changing the same decks. Try again in a minute."))
