"""Notes as Anki had them, so that they return to Anki unchanged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cards.models import Note


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
