"""Gives PDF readers the text of a line in scripts whose glyphs are not letters, such as Hindi or Thai.

There a glyph stands for part of a syllable or for all of it, in the order of drawing, not of speech. So each line
carries its text as a whole (ActualText), which is what readers copy, search and read aloud. Arabic and Hebrew do not
need it, and readers that reverse their lines would reverse this once more.
(Replaces `Stream.marked` of WeasyPrint 70, and the map from glyphs to text of its fonts: not a public API.)
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from apps.printing.engine.paper_html.line_breaks import BREAK

SHAPED_SCRIPTS = re.compile("[\u0900-\u109f\u1780-\u17ff\u1900-\u1cff]")
WORD_JOINER = "\u2060"  # invisible, breaks no word: a glyph must not stand for no character at all


class GlyphText(dict[int, str]):
    """What each glyph stands for. Of the glyphs of a syllable, one stands for all of it, the others for nothing."""

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, text or WORD_JOINER)


@cache
def patch_actual_text(stream: Any, string: Any, dictionary: Any) -> None:
    """Let the class Stream, which draws pages, add its text to each line in such a script."""
    marked, begin = stream.marked, stream.begin_marked_content

    @contextmanager
    def with_actual_text(page: Any, box: Any, tag: str) -> Iterator[None]:
        text = getattr(box, "text", "")
        with marked(page, box, tag):
            if page._tags is None or not SHAPED_SCRIPTS.search(text):
                yield
                return
            begin(page, "Span", dictionary({"ActualText": string(text.replace(BREAK, ""))}))
            yield
            page.end_marked_content()

    stream.marked = with_actual_text
