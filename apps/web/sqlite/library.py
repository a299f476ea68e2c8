"""Which SQLite library the site's database stands on."""

import sqlite3
from importlib.util import find_spec

type Version = tuple[int, ...]

# Libraries before these can lose committed transactions in WAL mode, when two connections write and checkpoint.
SOUND_SINCE: Version = (3, 51, 3)
SOUND_IN_OLDER_BRANCHES: tuple[Version, ...] = ((3, 50, 7), (3, 44, 6))

DJANGOS_ENGINE = "django.db.backends.sqlite3"
OUR_ENGINE = "apps.web.sqlite"


def is_sound(version: Version) -> bool:
    """Whether this version of the library keeps what was committed."""
    return version >= SOUND_SINCE or any(
        version[:2] == since[:2] and version >= since for since in SOUND_IN_OLDER_BRANCHES
    )


def engine(version: Version = sqlite3.sqlite_version_info) -> str:
    """Return the backend for a Python with this library: Django's own if it is sound, or if there is no other."""
    return DJANGOS_ENGINE if is_sound(version) or find_spec("pysqlite3") is None else OUR_ENGINE
