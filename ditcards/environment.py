"""Reads settings from the environment; an invalid value ends the program with a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from environ import Env

MAIL_SCHEMES: dict[str, dict[str, object]] = {
    "smtp": {"port": 25},
    "smtp+tls": {"port": 587, "use_tls": True},
    "smtp+ssl": {"port": 465, "use_ssl": True},
}
BOOLEANS = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
SITE_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?P<port>:[0-9]{1,5})?(?P<prefix>(/[a-z0-9_-]+)*)/?",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
MAIL_SECONDS = 10  # for each answer of the mail server
BACKUP_TARGET = re.compile(r"/.*/|s3://[^/:@]{3,}(/.*)?")  # a folder ends with a slash: a file holds one backup
MAX_PORT = 65_535
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
MIN_TOKEN_LENGTH = 32
PORT = re.compile(r"[^:]*|\[[^\]]*\]|.*:(?P<port>[0-9]{1,5})")  # a host, with or without a port

env = Env()


class ConfigurationError(SystemExit):
    """Ends the program with a sentence that tells what to set, without a traceback."""


@dataclass(frozen=True)
class Site:
    """Where people find the site. https://www.example.org/cards has the prefix /cards; most sites have none."""

    scheme: str
    host: str  # as Django compares it: without a port, IPv6 in brackets
    port: str  # with its colon; empty for the scheme's own
    prefix: str

    @property
    def origin(self) -> str:
        """The URL without the prefix, as in https://www.example.org."""
        return f"{self.scheme}://{self.host}{self.port}"

    @property
    def cookie_prefix(self) -> str:
        """Begins the names of cookies, so that they differ from those of another site at the same host."""
        return "".join(f"{part}_" for part in self.prefix.split("/") if part)


def boolean(name: str, *, default: bool) -> bool:
    """Return an on/off variable, or raise ConfigurationError."""
    value = env.str(name, default="")
    if not value:
        return default
    if value.lower() not in BOOLEANS:
        raise ConfigurationError(f"{name} is {value!r}. Set it to on or off.")
    return BOOLEANS[value.lower()]


def secret_key(*, debug: bool) -> str:
    """Return SECRET_KEY; only development (DEBUG on) works without one."""
    key: str = env.str("SECRET_KEY", default="")
    if key:
        return key
    if debug:
        return "only-for-development-with-debug-on"
    raise ConfigurationError("SECRET_KEY is empty. Set it to a long random text, or set DEBUG=on for development.")


def secret_key_fallbacks() -> list[str]:
    """Return the comma-separated keys that are accepted beside SECRET_KEY while it is replaced."""
    keys: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
    return [key for key in keys if key]


def integer(name: str, *, default: int, minimum: int, maximum: int) -> int:
    """Return a whole number within its limits, or raise ConfigurationError."""
    value = env.str(name, default=str(default))
    if not value.isascii() or not value.isdigit() or not minimum <= int(value) <= maximum:
        raise ConfigurationError(f"{name} is {value!r}. Set it to a whole number from {minimum} to {maximum}.")
    return int(value)


def drain_seconds() -> int:
    """Return how long a server that was asked to stop still accepts connections."""
    return integer("DRAIN_SECONDS", default=0, minimum=0, maximum=300)


def token(name: str) -> str:
    """Return a secret that a program sends, or nothing; one that can be guessed raises ConfigurationError."""
    value: str = env.str(name, default="")
    if value and (len(value) < MIN_TOKEN_LENGTH or not value.isascii() or " " in value):
        raise ConfigurationError(
            f"{name} is too short or has other characters. Set it to {MIN_TOKEN_LENGTH} random letters and digits."
        )
    return value


def choice(name: str, choices: Sequence[str], *, default: str = "") -> str:
    """Return one of the choices, or raise ConfigurationError. The first is the default if no other is."""
    value: str = env.str(name, default="") or default or choices[0]
    if value not in choices:
        raise ConfigurationError(f"{name} is {value!r}. Set it to {', '.join(choices[:-1])} or {choices[-1]}.")
    return value


