"""Where backups are: in a folder or a bucket, which hold many that share their pictures, or in one file.

All three are storages with the same names in them: `backups/<name>/` is a backup, `media/` what it shares with others.
"""

import fcntl
import os
import re
import stat
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from django.core.files.storage import Storage

from apps.operations.backup.leftovers import is_abandoned
from apps.operations.backup.problems import BackupProblem, another_backup
from apps.operations.backup.tar_archive import BoundedFile, TarArchive
from apps.web.error_text import sentence
from apps.web.object_storage import ObjectStorage
from apps.web.storage import FolderStorage, StorageDown

BUCKET = "s3://"
LOCK = ".lock"  # in a folder of backups


def is_archive(target: str) -> bool:
    """Whether a target is one file, and no folder or bucket: those end with a slash, or are there already."""
    return not target.startswith(BUCKET) and not target.endswith("/") and not Path(target).is_dir()


def spelled(target: str) -> str:
    """Return the one spelling of a target, by which it is locked: /folder/, /file or s3://bucket/folder/."""
    if target.startswith(BUCKET):
        return f"{target.rstrip('/')}/"
    path = Path(target).resolve()
    return str(path) if is_archive(target) else f"{path}/"


@contextmanager
def writing(target: str) -> Iterator[Storage]:
    """Give the storage in which a backup is made. An archive takes its name when it is complete."""
    with _problems_of(target):
        if target.startswith(BUCKET):
            yield bucket(target)
            return
        if not is_archive(target):
            with _alone_in(Path(target)):
                yield FolderStorage(location=target)
            return
        with _archive(Path(target).absolute()) as tar:
            yield tar


def delete_left_archives(target: str, now: datetime) -> None:
    """Delete what killed backups to one file have left beside it: nobody has written to it for hours.

    What cannot be deleted, since another account has left it, keeps no backup from being made.
    """
    if not is_archive(target):
        return
    path = Path(target).absolute()
    unfinished = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{32}}\.part")
    for left in path.parent.glob(".*.part"):
        with suppress(OSError):
            file = left.lstat()
            if unfinished.fullmatch(left.name) and stat.S_ISREG(file.st_mode) and is_abandoned(file, now):
                left.unlink()


@contextmanager
def reading(target: str) -> Iterator[Storage]:
    """Give the storage in which backups are."""
    with _problems_of(target):
        if not is_archive(target):
            if not target.startswith(BUCKET) and not Path(target).is_dir():
                raise FileNotFoundError(target)
            yield bucket(target) if target.startswith(BUCKET) else FolderStorage(location=target)
            return
        with BoundedFile(target) as file, tarfile.open(fileobj=file, mode="r:") as tar:
            yield TarArchive(tar)


@contextmanager
def _archive(path: Path) -> Iterator[TarArchive]:
    """Write one file, which takes its name when it is whole."""
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with tarfile.open(unfinished, "x") as tar:
            yield TarArchive(tar)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let no other process of this machine make or delete backups in a folder, whatever site and name it has for it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise another_backup(f"{folder}/") from None
        yield


def bucket(url: str) -> ObjectStorage:
    """Return the storage of s3://bucket/prefix; its keys and its address are in AWS's own variables."""
    parts = urlsplit(url)
    if not parts.netloc:
        raise BackupProblem(f"{url} names no bucket. Write s3://bucket or s3://bucket/folder.")
    return ObjectStorage(
        addressing="auto",
        bucket_name=parts.netloc,
        location=parts.path.strip("/"),
        default_acl=None,
        file_overwrite=True,
    )


@contextmanager
def _problems_of(target: str) -> Iterator[None]:
    """Turn what a folder, a bucket or an archive raises into a sentence."""
    try:
        yield
    except FileNotFoundError as error:
        raise BackupProblem(f"{target} has no {Path(str(error.filename or error)).name}. Check the name.") from error
    except (tarfile.TarError, EOFError) as error:
        raise BackupProblem(f"{target} is no backup, or it is damaged. Take another one.") from error
    except (OSError, StorageDown) as error:
        raise BackupProblem(f"{target} cannot be used: {sentence(error)}") from error
