"""Reading a file leaves nothing behind, however it ends."""

from apps.formats.tests.support.temporary import temporary_folder

__all__ = ["temporary_folder"]
