"""Undoes an import of practice pages, for a day and once."""

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError

from apps.courses.services.course_lock import lock_course
from apps.exchange.models import UNDO_TTL, UndoableImport
from apps.lessons.services.undo_changes import undo_changes
from apps.web.pieces import piece


class ImportCannotBeUndone(Exception):
    """The import was undone already, or a day has passed since."""


def undo_import(undoable: UndoableImport, *, at: datetime) -> list[str]:
    """Take back what an import changed, lesson by lesson; return what stays because of what came after.

    What breaks off is continued by the next press. Raises ImportCannotBeUndone, or CourseGone.
    """
    kept, left = _undo_last(undoable, at)
    with suppress(ImportCannotBeUndone):  # another press took back the rest at the same time
        while left:
            more, left = _undo_last(undoable, at)
            kept += more
    return kept


def _undo_last(undoable: UndoableImport, at: datetime) -> tuple[list[str], bool]:
    """Take back the last change that is left; return what of it stays, and whether there are others.

    An answer that arrives at the same moment makes the first try fail: the note is archived by the second.
    """
    try:
        return _undo(undoable, at)
    except IntegrityError:
        return _undo(undoable, at)


def _undo(undoable: UndoableImport, at: datetime) -> tuple[list[str], bool]:
    with piece():
        lock_course(undoable.course_id)  # no import at the same time
        left = UndoableImport.objects.filter(pk=undoable.pk, undone_at=None, imported_at__gt=at - UNDO_TTL).first()
        if left is None:
            raise ImportCannotBeUndone
        kept = undo_changes(undoable.course, left.changes[-1:])
        left.changes = left.changes[:-1]
        left.undone_at = None if left.changes else at
        left.save(update_fields=["changes", "undone_at"])
    return kept, bool(left.changes)


def delete_expired_imports(now: datetime) -> None:
    """Delete what is needed to undo imports that can no longer be undone."""
    UndoableImport.objects.filter(imported_at__lte=now - UNDO_TTL).delete()
