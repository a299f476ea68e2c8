"""Storages of a test's own: in a folder, or in memory."""

from django.core.files.storage import InMemoryStorage

NAMES = ("media", "jobs", "scratch")


class ObjectStorage(InMemoryStorage):
    """Files without a path, as on another machine; a file replaces an older one of its name."""

    def get_available_name(self, name, max_length=None):
        if self.exists(name):
            self.delete(name)
        return name


def storages_in(folder):
    """Return the settings of our storages, each in a folder of its name."""
    backend = "apps.web.storage.FolderStorage"
    return {name: {"BACKEND": backend, "OPTIONS": {"location": folder / name}} for name in NAMES}


def storages_in_memory():
    """Return the settings of our storages where files have no path."""
    return {name: {"BACKEND": f"{__name__}.ObjectStorage"} for name in NAMES}
