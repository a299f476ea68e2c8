"""Pictures and sounds in a backup: they are in `media/` under their names on the site, which have their hashes."""

import errno
import hashlib
import re
from collections.abc import Iterator

from django.core.files.storage import Storage

from apps.formats.limits import MIB
from apps.operations.backup.problems import BackupProblem
from apps.web import storage
from apps.web.error_text import sentence
from apps.web.storage import MissingFile

MEDIA = "media"
# What keeps this machine from reading anything: a bucket's files are spooled to its disk.
OF_THIS_MACHINE = errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE
NAME = re.compile(r"[0-9a-f]{2}/(?P<sha256>[0-9a-f]{64})\.[a-z0-9]{1,5}")


def media_sha256(name: str) -> str:
    """Return the hash of the picture or sound of this name; empty for a file that is none."""
    match = NAME.fullmatch(name)
    return match["sha256"] if match else ""


class DamagedFile(Exception):
    """A picture or a sound is missing, cannot be read, or is not what its name says."""


def whole(files: Storage, path: str) -> Iterator[bytes]:
    """Yield the bytes of a picture or a sound of the site or of a backup; raise DamagedFile, maybe at the end only."""
    digest = hashlib.sha256()
    try:
        with storage.open_file(files, path) as file:
            while chunk := file.read(MIB):
                digest.update(chunk)
                yield chunk
    except MissingFile as error:
        raise DamagedFile(path) from error
    except OSError as error:
        if error.errno in OF_THIS_MACHINE:
            raise BackupProblem(f"{path} cannot be read here: {sentence(error)}") from error
        raise DamagedFile(path) from error
    if digest.hexdigest() != media_sha256(path.removeprefix(f"{MEDIA}/")):
        raise DamagedFile(path)


def is_whole(files: Storage, path: str) -> bool:
    """Read a picture or a sound of the site or of a backup; return whether it is what its name says."""
    try:
        for _chunk in whole(files, path):
            pass
    except DamagedFile:
        return False
    return True
