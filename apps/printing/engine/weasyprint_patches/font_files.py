"""Keeps font files out of memory while a group is laid out: those of Chinese or of emoji have 10 to 30 MiB.

WeasyPrint copies the whole file for every font at every size, although HarfBuzz cuts what a PDF needs out of the file
and reads only that little. (Replaces the class `Font` of WeasyPrint 70: not a public API.)
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from apps.printing.engine.weasyprint_patches.actual_text import GlyphText


def patch_font_files(fonts: Any, stream: Any) -> None:
    """Let WeasyPrint, of which these are two modules, read a whole font file only where it needs one."""
    if stream.Font is not fonts.Font:
        return
    read: Callable[[Any], bytes] = fonts.get_hb_object_data

    class FontOnDisk(fonts.Font):  # type: ignore[misc]
        _content = b""

        def __init__(self, *description: object) -> None:
            with _without_reading(fonts):
                super().__init__(*description)
            self.to_unicode = GlyphText()

        @property
        def file_content(self) -> bytes:
            if not self._content:
                self._content = read(self.hb_face)
            return self._content

        @file_content.setter
        def file_content(self, content: bytes) -> None:
            self._content = content

    stream.Font = FontOnDisk


@contextmanager
def _without_reading(fonts: Any) -> Iterator[None]:
    """Give a new font no bytes."""
    read = fonts.get_hb_object_data
    fonts.get_hb_object_data = lambda _face: b""
    try:
        yield
    finally:
        fonts.get_hb_object_data = read
