"""Imports a file of decks: plans, then saves. All of it, or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.cards.services.unfinished import take_back_earlier
from apps.exchange.importing.deck_plan import plan_decks
from apps.exchange.importing.report import Report
from apps.exchange.importing.targets import Target
from apps.exchange.services.anki_schedules import ScheduleImporter
from apps.exchange.services.apply import ConcurrentChange, DeckImport, mark_finished
from apps.formats.import_source import ImportSource
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem
from apps.formats.progress import ProgressCallback, no_progress

MAX_ATTEMPTS = 3

type Checking = Callable[[Report], None]
type Saving = Callable[[Report], AbstractContextManager[object]]


def accept(_report: Report) -> None:
    """Check nothing."""


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
    checking: Checking = accept,
    begun: ProgressCallback = no_progress,
    saving: Saving = nullcontext,
) -> Report:
    """Import a file, with the schedules of a learner if there is one; return what was done.

    `checking` gets the report before anything is written. `begun` is the progress of what can no longer be taken back.
    `saving` surrounds the end, in one transaction. Raises ImportProblem, and whatever `progress` and `checking` raise;
    then nothing is written, unless others change the same decks: some notes of those may be changed already.
    """
    take_back_earlier(at=now)
    for _attempt in range(MAX_ATTEMPTS):
        with closing(plan_decks(source, target, progress)) as plan:
            checking(plan.report)
            schedules = ScheduleImporter(learner, source, now, learner.study_day(now)) if learner else None
            saved = DeckImport(plan, schedules, now)
            try:
                saved.stage(progress)
                saved.apply(begun)
            except ConcurrentChange:
                mark_finished(target, plan.report.fingerprint)
                continue
            finally:
                saved.take_back()
            with transaction.atomic(), saving(plan.report):
                mark_finished(target, plan.report.fingerprint)
            return plan.report
    raise ImportProblem(
        Code.BUSY, _("Somebody else is changing the same decks. Some of it may be saved. Try again in a minute.")
    )
