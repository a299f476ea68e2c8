"""Does an act to many cards or notes, and undoes it, one short transaction a batch: nobody waits long for another."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched

from django.db.models import F, QuerySet

from apps.accounts.models import User
from apps.formats.progress import ProgressCallback, no_progress
from apps.library.models import UNDO_TTL, BulkAct, BulkActBatch
from apps.library.services.bulk.acts import ACTS, number_of
from apps.web.pieces import piece
from apps.web.statements import across_users

MAX_NAMES = 5  # of those that are left out


class TooLateToUndo(Exception):
    """The act was undone already, or a day has passed since."""


def begin(person: User, name: str, value: str, *, at: datetime) -> BulkAct:
    """Note that an act begins."""
    return BulkAct.objects.create(user=person, name=name, value=value, begun_at=at)


def run(act: BulkAct, keys: Sequence[int], *, now: datetime, progress: ProgressCallback = no_progress) -> None:
    """Do an act to cards, or to notes; begun again, it continues. Raises what `progress` raises."""
    done = 0
    for batch in batched(keys, ACTS[act.name].batch_size):
        progress(done, len(keys))
        with piece():
            _run_batch(act, list(batch), now)
        done += len(batch)
    _row(act).update(ended_at=now)
    act.refresh_from_db(from_queryset=_row(act))


def undo(act: BulkAct, *, now: datetime, progress: ProgressCallback = no_progress) -> None:
    """Take an act back, the last batch first. Raises TooLateToUndo, and what `progress` raises."""
    if not act.can_be_undone(now):
        raise TooLateToUndo
    total = BulkActBatch.objects.filter(user=act.user, act=act).count()
    for done in range(total):
        progress(done, total)
        with piece():
            _undo_batch(act, now)
    _row(act).update(undone_at=now)


def delete_expired_acts(now: datetime) -> None:
    """Delete what is needed to undo acts that can no longer be undone."""
    with across_users("acts of all people expire"):
        BulkAct.objects.filter(begun_at__lte=now - UNDO_TTL).delete()


def _run_batch(act: BulkAct, keys: list[int], now: datetime) -> None:
    kind = ACTS[act.name]
    changes = kind.do(act.user, keys, act.value, act.user.study_day(now))
    names = kind.left_out(act.user, keys, changes)
    if number := number_of(changes):
        BulkActBatch.objects.create(user=act.user, act=act, changes=changes)
    act.left_out = [*act.left_out, *names][:MAX_NAMES]
    _row(act).update(
        changed=F("changed") + number,
        left_out=act.left_out,
        left_out_number=F("left_out_number") + len(names),
    )


def _undo_batch(act: BulkAct, now: datetime) -> None:
    batches = BulkActBatch.objects.filter(user=act.user, act=act).select_for_update()
    if batch := batches.order_by("-pk").first():
        ACTS[act.name].undo(act.user, batch.changes, act.value, act.user.study_day(now))
        BulkActBatch.objects.filter(user=act.user, pk=batch.pk).delete()


def _row(act: BulkAct) -> QuerySet[BulkAct]:
    return BulkAct.objects.filter(user=act.user_id, pk=act.pk)
