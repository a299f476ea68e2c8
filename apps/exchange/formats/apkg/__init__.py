"""Packages of Anki: `.apkg` and `.colpkg`, in all their forms."""

from apps.exchange.formats.apkg.package import Package, read
from apps.exchange.formats.apkg.writing import write

__all__ = ["Package", "read", "write"]
