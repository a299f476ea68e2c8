"""Makes the texts that are searched again, from the notes."""

from itertools import batched

from django.core.management.base import BaseCommand

from apps.cards.models import Note
from apps.cards.services.text_index import rebuild_index, store_texts

BATCH_SIZE = 500


class Command(BaseCommand):
    """Writes what is searched of every note, and the index over it."""

    help = "Make the text index again, for example where check_data says that it is not in step."

    def handle(self, *args: object, **options: object) -> None:
        """Go through all notes in batches."""
        number = 0
        notes = Note.objects.prefetch_related("cards").order_by("pk").iterator(BATCH_SIZE)
        for batch in batched(notes, BATCH_SIZE):
            store_texts(batch, [note.cards.all() for note in batch])
            number += len(batch)
        rebuild_index()
        self.stdout.write(f"Indexed the texts of {number:,} notes.")
