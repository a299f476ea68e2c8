"""What a backup says of itself: what it holds, the digest of each file, and which Ditcards made it.

It is written last: a backup without one is none.
"""

import json
import re
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.files.storage import Storage
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import is_aware

from apps.formats.limits import MIB
from apps.operations.backup.media import media_sha256
from apps.operations.backup.messages import contents
from apps.operations.backup.problems import BackupProblem
from apps.web import storage
from apps.web.storage import MissingFile

FORMAT = "ditcards-backup-1"
MAX_BYTES = 128 * MIB  # of a manifest: a million pictures and more
BACKUPS = "backups"
NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z")
SIGNATURE = re.compile(r"[0-9a-f]{64}|")  # those from before there were any have none


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A complete backup. `media` are names in the storage of pictures and sounds; the hash of each is in its name."""

    format: str
    name: str
    made_at: str  # ISO 8601
    version: str  # of Ditcards
    secret: str  # a fingerprint of the site's secret key
    database: str  # sqlite or postgresql
    database_sha256: str
    migrations: list[str]  # cards.0001_initial
    rows: dict[str, int]  # by table
    media: list[str]
    left_out: list[str]  # pictures and sounds that were damaged or missing when the backup was made, or are now
    signature: str = ""  # of all else, with the site's secret key: the digests above protect from rot, it from forgers

    @property
    def database_file(self) -> str:
        """The name of the database's file in the storage of the backup."""
        return f"{BACKUPS}/{self.name}/database"

    @property
    def contents(self) -> str:
        """What it holds, for people."""
        return contents(self.rows, self.media)

    @property
    def made(self) -> datetime:
        """When the backup was begun."""
        return datetime.fromisoformat(self.made_at)

    def without(self, damaged: list[str]) -> Self:
        """Return what is left of this backup without these pictures and sounds."""
        media = sorted(set(self.media) - set(damaged))
        return replace(self, media=media, left_out=sorted({*self.left_out, *damaged}))

    def signed(self) -> Self:
        """Return this manifest with the signature of this site."""
        return replace(self, signature=self._signature(settings.SECRET_KEY))

    def is_signed_here(self) -> bool:
        """Whether this site has signed it, with its present secret key or one before."""
        return any(constant_time_compare(self.signature, self._signature(key)) for key in _keys())

    def has_our_secret(self) -> bool:
        """Whether the site's secret key was the present one, or one before: then its logins last here."""
        return self.secret in map(fingerprint, _keys())

    def _signature(self, key: str) -> str:
        values = json.dumps(asdict(replace(self, signature="")), sort_keys=True)
        return salted_hmac("ditcards.backup.manifest", values, secret=key, algorithm="sha256").hexdigest()

    def write(self, files: Storage) -> None:
        """Complete the backup."""
        content = json.dumps(asdict(self), indent=1)
        storage.write(files, manifest_file(self.name), content.encode())

    @classmethod
    def read(cls, files: Storage, name: str) -> Self:
        """Return the manifest of a backup, or raise BackupProblem."""
        if not NAME.fullmatch(name):
            raise BackupProblem(f"There is no complete backup {name}.")
        try:
            with storage.open_file(files, manifest_file(name)) as file:
                manifest = cls(**json.loads(file.read(MAX_BYTES)))
            sound = manifest.format == FORMAT and manifest.name == name and _is_sound(manifest)
        except MissingFile:
            raise BackupProblem(f"There is no complete backup {name}.") from None
        except (TypeError, ValueError, RecursionError):
            sound = False
        if not sound:
            raise BackupProblem(f"The manifest of the backup {name} is damaged. Take another backup.")
        return manifest


def names(files: Storage) -> list[str]:
    """Return the names of all complete backups, the oldest first."""
    return [name for name in folders(files) if files.exists(manifest_file(name))]


def folders(files: Storage) -> list[str]:
    """Return the names of all backups, also of those that were killed."""
    try:
        found, _ = files.listdir(BACKUPS)
    except FileNotFoundError:
        return []
    return sorted(filter(NAME.fullmatch, found))


def newest(files: Storage) -> str:
    """Return the name of the newest backup, or raise BackupProblem."""
    if not (found := names(files)):
        raise BackupProblem("There is no complete backup.")
    return found[-1]


def name_at(now: datetime) -> str:
    """Return the name of a backup that begins now, which is in UTC."""
    return f"{now:%Y-%m-%dT%H%M%SZ}"


def version() -> str:
    """Return the version of this Ditcards."""
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def fingerprint(key: str) -> str:
    """Return what tells a secret key from others, without giving it away."""
    return salted_hmac("ditcards.backup", "fingerprint", secret=key, algorithm="sha256").hexdigest()[:32]


def _keys() -> tuple[str, ...]:
    return settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS


def manifest_file(name: str) -> str:
    """Return the name of the manifest in the storage of a backup."""
    return f"{BACKUPS}/{name}/manifest.json"


def _is_sound(manifest: Manifest) -> bool:
    """Whether each value has its type, and each name is one that we give."""
    kinds: dict[str, Any] = {"migrations": list, "rows": dict, "media": list, "left_out": list}
    typed = all(isinstance(getattr(manifest, each.name), kinds.get(each.name, str)) for each in fields(manifest))
    return (
        typed
        and _is_time(manifest.made_at)
        and all(type(number) is int for number in manifest.rows.values())
        and all(isinstance(name, str) for name in (*manifest.migrations, *manifest.left_out))
        and all(isinstance(name, str) and media_sha256(name) for name in manifest.media)
        and bool(SIGNATURE.fullmatch(manifest.signature))
    )


def _is_time(text: str) -> bool:
    """Whether it is a time in ISO 8601 with its time zone, which every database can compare in UTC."""
    try:
        time = datetime.fromisoformat(text)
        time.astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return is_aware(time)
