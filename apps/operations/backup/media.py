"""Pictures and sounds in a backup: they are in `media/` under their names on the site, which have their hashes."""

import hashlib
import re
from typing import Any, cast

from django.core.files.storage import Storage

from apps.web import storage
from apps.web.storage import MissingFile

MEDIA = "media"
NAME = re.compile(r"[0-9a-f]{2}/(?P<sha256>[0-9a-f]{64})\.[a-z0-9]{1,5}")


def media_sha256(name: str) -> str:
    """Return the hash of the picture or sound of this name; empty for a file that is none."""
    match = NAME.fullmatch(name)
    return match["sha256"] if match else ""


def is_whole(files: Storage, path: str) -> bool:
    """Read a picture or a sound of the site or of a backup; return whether it is what its name says."""
    try:
        with storage.open_file(files, path) as file:
            return sha256_of(file) == media_sha256(path.removeprefix(f"{MEDIA}/"))
    except MissingFile:
        return False


def sha256_of(file: object) -> str:
    """Return the hash of an open file from where it stands, in hexadecimal digits."""
    return hashlib.file_digest(cast(Any, file), "sha256").hexdigest()
