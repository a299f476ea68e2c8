"""Tells readers of a PDF what a text reads in scripts whose glyphs are no letters, such as Hindi or Thai.

There a glyph stands for a part of a syllable or for all of it, and comes where it is drawn, not where it is said. What
a line is copied, searched and read aloud as is therefore said as a whole. Arabic and Hebrew need none of that, and
readers that turn their lines around would turn this around once more.
(WeasyPrint 70's own classes, which are passed in: not a public API.)
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from apps.printing.layouts.breaks import BREAK

SHAPED = re.compile("[\u0900-\u109f\u1780-\u17ff\u1900-\u1cff]")
NOTHING = "\u2060"  # a sign that is not seen and breaks no word: a glyph must not stand for no sign at all


class Meanings(dict[int, str]):
    """What each glyph stands for. Of the glyphs of a syllable, one stands for all of it, the others for nothing."""

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, text or NOTHING)


@cache
def say_lines(stream: Any, string: Any, dictionary: Any) -> None:
    """Let the class Stream, which draws pages, say what each line reads that has such scripts."""
    marked, begin = stream.marked, stream.begin_marked_content

    @contextmanager
    def said(page: Any, box: Any, tag: str) -> Iterator[None]:
        text = getattr(box, "text", "")
        with marked(page, box, tag):
            if page._tags is None or not SHAPED.search(text):
                yield
                return
            begin(page, "Span", dictionary({"ActualText": string(text.replace(BREAK, ""))}))
            yield
            page.end_marked_content()

    stream.marked = said
