"""Deletes old backups, and the pictures and sounds that only they had."""

from pathlib import Path

from django.core.files.storage import Storage

from apps.operations.backup import manifest as manifests
from apps.operations.backup import targets
from apps.operations.backup.manifest import BACKUPS, Manifest
from apps.operations.backup.media import MEDIA
from apps.operations.backup.problems import BackupProblem
from apps.web import storage
from apps.web.storage import FolderStorage


def keep_newest(target: str, number: int, made: str) -> list[str]:
    """Delete the backups of this site that are older than the newest ones, of which the one just made is the last.

    Those that are dated later stay, beside them: a clock was wrong, and nobody knows which. Then the pictures are
    deleted that no backup names which stays.

    Return the names of those that this site has not signed, and of links to somewhere else. They count as none and
    stay as they are, and then so do all pictures: a forged one shall make nobody delete a good one, and one from before
    a new secret key may be good. Raises BackupProblem.
    """
    with targets.writing(target) as files:
        linked = [name for name in manifests.folders(files) if _is_link(files, f"{BACKUPS}/{name}")]
        complete = [name for name in manifests.names(files) if name not in linked]
        ours = [found for name in complete if (found := _signed_here(files, name))]
        if made not in {each.name for each in ours}:
            raise BackupProblem(f"The backup {made} is not there as it was made.")
        kept = [each for each in ours if each.name <= made][-number:] + [each for each in ours if each.name > made]
        foreign = sorted({*linked, *complete} - {each.name for each in ours})
        for name in set(manifests.folders(files)) - {each.name for each in kept} - set(foreign):
            _delete(files, name)
        if not foreign:
            _keep_media(files, kept)
        return foreign


def _is_link(files: Storage, name: str) -> bool:
    return isinstance(files, FolderStorage) and Path(files.path(name)).is_symlink()


def _signed_here(files: Storage, name: str) -> Manifest | None:
    try:
        found = Manifest.read(files, name)
    except BackupProblem:
        return None
    return found if found.is_signed_here() else None


def _keep_media(files: Storage, kept: list[Manifest]) -> None:
    """Delete the other pictures and sounds; not what is left of one that a row of a kept backup names."""
    used = {f"{MEDIA}/{name}" for manifest in kept for name in (*manifest.media, *manifest.left_out)}
    for name in list(storage.names_below(files, MEDIA)):
        if name not in used:
            files.delete(name)


def _delete(files: Storage, name: str) -> None:
    """Delete a backup, its manifest first: what is left of it is none."""
    files.delete(manifests.manifest_file(name))
    for file in list(storage.names_below(files, f"{BACKUPS}/{name}")):
        files.delete(file)
