"""Packages of Anki: `.apkg` and `.colpkg`, in all their forms."""

from apps.exchange.formats.apkg.package import Package, read

__all__ = ["Package", "read"]
