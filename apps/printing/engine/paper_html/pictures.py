"""The pictures of a group: local copies for the process that lays it out, and what is printed for a missing one."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from html import escape

from django.utils.translation import gettext as _

from apps.cards.media.media_storage import local_copy
from apps.web.storage import MissingFile

NAME = r"[0-9a-f]{64}\.(?:png|jpg|webp|gif)"
IMAGE = re.compile(
    rf'<img\b[^<>]*\bsrc="media:(?P<image>{NAME})"[^<>]*>'
    rf'|<svg class="occlusion"[^<>]*><image href="media:(?P<drawn>{NAME})".*?</svg>'
)
ALTERNATIVE = re.compile(r'\b(?:alt|aria-label)="([^"]*)"')


def picture_names(html: str) -> set[str]:
    """Return the names of the pictures that a sheet shows."""
    return {_name(found) for found in IMAGE.finditer(html)}


@contextmanager
def local_pictures(names: set[str]) -> Iterator[dict[str, str]]:
    """Give the paths of local copies of pictures; those that are missing from the storage are left out."""
    with ExitStack() as copies:
        paths = {}
        for name in sorted(names):
            with suppress(MissingFile):
                paths[name] = str(copies.enter_context(local_copy(name)))
        yield paths


def replace_missing(html: str, missing: set[str]) -> str:
    """Return the HTML with a sentence in place of each picture that is missing."""
    return IMAGE.sub(lambda found: _missing(found[0]) if _name(found) in missing else found[0], html)


def _name(found: re.Match[str]) -> str:
    return found["image"] or found["drawn"]


def _missing(image: str) -> str:
    alternative = ALTERNATIVE.search(image)
    sentence = escape(_("This picture is missing: %(description)s"))
    return f'<span class="print-missing">{sentence % {"description": alternative[1] if alternative else "?"}}</span>'
