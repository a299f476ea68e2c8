"""Makes the texts that are searched again, from the notes."""

from django.core.management.base import BaseCommand

from apps.cards.models import Note
from apps.cards.services.text_index import rebuild_index, store_texts
from apps.web.keyset import pieces


class Command(BaseCommand):
    """Writes what is searched of every note, and the index over it."""

    help = "Make the text index again, for example where check_data says that it is not in step."

    def handle(self, *args: object, **options: object) -> None:
        """Go through all notes, with no statement open while a piece is stored: SQLite refuses that beside others."""
        number = 0
        for batch in pieces(Note.objects.prefetch_related("cards")):
            store_texts(batch, [note.cards.all() for note in batch])
            number += len(batch)
        rebuild_index()
        self.stdout.write(f"Indexed the texts of {number:,} notes.")
