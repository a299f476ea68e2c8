"""Reads FILES_URL: where pictures, sounds, uploads and results are stored."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from apps.formats.limits import MIB
from apps.web.storage import STORES
from ditcards.environment import ConfigurationError, env

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
ENDPOINT = re.compile(r"https?://[^\s/?#@]+/?")
PARAMETERS = {"endpoint", "region"}
MEDIA_CACHE_BYTES = 1_024 * MIB  # of pictures and sounds from a bucket, on each machine

INVALID = (
    "FILES_URL is invalid. Set it to s3://bucket or s3://key:secret@bucket/folder?endpoint=https://s3.example.org"
    "&region=eu-central-1, or leave it empty for the folder of DITCARDS_DATA."
)


def storages(data: Path) -> dict[str, dict[str, object]]:
    """Return Django's STORAGES for our files: folders in `data`, or those of FILES_URL in a bucket."""
    url: str = env.str("FILES_URL", default="")
    return in_bucket(url, data / "cache") if url else in_folder(data)


def in_folder(data: Path) -> dict[str, dict[str, object]]:
    """Return the storages in a folder of this machine."""
    return {
        name: {"BACKEND": "apps.web.storage.FolderStorage", "OPTIONS": {"location": data / name}} for name in STORES
    }


def in_bucket(url: str, cache: Path) -> dict[str, dict[str, object]]:
    """Return the storages in the bucket of a URL, with copies of media in the folder `cache`, or end the program."""
    options, folder = _bucket_of(url)
    own = {"media": {"cache": cache / "media", "cache_bytes": MEDIA_CACHE_BYTES}}
    return {
        name: {
            "BACKEND": "apps.web.object_storage.ObjectStorage",
            "OPTIONS": {**options, **own.get(name, {}), "location": f"{folder}/{name}".lstrip("/")},
        }
        for name in STORES
    }


def _bucket_of(url: str) -> tuple[dict[str, object], str]:
    """Return what names the bucket and the credentials, and the folder in it; an invalid URL ends the program."""
    try:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:
        raise ConfigurationError(INVALID) from None
    login, _at, bucket = parts.netloc.rpartition("@")
    key, _colon, secret = login.partition(":")
    endpoint = query.get("endpoint")
    is_valid = (
        parts.scheme == "s3"
        and BUCKET.fullmatch(bucket)
        and bool(key) == bool(secret)
        and query.keys() <= PARAMETERS
        and (endpoint is None or ENDPOINT.fullmatch(endpoint))
    )
    if not is_valid:
        raise ConfigurationError(INVALID)
    options: dict[str, object] = {
        "bucket_name": bucket,
        "endpoint_url": endpoint,
        "region_name": query.get("region"),
        "addressing": "path" if endpoint else "auto",  # a host name for each bucket is Amazon's way
    }
    if key:
        options |= {"access_key": unquote(key), "secret_key": unquote(secret)}
    return options, parts.path.strip("/")
