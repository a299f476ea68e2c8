"""Storages in a folder of a test's own."""

NAMES = ("media", "jobs", "scratch")


def storages_in(folder):
    """Return the settings of our storages, each in a folder of its name."""
    backend = "apps.web.storage.FolderStorage"
    return {name: {"BACKEND": backend, "OPTIONS": {"location": folder / name}} for name in NAMES}
