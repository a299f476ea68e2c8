"""Notes as Anki had them, so that they return to Anki unchanged; and imports that can be undone."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Note
from apps.courses.models import Course

UNDO_TTL = timedelta(days=1)


class NoteType(models.Model):
    """A note type of Anki: its fields, its templates and its style. Equal ones are one row."""

    digest = models.CharField(max_length=64, unique=True)  # of all that follows
    anki_id = models.BigIntegerField()
    name = models.TextField()
    fields = models.JSONField()
    templates = models.JSONField()  # a list of name, front and back
    css = models.TextField(blank=True)
    is_cloze = models.BooleanField()

    class Meta:
        verbose_name = _("note type")
        verbose_name_plural = _("note types")

    def __str__(self) -> str:
        return self.name


class AnkiOrigin(models.Model):
    """The fields of a note in HTML, as Anki had them at the latest import."""

    note = models.OneToOneField(Note, primary_key=True, on_delete=models.CASCADE, related_name="anki_origin")
    note_type = models.ForeignKey(NoteType, on_delete=models.PROTECT, related_name="origins")
    fields = models.JSONField()

    class Meta:
        verbose_name = _("note in Anki")
        verbose_name_plural = _("notes in Anki")

    def __str__(self) -> str:
        return f"{self.note} ({self.note_type})"


class UndoableImportQuerySet(models.QuerySet["UndoableImport"]):
    """Reads of imports."""

    def undoable(self, now: datetime) -> Self:
        """Return the imports that can be undone, the newest first, without what they changed."""
        recent = self.filter(undone_at=None, imported_at__gt=now - UNDO_TTL)
        return recent.select_related("importer").defer("changes").order_by("-imported_at")


class UndoableImport(models.Model):
    """An import of practice pages that can be undone for a day: what it changed in each lesson."""

    id = models.UUIDField(primary_key=True)  # that of the upload
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="page_imports")
    importer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=255, blank=True)  # of the file; a pasted text has none
    changes = models.JSONField()
    imported_at = models.DateTimeField(db_index=True)
    undone_at = models.DateTimeField(null=True)

    objects = UndoableImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of practice pages")
        verbose_name_plural = _("imports of practice pages")

    def __str__(self) -> str:
        return self.name or str(_("pasted text"))

    @property
    def until(self) -> datetime:
        """The time from which it can no longer be undone."""
        return self.imported_at + UNDO_TTL
