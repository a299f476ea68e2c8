"""Notes in batches that one transaction saves, together with the rows of everyone who learns their cards."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db.models import Count

from apps.cards.models import Note, of_card_models
from apps.web.statements import across_users

ROWS_OF_A_BATCH = 1_000
ROWS_OF_A_NOTE = 10  # a note takes as long as so many rows of people


def note_batches(notes: Sequence[Note]) -> Iterator[list[Note]]:
    """Yield notes in batches of so many notes and rows."""
    numbers = _numbers_of_rows(notes)
    batch: list[Note] = []
    rows = 0
    for note in notes:
        size = ROWS_OF_A_NOTE + numbers[note.pk]
        if batch and rows + size > ROWS_OF_A_BATCH:
            yield batch
            batch, rows = [], 0
        batch.append(note)
        rows += size
    if batch:
        yield batch


@across_users("a note is saved with the rows of everyone who learns it")
def _numbers_of_rows(notes: Sequence[Note]) -> Counter[int]:
    """Return how many rows of people each note has."""
    numbers: Counter[int] = Counter()
    for model in of_card_models():
        rows = model._default_manager.filter(card__note__in=notes).order_by()
        numbers.update(dict(rows.values_list("card__note").annotate(number=Count("pk"))))
    return numbers
