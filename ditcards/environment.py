"""Reads the environment for the settings; a value that cannot be used stops the start with a sentence."""

import re
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from environ import Env

MAIL_SCHEMES = {"smtp": {}, "smtp+tls": {"use_tls": True}, "smtp+ssl": {"use_ssl": True}}
SWITCH = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
HOST = re.compile(r"[^\s/:\[\]]*|\[[^\s/\[\]]+\]")  # what Django can compare: no scheme, no port, IPv6 in brackets
LAST_PORT = 65_535
PORT = re.compile(r"[^:]*|\[[^\]]*\]|.*:(?P<port>[0-9]{1,5})")  # a host, which may end in a port

env = Env()


class ConfigurationError(SystemExit):
    """Ends the program with a sentence on what to set, where a traceback would hide it."""


def boolean(name: str, *, default: bool) -> bool:
    """Return an on/off variable, or refuse a value that is neither."""
    value = env.str(name, default="")
    if not value:
        return default
    if value.lower() not in SWITCH:
        raise ConfigurationError(f"{name} is {value!r}. Set it to on or off.")
    return SWITCH[value.lower()]


def secret_key(*, debug: bool) -> str:
    """Return SECRET_KEY; only a workbench (DEBUG on) may do without one."""
    key: str = env.str("SECRET_KEY", default="")
    if key:
        return key
    if debug:
        return "only-for-a-workbench-with-debug-on"
    raise ConfigurationError("SECRET_KEY is empty. Set it to a long random text, or set DEBUG=on on a workbench.")


def number(name: str, *, default: int, least: int, most: int) -> int:
    """Return a whole number within its bounds, or refuse it."""
    value = env.str(name, default=str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ConfigurationError(f"{name} is {value!r}. Set it to a whole number from {least} to {most}.")
    return int(value)


def hosts(name: str, *, default: list[str]) -> list[str]:
    """Return host names separated by commas; an address with a scheme, a port or a path is refused."""
    names: list[str] = env.list(name, default=default)
    for host in names:
        if not HOST.fullmatch(host):
            raise ConfigurationError(
                f"{name} has {host!r}. Set it to host names and commas only: no https://, no port."
            )
    return names


def data_folder(default: Path) -> Path:
    """Return the folder (made if it is missing) for the SQLite file, the secret key and media, or refuse it."""
    folder = Path(env.str("DITCARDS_DATA", default="") or default).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):  # only trying tells: a disk can be read-only whatever the folder's rights
            pass
    except OSError as error:
        raise ConfigurationError(
            f"DITCARDS_DATA is {str(folder)!r}. Name a folder that can be made and written."
        ) from error
    return folder


def database(data: Path) -> dict[str, Any]:
    """Return Django's settings of the database that DATABASE_URL names; by default one SQLite file in `data`."""
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{data / 'ditcards.sqlite3'}"
    parts = _parts(url)
    if not parts or parts.scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ConfigurationError(
            "DATABASE_URL cannot be used. Write sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/name."
        )
    config: dict[str, Any] = {**env.db_url_config(url), "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    if parts.scheme == "sqlite":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        # A file, not memory: threads of a test then meet each other as they would in a running site.
        config["TEST"] = {"NAME": str(data / "test.sqlite3")}
    return config


def sends_mail() -> bool:
    """Whether a mail server is named."""
    return bool(env.str("EMAIL_URL", default=""))


def mailers() -> dict[str, Any]:
    """Return Django's MAILERS for EMAIL_URL (smtp://user:password@host:587); without it, letters go to the terminal."""
    url = env.str("EMAIL_URL", default="")
    if not url:
        return {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    parts = _parts(url)
    if not parts or parts.scheme not in MAIL_SCHEMES or not parts.hostname:
        raise ConfigurationError("EMAIL_URL cannot be used. Write smtp+tls://user:password@host:587.")
    options = {
        "host": parts.hostname,
        "port": parts.port or 25,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        **MAIL_SCHEMES[parts.scheme],
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def _parts(url: str) -> SplitResult | None:
    """Return the parts of an address, or None where a bracket is left open or a port is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    # PostgreSQL may have several servers, each with its port.
    return parts if all(_is_host(host) for host in parts.netloc.rpartition("@")[2].split(",")) else None


def _is_host(host: str) -> bool:
    """Whether what follows the host's name, if anything does, is a port."""
    match = PORT.fullmatch(host)
    return match is not None and int(match["port"] or 0) <= LAST_PORT
