"""The pictures and sounds of a deck, by the names that its notes call them. Only reads."""

import re
from collections.abc import Mapping

from apps.cards.models import Deck, DeckMedia, Media
from apps.cards.rendering.markdown import render
from apps.cards.rendering.media_tags import NO_MEDIA, MediaByName, MediaReference, media_names

SHOWN = re.compile(r"!\[[^\]\[]*\]\((?:<([^<>\n]*)>|([^\s()<>]+))")


def reference_to(media: Media) -> MediaReference:
    """Return what cards show of a picture or a sound."""
    return MediaReference(media.file_name, media.width, media.height)


def media_of_deck(deck: Deck) -> MediaByName:
    """Return all pictures and sounds of a deck."""
    rows = DeckMedia.objects.filter(deck=deck).select_related("media") if deck.pk else ()
    return {row.name: reference_to(row.media) for row in rows}


def media_for_text(text: str, deck: Deck) -> MediaByName:
    """Return the pictures and sounds that a text of a deck may show; no query where the text shows none."""
    return media_of_deck(deck) if "![" in text else NO_MEDIA


def render_text(text: str, deck: Deck) -> str:
    """Return a text of a deck as safe HTML, with its pictures and sounds as cards store them."""
    return render(text, media=media_for_text(text, deck)).html


def names_in(text: str) -> set[str]:
    """Return the names that pictures and sounds of a text in Markdown may have."""
    return {name for names in names_by_target(text) for name in names}


def names_by_target(text: str) -> set[tuple[str, ...]]:
    """Return of each picture and sound that a text in Markdown shows the names that it may have, the first first."""
    return {media_names(found[1] or found[2]) for found in SHOWN.finditer(text)} if "![" in text else set()


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Return a text in Markdown whose pictures and sounds have other names, by those that they have now."""

    def renamed(found: re.Match[str]) -> str:
        target = found[1] or found[2]
        new = next((names[name] for name in media_names(target) if name in names), target)
        before, _target, after = found[0].rpartition(target)
        return f"{before}{new}{after}"

    return SHOWN.sub(renamed, text)
