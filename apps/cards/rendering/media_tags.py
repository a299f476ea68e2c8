"""The tags of pictures and sounds. Stored HTML names their files; only a page that shows it knows their URLs."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from django.urls import get_script_prefix
from django.utils.html import escape

from apps.formats.text.external_urls import is_external

SCHEME = "media:"  # of pictures and sounds in stored HTML
IMAGE, SOUND = f'<img src="{SCHEME}', f'<audio src="{SCHEME}'
DRAWN_IMAGE = f'<image href="{SCHEME}'  # a picture inside a drawing of ours


@dataclass(frozen=True)
class MediaReference:
    """A picture or a sound of a deck, by the name of its file; a sound has no size."""

    file_name: str
    width: int = 0
    height: int = 0

    def tag(self, label: str) -> str:
        """Return the HTML that shows it, as it is stored."""
        if self.width:
            size = f'width="{self.width}" height="{self.height}"'
            return f'{IMAGE}{self.file_name}" alt="{escape(label)}" {size} loading="lazy">'
        return f'{SOUND}{self.file_name}" controls preload="none" aria-label="{escape(label)}"></audio>'


type MediaByName = Mapping[str, MediaReference]  # by the names that notes call them
NO_MEDIA: MediaByName = {}


def media_names(target: str) -> tuple[str, ...]:
    """Return the names that the target of an image in Markdown may stand for: as it is, decoded, without its folders.

    Some files are named `%E5%85%AD.png`. A deck has no folders, but its author's `media/map.png` is its `map.png`.
    """
    decoded = _decoded(target)
    is_url = decoded.startswith("/") or is_external(decoded)
    own = decoded if is_url else decoded.rpartition("/")[2]
    names = (unicodedata.normalize("NFC", name) for name in (target, decoded, own or decoded))
    return tuple(dict.fromkeys(names))


def _decoded(target: str) -> str:
    """Return a target without percent signs that stand for others; those of `per%cent.png` stand for none."""
    try:
        return unquote(target, errors="strict")
    except UnicodeDecodeError:
        return target


def with_media_urls(html: str, folder: str = "") -> str:
    """Return HTML as it is stored with the URLs of its pictures and sounds, which are where the site is now.

    `folder` is the path, with its last slash, from which they come to those who may not see them otherwise.
    Only tags of ours begin so: an author's `<` is `&lt;`.
    """
    if SCHEME not in html:
        return html
    media = folder or f"{get_script_prefix()}media/"
    for tag in (IMAGE, SOUND, DRAWN_IMAGE):
        html = html.replace(tag, tag.replace(SCHEME, media))
    return html
