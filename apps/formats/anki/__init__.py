"""Packages of Anki: `.apkg` and `.colpkg`, in all their forms."""

from apps.formats.anki.reader.package import Package, read
from apps.formats.anki.writer.package_writer import write

__all__ = ["Package", "read", "write"]
