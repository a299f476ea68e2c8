"""Deletes old backups, and the pictures and sounds that only they had."""

from django.core.files.storage import Storage

from apps.operations.backup import manifest as manifests
from apps.operations.backup import targets
from apps.operations.backup.manifest import BACKUPS, MEDIA, Manifest
from apps.web import storage


def keep_newest(target: str, number: int) -> None:
    """Delete all backups but the newest complete ones, then what none of those names. Raises BackupProblem."""
    with targets.writing(target) as files:
        kept = manifests.names(files)[-number:]
        _keep(files, [Manifest.read(files, name) for name in kept])  # a damaged one stops this: nothing is deleted


def _keep(files: Storage, kept: list[Manifest]) -> None:
    for name in set(manifests.folders(files)) - {manifest.name for manifest in kept}:
        _delete(files, name)
    used = {f"{MEDIA}/{name}" for manifest in kept for name in manifest.media}
    for name in list(storage.names_below(files, MEDIA)):
        if name not in used:
            files.delete(name)


def _delete(files: Storage, name: str) -> None:
    """Delete a backup, its manifest first: what is left of it is none."""
    files.delete(manifests.manifest_file(name))
    for file in list(storage.names_below(files, f"{BACKUPS}/{name}")):
        files.delete(file)
