"""Archives, restores and tags many notes at once."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.cards.models import Note
from apps.cards.services.cards import render_cards
from apps.cards.services.note_batches import note_batches
from apps.cards.services.notes import change_notes, update_notes
from apps.cards.services.text_index import store_tags
from apps.cards.tags import normalize_tags
from apps.formats.limits import MAX_TAGS_LENGTH
from apps.web.pieces import piece


class TooManyTags(ValueError):
    """A note's tags would together be longer than a note can hold; the message names the note."""


def set_archived(notes: Iterable[Note], archived: bool) -> int:
    """Archive the notes or restore them, with their cards, piece by piece; return how many changed."""
    changed = [note for note in notes if note.archived != archived]
    for note in changed:
        note.archived = archived
    changed.sort(key=attrgetter("deck_id"))
    for _deck, of_deck in groupby(changed, key=attrgetter("deck_id")):
        for batch in note_batches(list(of_deck)):
            rendered = render_cards(batch)
            with piece():
                change_notes(batch, rendered)
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
    update_notes(changed, ["tags"], now)
    store_tags(changed)
    return len(changed)
