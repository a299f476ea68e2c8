"""Keeps the files of fonts out of memory while a booklet is printed: those of Chinese or of emoji have 10 to 30 MB."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from apps.printing.engine.weasyprint_patches.actual_text import Meanings


def leave_on_disk(fonts: Any, stream: Any) -> None:
    """Let WeasyPrint, of which these are two modules, read a font's whole file only where it needs it.

    It copies the file for every font at every size, though what a PDF gets is cut out of the file by HarfBuzz, which
    reads the little it needs. (WeasyPrint 70's own classes: not a public API.)
    """
    if stream.Font is not fonts.Font:
        return
    read: Callable[[Any], bytes] = fonts.get_hb_object_data

    class OnDisk(fonts.Font):  # type: ignore[misc]
        _content = b""

        def __init__(self, *description: Any) -> None:
            with _unread(fonts):
                super().__init__(*description)
            self.to_unicode = Meanings()

        @property
        def file_content(self) -> bytes:
            if not self._content:
                self._content = read(self.hb_face)
            return self._content

        @file_content.setter
        def file_content(self, content: bytes) -> None:
            self._content = content

    stream.Font = OnDisk


@contextmanager
def _unread(fonts: Any) -> Iterator[None]:
    """Give no bytes to a font that is made."""
    read = fonts.get_hb_object_data
    fonts.get_hb_object_data = lambda _face: b""
    try:
        yield
    finally:
        fonts.get_hb_object_data = read
