"""Says so when the site's database stands on an SQLite library that can lose what was committed."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as CheckWarning
from django.db import connection

from apps.web.sqlite.library import is_sound

HINT = (
    "Install pysqlite3 with a sound library (make setup does, where there is a wheel), "
    "use a Python with SQLite 3.51.3 or newer, or use PostgreSQL."
)


def warn_of_library(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Return a warning that names the library's version, unless it is sound."""
    return [CheckWarning(sentence, hint=HINT, id="web.W001") for sentence in _sentences()]


def refuse_library(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Return an error instead where the site is deployed: neither its server nor its workers may lose a grade."""
    return [] if settings.DEBUG else [Error(sentence, hint=HINT, id="web.E001") for sentence in _sentences()]


def _sentences() -> list[str]:
    if connection.vendor != "sqlite":
        return []
    version = connection.get_database_version()
    if is_sound(version):
        return []
    return [
        f"The database is read and written by SQLite {'.'.join(map(str, version))}, which can lose committed answers."
    ]
