"""Archives, restores and tags many notes at once."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from apps.cards.models import Note
from apps.cards.services.notes import BATCH_SIZE, save_note
from apps.cards.services.text_index import store_tags
from apps.cards.tags import normalize_tags
from apps.formats.limits import MAX_TAGS_LENGTH


class TooManyTags(ValueError):
    """A note's tags would together be longer than a note can hold; the message names the note."""


@transaction.atomic
def set_archived(notes: Iterable[Note], archived: bool) -> int:
    """Archive the notes or restore them, with their cards; return how many changed."""
    changed = [note for note in notes if note.archived != archived]
    for note in changed:
        note.archived = archived
        save_note(note)
    return len(changed)


@transaction.atomic
def change_tags(notes: Iterable[Note], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
    """Add and remove tags; return how many notes changed. Raises TooManyTags, and then none has."""
    add, remove, now = list(add), set(remove), timezone.now()
    changed = []
    for note in notes:
        tags = normalize_tags([*(tag for tag in note.tags.split() if tag not in remove), *add])
        if len(tags) > MAX_TAGS_LENGTH:
            message = _("The note “%(note)s” has no room for more tags. Remove some of its tags first.")
            raise TooManyTags(message % {"note": note})
        if tags != note.tags:
            note.tags = tags
            note.edited_at = now
            changed.append(note)
    bulk_update_with_history(changed, Note, ["tags", "edited_at"], batch_size=BATCH_SIZE)
    store_tags(changed)
    return len(changed)
