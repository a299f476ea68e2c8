"""Storages in a folder of a test's own."""

NAMES = ("media", "jobs", "scratch")


def storages_in(folder):
    """Return the settings of our storages, each in a folder of its name."""
    backend = "apps.web.storage.FolderStorage"
    return {name: {"BACKEND": backend, "OPTIONS": {"location": folder / name}} for name in NAMES}


def storages_in_memory():
    """Return the settings of our storages where files have no path, as on another machine."""
    return {name: {"BACKEND": "django.core.files.storage.InMemoryStorage"} for name in NAMES}
