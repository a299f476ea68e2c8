"""What notes were in Anki, so that they go back there as they came."""

from django.db import models

from apps.cards.models import Note


class NoteType(models.Model):
    """A note type of Anki: its fields, its templates and its style. Equal ones are one row."""

    digest = models.CharField(max_length=64, unique=True, help_text="Of all that follows.")
    anki_id = models.BigIntegerField()
    name = models.TextField()
    fields = models.JSONField()
    templates = models.JSONField(help_text="A list of name, front and back.")
    css = models.TextField(blank=True)
    is_cloze = models.BooleanField()

    class Meta:
        verbose_name = "note type"

    def __str__(self) -> str:
        return self.name


class AnkiOrigin(models.Model):
    """The fields of a note as Anki had them when it was imported last, in HTML."""

    note = models.OneToOneField(Note, primary_key=True, on_delete=models.CASCADE, related_name="original")
    note_type = models.ForeignKey(NoteType, on_delete=models.PROTECT, related_name="originals")
    fields = models.JSONField()

    def __str__(self) -> str:
        return f"{self.note} as {self.note_type}"
