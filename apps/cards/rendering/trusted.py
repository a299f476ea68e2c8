"""Declares stored HTML safe for templates: nothing else in the project does."""

import re

from django.utils.safestring import SafeString, mark_safe

from apps.cards.rendering.media_tags import with_media_urls

SCROLLS = re.compile(r"<(pre|table)>")  # what may be wider than its page
IN_FOCUS = r'<\1 tabindex="0">'  # who has no mouse scrolls it with the keys


def trusted(html: str, media_folder: str = "") -> SafeString:
    """Return HTML that `render` made as one that pages show as it is; nothing else may pass through here."""
    return mark_safe(SCROLLS.sub(IN_FOCUS, with_media_urls(html, media_folder)))  # noqa: S308 - sanitized when the note was saved


def trusted_on_paper(html: str) -> SafeString:
    """Return HTML that `render` made for a template that is printed.

    Pictures keep the scheme under which they are stored, `media:<sha256>.<extension>`: whoever prints resolves it to
    files (`apps.cards.media.media_storage.local_copy`).
    """
    return mark_safe(html)  # noqa: S308 - sanitized when the note was saved
