"""Which names a picture or a sound may have, wherever it is from."""

MAX_NAME_LENGTH = 255


def is_name(name: str) -> bool:
    """Return whether a file may have this name: one that is no path, and can be seen."""
    return 0 < len(name) <= MAX_NAME_LENGTH and not any(sign in name for sign in "/\\") and name.isprintable()
