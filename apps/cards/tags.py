"""Tags of notes, as they are stored."""

from collections.abc import Iterable


def normalize_tags(words: Iterable[str]) -> str:
    """Return tags as they are stored: each once, with a space before and after, so that " tag " finds one."""
    unique = list(dict.fromkeys(word.strip(",") for word in words))
    return f" {' '.join(filter(None, unique))} " if any(unique) else ""
