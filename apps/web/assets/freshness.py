"""Whether the built static files are those of the sources of now."""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

PACKAGES = ("django", "django-allauth", "django-htmx", "whitenoise")  # whose static files or ways are built in
STORAGE = {"BACKEND": "apps.web.assets.storage.BuiltFilesStorage"}


def built_storages() -> dict[str, Any]:
    """Return STORAGES for building."""
    return {**settings.STORAGES, "staticfiles": STORAGE}


def is_fresh() -> bool:
    """Whether nothing has to be built."""
    return _stamp().exists() and _stamp().read_text() == _state()


def remember() -> None:
    """Note that what is built is that of now."""
    _stamp().write_text(_state())


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / "built-from"


def _state() -> str:
    """Return a digest of the sources' names, sizes and times, and of the packages' versions."""
    digest = hashlib.sha256(repr([version(name) for name in PACKAGES]).encode())
    for folder in (*settings.STATICFILES_DIRS, Path(__file__).parent):
        for path in sorted(Path(folder).rglob("*.*")):
            if "__pycache__" not in path.parts and not path.is_relative_to(settings.STATIC_ROOT):
                stat = path.stat()
                digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
