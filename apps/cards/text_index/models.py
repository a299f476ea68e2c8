"""The text of a note as it is searched, in a row of its own."""

from django.db import models


class NoteText(models.Model):
    """What is searched of one note, folded (see `plain_text`). Written with the note, in services/text_index.py."""

    note = models.OneToOneField(to="cards.Note", on_delete=models.CASCADE, primary_key=True, related_name="text")
    front = models.TextField()
    back = models.TextField()
    extra = models.TextField()
    tags = models.TextField()
    has_picture = models.BooleanField(default=False)
    has_sound = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.front
