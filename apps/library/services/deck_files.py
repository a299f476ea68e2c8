"""Adds pictures and sounds to a deck, and deletes those that its notes do not use."""

from pathlib import PurePath

from django.db import transaction
from django.utils.text import slugify

from apps.cards.media.verify_media import verify
from apps.cards.models import Deck, DeckMedia, Media
from apps.cards.services.deck_lock import lock_deck
from apps.cards.services.media import add_to_deck, store_media
from apps.library.deck_pages.deck_files import unused_keys

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


@transaction.atomic
def delete_unused_files(deck: Deck) -> int:
    """Take the files that no note uses out of the deck; return how many. A cleanup deletes what no deck holds."""
    lock_deck(deck.pk)
    count, _rows = DeckMedia.objects.filter(deck=deck, pk__in=unused_keys(deck)).delete()
    return count


def _free_name(deck: Deck, name: str, media: Media) -> str:
    """Return a name like that of the file, which needs no marks in Markdown and is new to the deck."""
    stem = slugify(PurePath(name).stem, allow_unicode=True)[:MAX_STEM_LENGTH] or ("picture" if media.width else "sound")
    taken = set(deck.media.filter(name__startswith=stem).values_list("name", flat=True))
    free, number = f"{stem}.{media.extension}", 1
    while free in taken:
        number += 1
        free = f"{stem}-{number}.{media.extension}"
    return free
