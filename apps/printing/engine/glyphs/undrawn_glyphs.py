"""Characters that no font can draw, printed by name: WeasyPrint's log tells which those are. Without Django."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from apps.printing.engine.glyphs.scripts import character_name

TAG = re.compile(r"(<(?:\"[^\"]*\"|[^>\"])*>)")
MODIFIER = "\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff"  # changes the character before it
JOINER = "\u200d"
PRINTED_ATTRIBUTE = re.compile(r'(data-(?:deck|credit|place|foot)=")([^"]*)')  # printed in the margins of the page
LOG_PREFIX = ".notdef glyph"


class UndrawnFilter(logging.Filter):
    """Collects the characters that no font draws according to WeasyPrint, and keeps those lines out of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.characters: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record goes into the log."""
        if not str(record.msg).startswith(LOG_PREFIX):
            return True
        if isinstance(record.args, tuple) and record.args:
            self.characters.add(str(record.args[0]))
        return False


@contextmanager
def collect_undrawn() -> Iterator[set[str]]:
    """Give the set of characters that turn out to be missing while something is drawn."""
    logger, collector = logging.getLogger("weasyprint"), UndrawnFilter()
    logger.addFilter(collector)
    try:
        yield collector.characters
    finally:
        logger.removeFilter(collector)


def characters_in(html: str, characters: set[str]) -> str:
    """Return those of the characters that a text holds, sorted."""
    return "".join(sorted(characters.intersection(html)))


def replace_undrawn(html: str, characters: set[str]) -> str:
    """Return the HTML with the names of the characters in a small frame; joined characters are one."""
    if not characters.intersection(html):
        return html
    character = f"[{''.join(map(re.escape, sorted(characters)))}][{MODIFIER}]*"
    joined = re.compile(f"{character}(?:{JOINER}{character})*")
    parts = TAG.split(html)
    parts[::2] = [joined.sub(_framed_name, text) for text in parts[::2]]
    parts[1::2] = [
        PRINTED_ATTRIBUTE.sub(lambda found: found[1] + joined.sub(_name, found[2]), tag) for tag in parts[1::2]
    ]
    return "".join(parts)


def _framed_name(found: re.Match[str]) -> str:
    return f'<span class="print-missing">{escape(character_name(found[0]))}</span>\u200b'


def _name(found: re.Match[str]) -> str:
    return f"[{escape(character_name(found[0]))}]"
