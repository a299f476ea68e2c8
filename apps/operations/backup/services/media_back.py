"""Brings back the pictures and sounds of a backup, each of which is what its name says, or takes them away again."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile

from django.core.files import File
from django.core.files.storage import Storage
from django.core.management import CommandError
from django.db import Error

from apps.formats.limits import MIB
from apps.operations.backup.media import MEDIA, DamagedFile, is_whole, whole
from apps.operations.backup.problems import BackupProblem, written
from apps.web import storage
from apps.web.error_text import sentence
from apps.web.storage import StorageDown, media_files

FAILURES = (BackupProblem, CommandError, Error, OSError, StorageDown)
SHOWN = 10  # names in a sentence


def refuse_damaged(files: Storage, names: list[str], *, without_damaged: bool) -> list[str]:
    """Return which of the pictures and sounds of a backup are not whole; raise BackupProblem unless they may be."""
    damaged = [name for name in names if not is_whole(files, f"{MEDIA}/{name}")]
    if damaged and not without_damaged:
        raise _problem(damaged)
    return damaged


@contextmanager
def copied_back(files: Storage, names: list[str], *, without_damaged: bool) -> Iterator[list[str]]:
    """Copy pictures and sounds to the site, and give the names of those that are not whole in the backup.

    If this or the block fails, those are deleted again that were not there before.
    """
    new: list[str] = []
    damaged: list[str] = []
    try:
        for name in names:
            if not media_files().exists(name):
                new.append(name)
            elif is_whole(media_files(), name):
                continue
            if not _bring_back(files, name):
                damaged.append(name)
                if not without_damaged:
                    raise _problem(damaged)
        yield damaged
    except BaseException as error:
        if not (isinstance(error, BackupProblem) and error.leaves):  # else the database may need them now
            _delete_again(new, error)
        raise


def _problem(damaged: list[str]) -> BackupProblem:
    names = ", ".join(f"{MEDIA}/{name}" for name in damaged[:SHOWN])
    more = f" and {len(damaged) - SHOWN} more" if len(damaged) > SHOWN else ""
    return BackupProblem(
        f"{names}{more}: damaged or missing, for all backups there. While the site still has them, delete these files "
        "there and make a backup, which copies them again; or restore with --without-damaged."
    )


def _bring_back(files: Storage, name: str) -> bool:
    """Copy a picture or a sound; False if it is not whole. What is written was compared: nobody changes it any more."""
    with written(f"{MEDIA}/{name}"), SpooledTemporaryFile(max_size=MIB) as copy:
        try:
            copy.writelines(whole(files, f"{MEDIA}/{name}"))
        except DamagedFile:
            return False
        copy.seek(0)
        storage.write(media_files(), name, File(copy, name))
    return True


def _delete_again(names: list[str], error: BaseException) -> None:
    try:
        for name in names:
            media_files().delete(name)
    except FAILURES:
        leaves = "The database is as it was, but pictures and sounds of the backup may have come back."
        raise BackupProblem(sentence(error), leaves) from error