def mail_domains(name: str, *, required: bool) -> list[str]:
    """Return comma-separated domains of e-mail addresses, in small letters, or raise ConfigurationError."""
    domains = [domain.strip().lower().removeprefix("@") for domain in env.list(name, default=[])]
    if not all(map(DOMAIN.fullmatch, domains)) or (required and not domains):
        value = env.str(name, default="")
        raise ConfigurationError(f"{name} is {value!r}. Set it to domains: uni.example.org,example.com")
    return domains


def site(*, default: str) -> Site:
    """Return where SITE_URL says that people find the site, or raise ConfigurationError."""
    value = env.str("SITE_URL", default="") or default
    found = SITE_URL.fullmatch(value)
    if not found or int((found["port"] or ":0")[1:]) > MAX_PORT:
        raise ConfigurationError(
            f"SITE_URL is {value!r}. Set it to https://cards.example.org, or with a path: https://example.org/cards."
        )
    scheme, port = found["scheme"].lower(), found["port"] or ""
    return Site(scheme, found["host"].lower(), port if port != DEFAULT_PORTS[scheme] else "", found["prefix"])


def has_site_url() -> bool:
    """Whether SITE_URL is set."""
    return bool(env.str("SITE_URL", default=""))


def backup_target() -> str:
    """Return the folder or bucket of the nightly backups; empty without any. Raises ConfigurationError."""
    target: str = env.str("BACKUP_TO", default="")
    if target and not BACKUP_TARGET.fullmatch(target):
        raise ConfigurationError(
            f"BACKUP_TO is {target!r}. Set it to a folder (/var/backups/site/) or s3://bucket/folder."
        )
    return target


def cache() -> dict[str, object]:
    """Return Django's settings for the cache in which limits are counted: the database's, or that of CACHE_URL."""
    url: str = env.str("CACHE_URL", default="")
    if not url:
        # Beyond MAX_ENTRIES, counts of whoever comes first in the table are forgotten.
        backend = "django.core.cache.backends.db.DatabaseCache"
        return {"BACKEND": backend, "LOCATION": "ditcards_cache", "OPTIONS": {"MAX_ENTRIES": 10_000}}
    parts = parts_of(url)
    if not parts or parts.scheme not in {"redis", "rediss", "unix"} or not (parts.hostname or parts.path):
        raise ConfigurationError("CACHE_URL is invalid. Set it to redis://:password@host:6379/0.")
    return {"BACKEND": "apps.web.redis_cache.RedisOrOwnCache", "LOCATION": url}


def sends_email() -> bool:
    """Whether there is a mail server."""
    return bool(env.str("EMAIL_URL", default=""))


def mailers() -> dict[str, object]:
    """Return Django's MAILERS for EMAIL_URL (smtp://user:password@host:587); by default, e-mails are printed."""
    url = env.str("EMAIL_URL", default="")
    if not url:
        return {"default": {"BACKEND": "apps.web.console_email.EmailBackend"}}
    parts = parts_of(url)
    if not parts or parts.scheme not in MAIL_SCHEMES or not parts.hostname:
        raise ConfigurationError("EMAIL_URL is invalid. Set it to smtp+tls://user:password@host:587.")
    options = {
        "host": parts.hostname,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "timeout": MAIL_SECONDS,
        **MAIL_SCHEMES[parts.scheme],
        **({"port": parts.port} if parts.port else {}),
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def parts_of(url: str) -> SplitResult | None:
    """Return the parts of a URL, or None if a bracket is not closed or a port is invalid."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    # PostgreSQL may have several servers, each with its port.
    return parts if all(_has_valid_port(host) for host in parts.netloc.rpartition("@")[2].split(",")) else None


def _has_valid_port(host: str) -> bool:
    """Whether the host has no port or a valid one."""
    match = PORT.fullmatch(host)
    return match is not None and int(match["port"] or 0) <= MAX_PORT
