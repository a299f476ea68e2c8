"""Where pictures and sounds are kept: a file each, named by its own hash, and the decks that hold it."""

import os
import re
import time
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from apps.cards.media import Verified
from apps.cards.models import Deck, DeckMedia, Media
from apps.cards.rendering import NO_MEDIA, Medium, Shown, name_of

ADDRESS = "/media/"
A_WHILE = 3600  # seconds
SHOWN = re.compile(r"!\[[^\]\[]*\]\((?:<([^<>\n]*)>|([^\s()<>]+))")


def folder() -> Path:
    """Return the folder of all files."""
    return Path(settings.DATA) / "media"


def path_of(file_name: str) -> Path:
    """Return where a file of that name is kept."""
    return folder() / file_name[:2] / file_name


def medium_of(media: Media) -> Medium:
    """Return what cards show of it."""
    return Medium(f"{ADDRESS}{media.file_name}", media.width, media.height)


def shown_in(deck: Deck) -> Shown:
    """Return the pictures and sounds of a deck by the names that its notes call them."""
    held = DeckMedia.objects.filter(deck=deck).select_related("media") if deck.pk else ()
    return {each.name: medium_of(each.media) for each in held}


def media_of(text: str, deck: Deck) -> Shown:
    """Return the pictures and sounds that a text of a deck may show; asks for none where the text shows none."""
    return shown_in(deck) if "![" in text else NO_MEDIA


def names_in(text: str) -> set[str]:
    """Return the names of the pictures and sounds that a text in Markdown shows."""
    return {name_of(found[1] or found[2]) for found in SHOWN.finditer(text)} if "![" in text else set()


def store(found: Verified) -> Media:
    """Keep a picture or a sound, and its file if that is not there yet."""
    values = {
        "source_sha256": found.source_sha256,
        "extension": found.extension,
        "size": len(found.data),
        "width": found.width,
        "height": found.height,
    }
    media, _ = Media.objects.get_or_create(sha256=found.sha256, defaults=values)
    _write(path_of(media.file_name), found.data)
    return media


@transaction.atomic
def hold(deck: Deck, media: Mapping[str, Media]) -> int:
    """Let a deck hold pictures and sounds by these names; return how many names are new to it."""
    there = set(DeckMedia.objects.filter(deck=deck, name__in=media).values_list("name", flat=True))
    rows = [DeckMedia(deck=deck, name=name, media=each) for name, each in media.items()]
    DeckMedia.objects.bulk_create(
        rows, 200, update_conflicts=True, unique_fields=["deck", "name"], update_fields=["media"]
    )
    return len(media) - len(there)


def _write(path: Path, data: bytes) -> None:
    """Write a file that appears only when it is whole."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def clean(*, dry_run: bool) -> tuple[int, int]:
    """Remove what no deck holds, and files that nothing knows of; return how many files and bytes that are.

    Files of the last hour stay: an import may be about to name them.
    """
    unheld = Media.objects.filter(in_decks=None)
    held = {media.file_name for media in Media.objects.exclude(in_decks=None)}
    before = time.time() - A_WHILE
    files = [path for path in folder().glob("??/*") if path.name not in held and path.stat().st_mtime < before]
    size = sum(path.stat().st_size for path in files)
    if not dry_run:
        unheld.delete()
        for path in files:
            path.unlink(missing_ok=True)
    return len(files), size
