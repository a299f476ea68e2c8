"""Does an act to many cards or notes, and undoes it, one short transaction a batch: nobody waits long for another."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched

from django.db.models import F, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.formats.progress import ProgressCallback, no_progress
from apps.jobs.models import Job
from apps.library.models import MAX_EXAMPLE_LENGTH, UNDO_TTL, BulkAct, BulkActBatch
from apps.library.services.bulk.acts import ACTS, Changes, first_note, number_of
from apps.web.pieces import piece
from apps.web.statements import across_users

JOB = "bulk_act"  # the kind of job that does an act to many
MAX_NAMES = 5  # of those that are left out


class ActCannotBeUndone(Exception):
    """The act cannot be undone; the text is for its person."""


def begin(person: User, name: str, value: str, *, at: datetime) -> BulkAct:
    """Note that an act begins."""
    return BulkAct.objects.create(user=person, name=name, value=value, begun_at=at)


def run(act: BulkAct, keys: Sequence[int], *, now: datetime, progress: ProgressCallback = no_progress) -> None:
    """Do an act to cards, or to notes; begun again, it continues. Raises what `progress` raises.

    What was done before it broke off stays, and can be undone. What is left out is counted from the beginning.
    """
    done, act.left_out = 0, []
    _row(act).update(left_out=[], left_out_number=0)
    for batch in batched(keys, ACTS[act.name].batch_size):
        progress(done, len(keys))
        with piece():
            _run_batch(act, list(batch), now)
        done += len(batch)
    act.refresh_from_db(from_queryset=_row(act))


def running_acts(person: User) -> set[int]:
    """Return the keys of the acts that a job is still to do, or doing."""
    jobs = Job.objects.open().filter(owner=person, kind=JOB)
    return {arguments["act"] for arguments in jobs.values_list("arguments", flat=True)}


def check_undo(act: BulkAct, now: datetime) -> None:
    """Raise ActCannotBeUndone where the act cannot be undone, or not yet. One that broke off can."""
    if not act.can_be_undone(now):
        raise ActCannotBeUndone(_("That was already undone, or a day has passed since. Nothing changed."))
    if act.pk in running_acts(act.user):
        raise ActCannotBeUndone(_("That is still being done. Cancel it or wait until it ends, then undo it."))


def undo(act: BulkAct, *, now: datetime, progress: ProgressCallback = no_progress) -> None:
    """Take an act back, the last batch first. Raises ActCannotBeUndone, and what `progress` raises."""
    check_undo(act, now)
    total = BulkActBatch.objects.filter(user=act.user, act=act).count()
    for done in range(total):
        progress(done, total)
        with piece():
            _undo_batch(act, now)
    _row(act).update(undone_at=now)
    act.refresh_from_db(from_queryset=_row(act))


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
        _name_first(act, changes)
    act.left_out = [*act.left_out, *names][:MAX_NAMES]
    _row(act).update(
        changed=F("changed") + number,
        left_out=act.left_out,
        left_out_number=F("left_out_number") + len(names),
    )


def _name_first(act: BulkAct, changes: Changes) -> None:
    """Name the first note that an act changed, which tells the acts of a list apart."""
    if not act.first_deck and (note := first_note(act.user, changes, of_notes=ACTS[act.name].of_notes)):
        act.first_name, act.first_deck = (
            Truncator(" ".join(text.split())).chars(MAX_EXAMPLE_LENGTH) for text in (str(note), note.deck.title)
        )
        _row(act).update(first_name=act.first_name, first_deck=act.first_deck)


def _undo_batch(act: BulkAct, now: datetime) -> None:
    batches = BulkActBatch.objects.filter(user=act.user, act=act).select_for_update()
    if batch := batches.order_by("-pk").first():
        restored = ACTS[act.name].undo(act.user, batch.changes, act.value, act.user.study_day(now))
        _row(act).update(restored=F("restored") + restored)
        BulkActBatch.objects.filter(user=act.user, pk=batch.pk).delete()


def _row(act: BulkAct) -> QuerySet[BulkAct]:
    return BulkAct.objects.filter(user=act.user_id, pk=act.pk)
