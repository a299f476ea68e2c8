"""A field of Anki's as Markdown."""

import re
from dataclasses import replace
from html import escape, unescape

from apps.formats.text import html_to_markdown
from apps.formats.text.html_to_markdown import ConversionResult, Prune

PICTURE = re.compile(r"<img\b[^<>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE)
WEB = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
MAX_URL_LENGTH = 200
SOUND = re.compile(r"\[sound:([^\]\n]{1,300})\]")


def markdown(field: str, prune: Prune | None = None) -> ConversionResult:
    """Return a field as Markdown: its pictures and sounds as `![](name)`, its formulas as ours.

    What `prune` takes out of its tree is not in it. Of a field of nothing but pictures from elsewhere: their URLs.
    """
    if "[sound:" in field:
        field = SOUND.sub(lambda found: f'<img src="{escape(unescape(found[1]))}" alt="">', field)
    converted = html_to_markdown.markdown(field, prune)
    if converted.removed and not prune and not converted.text.strip():
        return replace(converted, text=_urls(field))
    return converted


def _urls(field: str) -> str:
    """Return the URLs of the pictures in a field: those of the web as links."""
    urls = (unescape("".join(found)).strip() for found in PICTURE.findall(field))
    return "\n\n".join(f"<{url}>" if WEB.fullmatch(url) else _quoted(url) for url in urls if url)


def _quoted(url: str) -> str:
    return f"`{url[:MAX_URL_LENGTH].replace('`', '')}{'…' if len(url) > MAX_URL_LENGTH else ''}`"
