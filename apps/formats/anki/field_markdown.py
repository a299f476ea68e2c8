"""A field of Anki's as Markdown."""

import re
from html import escape, unescape

from apps.formats.text import html_to_markdown
from apps.formats.text.html_to_markdown import Converted

SOUND = re.compile(r"\[sound:([^\]\n]{1,300})\]")


def markdown(field: str) -> Converted:
    """Return a field as Markdown: its pictures and sounds as `![](name)`, its formulas as ours."""
    if "[sound:" in field:
        field = SOUND.sub(lambda found: f'<img src="{escape(unescape(found[1]))}" alt="">', field)
    return html_to_markdown.markdown(field)
