"""A field of Anki's as Markdown."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape

from apps.formats.text import plain_to_markdown
from apps.formats.text.html import html_to_markdown
from apps.formats.text.html.html_to_markdown import ConversionResult, Prune

PICTURE = re.compile(r"<img\b[^<>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE)
WEB = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
MAX_URL_LENGTH = 200
SOUND = re.compile(r"\[sound:([^\]\n]{1,300})\]")
PLACEHOLDER = re.compile("\ue012(\\d+)\ue013")


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


def of_plain(text: str) -> str:
    """Return a plain text as Markdown that shows exactly it, but for its sounds, which are `![](name)`."""
    return _with_sounds(text, plain_to_markdown.markdown) if "[sound:" in text else plain_to_markdown.markdown(text)


def of_markdown(text: str) -> str:
    """Return Markdown whose sounds are written as ours are."""
    return _with_sounds(text, str) if "[sound:" in text else text


def _with_sounds(text: str, convert: Callable[[str], str]) -> str:
    """Return a converted text with its sounds in their places."""
    sounds: list[str] = []

    def take_out(found: re.Match[str]) -> str:
        sounds.append(markdown(found[0]).text)
        return f"\ue012{len(sounds) - 1}\ue013"

    text = convert(SOUND.sub(take_out, text.replace("\ue012", "").replace("\ue013", "")))
    return PLACEHOLDER.sub(lambda found: sounds[int(found[1])], text)


def _urls(field: str) -> str:
    """Return the URLs of the pictures in a field: those of the web as links."""
    urls = (unescape("".join(found)).strip() for found in PICTURE.findall(field))
    return "\n\n".join(f"<{url}>" if WEB.fullmatch(url) else _quoted(url) for url in urls if url)


def _quoted(url: str) -> str:
    return f"`{url[:MAX_URL_LENGTH].replace('`', '')}{'…' if len(url) > MAX_URL_LENGTH else ''}`"
