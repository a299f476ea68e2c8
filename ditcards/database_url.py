"""Reads DATABASE_URL, DATABASE_DIRECT_URL and DATABASE_REPLICA_URL, and how connections to them are kept."""

from pathlib import Path
from typing import Any

from apps.web.sqlite import library
from ditcards.environment import ConfigurationError, env, parts_of

POSTGRES = ("postgres", "postgresql")
REPLICA_SECONDS = 2  # for which a page waits for a connection to the replica
POOL_SECONDS = 5  # for which a request waits for a connection of the pool
# For which a pool tries again to connect, later and later; the next request tries at once. By default that is 300: then
# the pauses grow to minutes, in which every request waits in vain for a server that is back.
RECONNECT_SECONDS = 1


def has_database_url() -> bool:
    """Whether the database is another than the SQLite file in the data folder."""
    return bool(env.str("DATABASE_URL", default=""))


def databases(data: Path) -> dict[str, dict[str, object]]:
    """Return Django's DATABASES: that of DATABASE_URL and, where DATABASE_REPLICA_URL is set, its replica."""
    default = database(data)
    url: str = env.str("DATABASE_REPLICA_URL", default="")
    if not url:
        return {"default": default}
    parts = parts_of(url)
    if not parts or parts.scheme not in POSTGRES or default["ENGINE"] != env.DB_SCHEMES["postgres"]:
        raise ConfigurationError(
            "DATABASE_REPLICA_URL is invalid. Set it to postgres://user:password@host:5432/name, and DATABASE_URL to "
            "the server that it follows."
        )
    replica = _postgres(url, "DATABASE_REPLICA_URL")
    replica["OPTIONS"] = {"connect_timeout": REPLICA_SECONDS, **replica["OPTIONS"]}
    replica["TEST"] = {"MIRROR": "default"}
    return {"default": default, "replica": replica}


def direct() -> dict[str, object] | None:
    """Return how Django's settings differ for the server itself, where a pool is before it: DATABASE_DIRECT_URL."""
    url: str = env.str("DATABASE_DIRECT_URL", default="")
    if not url:
        return None
    parts, usual = parts_of(url), parts_of(env.str("DATABASE_URL", default=""))
    if not parts or not usual or {parts.scheme, usual.scheme} - {*POSTGRES}:
        raise ConfigurationError(
            "DATABASE_DIRECT_URL is invalid. Set it to postgres://user:password@host:5432/name, the server that "
            "DATABASE_URL reaches through a pool."
        )
    config = _postgres(url, "DATABASE_DIRECT_URL")
    config["OPTIONS"].pop("pool", None)  # it is one session
    return config


def database(data: Path) -> dict[str, object]:
    """Return Django's settings for the database of DATABASE_URL; by default an SQLite file in `data`."""
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{data / 'ditcards.sqlite3'}"
    parts = parts_of(url)
    if not parts or parts.scheme not in {"sqlite", *POSTGRES}:
        raise ConfigurationError(
            "DATABASE_URL is invalid. Set it to sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/name."
        )
    if parts.scheme in POSTGRES:
        return _postgres(url, "DATABASE_URL")
    return {
        **_kept_connections(url),
        "ENGINE": library.engine(),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
        # A file, not memory: the threads of a test then lock each other out as those of a running site do.
        "TEST": {"NAME": str(data / "test.sqlite3")},
    }


def _kept_connections(url: str) -> dict[str, Any]:
    return {"CONN_MAX_AGE": None, **env.db_url_config(url), "CONN_HEALTH_CHECKS": True}


def _postgres(url: str, name: str) -> dict[str, Any]:
    """Return the settings of a PostgreSQL, with how its connections are kept, or raise ConfigurationError."""
    config = _kept_connections(url)
    if not config["NAME"] and "service" not in config.get("OPTIONS", {}):
        raise ConfigurationError(f"{name} names no database. Set it to postgres://user:password@host:5432/name.")
    config["CONN_MAX_AGE"] = _whole(config["CONN_MAX_AGE"], name)
    # PgBouncer gives each transaction another connection: what belongs to one connection would be lost between two.
    config["DISABLE_SERVER_SIDE_CURSORS"] = True
    options = config.setdefault("OPTIONS", {})
    pool = _whole(options.pop("pool", None), name)
    if pool:
        options["pool"] = {
            "min_size": 1,
            "max_size": pool,
            "timeout": POOL_SECONDS,
            "reconnect_timeout": RECONNECT_SECONDS,
        }
        config["CONN_MAX_AGE"] = 0  # the pool keeps them
    return config


def _whole(value: object, name: str) -> int | None:
    """Return a whole number of the options of a database's URL, None without one, or raise ConfigurationError."""
    if value is None:
        return None
    if not str(value).isascii() or not str(value).isdigit():
        raise ConfigurationError(
            f"{name} is invalid. Set conn_max_age to seconds and pool to a number of connections, as in ?pool=8."
        )
    return int(str(value))
