"""What keeps this machine from serving the site, each as a sentence that names the fix; read only."""

import stat
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection
from django.template.defaultfilters import pluralize

from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.refused_targets import refuse_target
from apps.operations.node import identity
from apps.operations.node.migrations import migration_gap
from apps.web import replica
from apps.web.assets import freshness
from apps.web.error_text import one_line

MIN_SECRET_LENGTH = 32

type Refusals = Callable[[], Iterator[str]]


def first_of(*refusals: Refusals) -> str:
    """Return the first sentence, or an empty one; what comes after it may rely on what it refuses."""
    return next((sentence for each in refusals for sentence in each()), "")


def open_folder() -> Iterator[str]:
    """Yield a sentence where other accounts can read what is stored."""
    if stat.S_IMODE(settings.DATA.stat().st_mode) & 0o077:
        yield (
            f"DITCARDS_DATA is '{settings.DATA}', which other accounts can read. "
            "Set it to a folder that belongs to this account alone (chmod 700)."
        )


def database_away() -> Iterator[str]:
    """Yield a sentence where there is no database."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = one_line(error)
        yield f"The database cannot be used ({reason}). Set DATABASE_URL, or DITCARDS_DATA to a writable folder."


def other_migrations() -> Iterator[str]:
    """Yield a sentence where the database's tables are older or newer than this version's."""
    gap = migration_gap()
    if gap.missing:
        yield (
            f"The database lacks {len(gap.missing)} migration{pluralize(gap.missing)}, the first is {gap.missing[0]}. "
            "Run manage.py migrate."
        )
    if gap.unknown and not settings.ALLOW_NEWER_TABLES:
        yield (
            f"The database is newer than this version: {gap.unknown[0]} is unknown here. Install the version that "
            "migrated it, or set ALLOW_NEWER_TABLES=on to go back to this one for a while."
        )


def another_replica() -> Iterator[str]:
    """Yield a sentence where pages would read from a server that is no replica of the database."""
    if replica.is_of_another_server():
        yield (
            "The server of DATABASE_REPLICA_URL is no streaming replica of that of DATABASE_URL. Set it to one, "
            "or to nothing."
        )


def debugging() -> Iterator[str]:
    """Yield a sentence in development."""
    if settings.DEBUG:
        yield (
            "DEBUG is on, as it is without a SECRET_KEY. Set SECRET_KEY to a long random text, and DEBUG to off or not "
            "at all."
        )


def short_secret() -> Iterator[str]:
    """Yield a sentence where the secret can be guessed."""
    if len(settings.SECRET_KEY) < MIN_SECRET_LENGTH:
        yield (
            f"SECRET_KEY has {len(settings.SECRET_KEY)} characters. Set it to a random text of at least "
            f"{MIN_SECRET_LENGTH}; docs/settings.md tells how a site that is in use gets a new one."
        )


def no_site_url() -> Iterator[str]:
    """Yield a sentence where SITE_URL is not set."""
    if not settings.HAS_SITE_URL:
        yield (
            "SITE_URL is empty. Set it to where people find the site, for example https://cards.example.org; "
            "the demo starts with make run."
        )


def no_cache() -> Iterator[str]:
    """Yield a sentence where rate limits cannot be counted."""
    try:
        cache.get("start")
    except DatabaseError:
        yield (
            "The database has no table for the cache. Run manage.py migrate, and if this stays, "
            "manage.py createcachetable."
        )


def static_files_of_another_version() -> Iterator[str]:
    """Yield a sentence where style sheets and scripts are not built, or older."""
    if not freshness.is_fresh():
        yield "The static files are not built for this version. Run manage.py build_static."


def no_place_for_backups() -> Iterator[str]:
    """Yield a sentence where the nightly backup would harm what is there."""
    if not settings.BACKUP_TO:
        return
    try:
        refuse_target(settings.BACKUP_TO)
    except BackupProblem as problem:
        yield f"BACKUP_TO is '{settings.BACKUP_TO}': {problem}"


NODE_REFUSALS: tuple[Refusals, ...] = (
    open_folder,
    database_away,
    other_migrations,
    identity.differences,
    another_replica,
    no_place_for_backups,
)
SERVER_REFUSALS: tuple[Refusals, ...] = (
    debugging,
    short_secret,
    no_site_url,
    no_cache,
    static_files_of_another_version,
)
