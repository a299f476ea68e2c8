"""What no font can draw, shown as what it is called: WeasyPrint says which characters those are. Without Django."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from apps.printing.engine.scripts import character_name

TAG = re.compile(r"(<(?:\"[^\"]*\"|[^>\"])*>)")
JOINED = "\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff"  # what changes the sign before it
JOINER = "\u200d"
SHOWN_IN = re.compile(r'(data-(?:deck|credit|place|foot)=")([^"]*)')  # what the edges of the page say
UNDRAWN = ".notdef glyph"


class Undrawn(logging.Filter):
    """Collects the characters of which WeasyPrint says that no font draws them, and keeps that out of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.characters: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the log shall have it."""
        if not str(record.msg).startswith(UNDRAWN):
            return True
        if isinstance(record.args, tuple) and record.args:
            self.characters.add(str(record.args[0]))
        return False


@contextmanager
def undrawn() -> Iterator[set[str]]:
    """Give the set of characters that turn out to be missing while something is drawn."""
    logger, collecting = logging.getLogger("weasyprint"), Undrawn()
    logger.addFilter(collecting)
    try:
        yield collecting.characters
    finally:
        logger.removeFilter(collecting)


def held(html: str, characters: set[str]) -> str:
    """Return those of the characters that a text holds, sorted."""
    return "".join(sorted(characters.intersection(html)))


def replaced(html: str, characters: set[str]) -> str:
    """Return the HTML with what the characters are called in a small frame; signs that are joined are one."""
    if not characters.intersection(html):
        return html
    sign = f"[{''.join(map(re.escape, sorted(characters)))}][{JOINED}]*"
    runs = re.compile(f"{sign}(?:{JOINER}{sign})*")
    parts = TAG.split(html)
    parts[::2] = [runs.sub(lambda found: _frame(found[0]), text) for text in parts[::2]]
    parts[1::2] = [SHOWN_IN.sub(lambda found: found[1] + runs.sub(_name, found[2]), tag) for tag in parts[1::2]]
    return "".join(parts)


def _frame(signs: str) -> str:
    return f'<span class="print-missing">{escape(character_name(signs))}</span>\u200b'


def _name(found: re.Match[str]) -> str:
    return f"[{escape(character_name(found[0]))}]"
