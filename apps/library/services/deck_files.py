"""Adds pictures and sounds to a deck, and deletes those that its notes do not use."""

from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.text import slugify

from apps.cards.media.verify_media import verify
from apps.cards.models import Deck, DeckMedia, Media
from apps.cards.services.deck_lock import lock_deck
from apps.cards.services.media import add_to_deck, store_media
from apps.library.deck_pages.deck_files import unused_keys

MAX_WRITTEN = 500  # notes that are read while the deck is locked
MAX_STEM_LENGTH = 60  # of a name: notes spell it out


def add_file(deck: Deck, name: str, data: bytes) -> DeckMedia:
    """Verify and store a file, and add it to the deck under a name of its own. Raises MediaProblem."""
    verified = verify(data)
    with transaction.atomic():
        lock_deck(deck.pk)
        media = store_media(verified)
        same = deck.media.filter(media=media).first()
        if same:
            return same
        free = _free_name(deck, name, media)
        add_to_deck(deck, {free: media})
        return deck.media.select_related("media").get(name=free)


def delete_unused_files(deck: Deck) -> int:
    """Take the files that no note uses out of the deck; return how many. A cleanup deletes what no deck holds.

    All notes are read before the deck is locked, and then those that were written since.
    """
    before = set(_versions(deck))
    unused = unused_keys(deck, deck.notes.all())
    with transaction.atomic():
        lock_deck(deck.pk)
        written = [pk for pk, at in _versions(deck) if (pk, at) not in before]
        if len(written) <= MAX_WRITTEN:
            unused &= unused_keys(deck, deck.notes.filter(pk__in=written))
            count, _rows = DeckMedia.objects.filter(deck=deck, pk__in=unused).delete()
            return count
    return delete_unused_files(deck)  # an import wrote so many


def _versions(deck: Deck) -> list[tuple[int, datetime]]:
    """Return the keys of the deck's notes, each with when it was written; an index has both."""
    return list(deck.notes.order_by().values_list("pk", "edited_at"))


def _free_name(deck: Deck, name: str, media: Media) -> str:
    """Return a name like that of the file, which needs no marks in Markdown and is new to the deck."""
    stem = slugify(PurePath(name).stem, allow_unicode=True)[:MAX_STEM_LENGTH] or ("picture" if media.width else "sound")
    taken = set(deck.media.filter(name__startswith=stem).values_list("name", flat=True))
    free, number = f"{stem}.{media.extension}", 1
    while free in taken:
        number += 1
        free = f"{stem}-{number}.{media.extension}"
    return free
