"""Imports a file: prepares, then saves. All of it, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime

from apps.accounts.models import User
from apps.exchange.importing.carrying import Carry
from apps.exchange.importing.places import Target
from apps.exchange.importing.preparing import Prepared, prepare
from apps.exchange.importing.report import Report
from apps.exchange.importing.saving import Meanwhile, save
from apps.exchange.incoming import Incoming
from apps.exchange.problems import Code, Problem
from apps.exchange.telling import Say, silent

TRIES = 3
BUSY = "Somebody else changes the same decks all the time. Try again in a minute."


def look(incoming: Incoming, target: Target, say: Say = silent) -> Report:
    """Return what an import would do, and write nothing. Raises Problem."""
    with _prepared(incoming, target, say) as prepared:
        return prepared.report


def import_(
    incoming: Incoming,
    target: Target,
    *,
    now: datetime,
    learner: User | None = None,
    say: Say = silent,
    saving: Callable[[Report], AbstractContextManager[object]] = nullcontext,
) -> Report:
    """Import a file, with the schedules of a learner if there is one; return what was done.

    `saving` surrounds all that is written, and may open the transaction itself; the report that it gets is complete
    when it ends. Raises Problem, and whatever `say` and `saving` raise; then nothing is written.
    """
    for _ in range(TRIES):
        with _prepared(incoming, target, say) as prepared:
            carry = Carry(learner, incoming, now, learner.study_day(now)) if learner else None
            try:
                with saving(prepared.report):
                    save(prepared, carry)
            except Meanwhile:
                continue
            return prepared.report
    raise Problem(Code.BUSY, BUSY)


@contextmanager
def _prepared(incoming: Incoming, target: Target, say: Say) -> Iterator[Prepared]:
    prepared = prepare(incoming, target, say)
    try:
        yield prepared
    finally:
        prepared.close()
