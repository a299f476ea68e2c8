"""Undoes an import of practice pages, for a day and once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from apps.courses.models import Course
from apps.exchange.models import UNDO_TTL, UndoableImport
from apps.lessons.services.undo_changes import undo_changes


class ImportCannotBeUndone(Exception):
    """The import was undone already, or a day has passed since."""


def undo_import(undoable: UndoableImport, *, at: datetime) -> list[str]:
    """Take back what an import changed; return what stays because of what came after. Raises ImportCannotBeUndone.

    An answer that arrives at the same moment makes the first try fail: the note is archived by the second.
    """
    try:
        return _undo(undoable, at)
    except IntegrityError:
        return _undo(undoable, at)


@transaction.atomic
def _undo(undoable: UndoableImport, at: datetime) -> list[str]:
    course = Course.objects.select_for_update(no_key=True).get(pk=undoable.course_id)  # no import at the same time
    can_undo = UndoableImport.objects.filter(pk=undoable.pk, undone_at=None, imported_at__gt=at - UNDO_TTL)
    if not can_undo.update(undone_at=at):
        raise ImportCannotBeUndone
    return undo_changes(course, undoable.changes)


def delete_expired_imports(now: datetime) -> None:
    """Delete what is needed to undo imports that can no longer be undone."""
    UndoableImport.objects.filter(imported_at__lte=now - UNDO_TTL).delete()
