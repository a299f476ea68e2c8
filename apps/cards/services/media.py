"""Stores pictures and sounds, adds them to decks, and deletes what no deck and no course holds."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Q

from apps.cards.media import media_storage
from apps.cards.media.deck_media import names_in
from apps.cards.media.verify_media import VerifiedMedia
from apps.cards.models import Deck, DeckMedia, Media, Note
from apps.web.storage import media_files

BATCH_SIZE = 200  # rows of one statement
UNUSED = Q(in_decks=None, covers=None)
IMPORT_TIME = timedelta(hours=1)  # a file may be there that long before a deck names it


def store_media(verified: VerifiedMedia) -> Media:
    """Store a picture or a sound, and its file if that is not there yet."""
    values = {
        "source_sha256": verified.source_sha256,
        "extension": verified.extension,
        "size": len(verified.data),
        "width": verified.width,
        "height": verified.height,
    }
    media, _ = Media.objects.get_or_create(sha256=verified.sha256, defaults=values)
    media_storage.write(media.file_name, verified.data)
    return media


@transaction.atomic
def add_to_deck(deck: Deck, media: Mapping[str, Media]) -> int:
    """Add pictures and sounds to a deck by these names; return how many names are new to it."""
    existing = DeckMedia.objects.filter(deck=deck, name__in=media).count()
    rows = [DeckMedia(deck=deck, name=name, media=each) for name, each in media.items()]
    DeckMedia.objects.bulk_create(
        rows, BATCH_SIZE, update_conflicts=True, unique_fields=["deck", "name"], update_fields=["media"]
    )
    return len(media) - existing


def add_media_of(note: Note, deck: Deck) -> bool:
    """Add the pictures and sounds of a note to another deck; False where that has others by the same names."""
    names = names_in(f"{note.front}\n{note.back}\n{note.extra}")
    if not names:
        return True
    rows = DeckMedia.objects.filter(deck=note.deck_id, name__in=names).select_related("media")
    shown = {row.name: row.media for row in rows}
    there = dict(DeckMedia.objects.filter(deck=deck, name__in=shown).values_list("name", "media"))
    if any(media != shown[name].pk for name, media in there.items()):
        return False
    add_to_deck(deck, {name: media for name, media in shown.items() if name not in there})
    return True


def delete_unused(*, now: datetime, dry_run: bool) -> tuple[int, int]:
    """Delete what nothing holds, and files that no row names; return how many files and bytes that are."""
    if not dry_run:
        _delete_rows()
    used = {media_storage.storage_name(media.file_name) for media in Media.objects.exclude(UNUSED)}
    stored = media_storage.stored_files()
    unused = [file for file in stored if file.name not in used and file.written_at < now - IMPORT_TIME]
    for file in unused if not dry_run else ():
        media_files().delete(file.name)
    return len(unused), sum(file.size for file in unused)


@transaction.atomic
def lock_media(keys: Iterable[int]) -> set[int]:
    """Return those of the keys that still have a row, which nobody deletes before the transaction ends."""
    return set(Media.objects.select_for_update().filter(pk__in=list(keys)).values_list("pk", flat=True))


def _delete_rows() -> None:
    """Delete the rows that nothing holds; an import that is about to use one has locked it, or plans again."""
    for batch in batched(Media.objects.filter(UNUSED).values_list("pk", flat=True), BATCH_SIZE):
        with transaction.atomic():
            Media.objects.filter(UNUSED, pk__in=lock_media(batch)).delete()
