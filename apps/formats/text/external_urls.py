"""Tells names of files from URLs of other sites."""

import re

BEGINNING = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def is_external(target: str) -> bool:
    """Return whether the target of a picture or a link is a URL of another site, with its scheme or without."""
    return bool(BEGINNING.match(target))
