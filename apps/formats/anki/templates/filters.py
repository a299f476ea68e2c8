"""The filters of Anki's templates: what {{furigana:Word}} makes of a field. Each walks through its text once."""

import re
from collections.abc import Callable
from html import escape

TAG = re.compile(r"<[^<>]*>")
UNSEEN = (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>"))
SOUND = "sound:"


def without_tags(html: str) -> str:
    """Return the words of a field; entities stay, so that it is still HTML."""
    for opening, closing in UNSEEN:
        html = _without(html, opening, closing)
    return TAG.sub("", html)


def hint(html: str, name: str) -> str:
    """Return a field that opens when its name is pressed."""
    return f'<details class="hint"><summary>{escape(name)}</summary>{html}</details>' if html.strip() else ""


def furigana(html: str) -> str:
    """Put the readings in brackets above their words: 漢字[かんじ]."""
    return _readings(html, lambda word, reading: f"<ruby>{word}<rt>{reading}</rt></ruby>")


def kanji(html: str) -> str:
    """Leave the readings in brackets out."""
    return _readings(html, lambda word, reading: word)


def kana(html: str) -> str:
    """Put the readings in brackets in the places of their words."""
    return _readings(html, lambda word, reading: reading)


def _without(html: str, opening: str, closing: str) -> str:
    """Return the text without what is between these, whatever their case."""
    parts = re.split(f"({re.escape(opening)}|{re.escape(closing)})", html, flags=re.IGNORECASE)
    seen: list[str] = []
    is_unseen = False
    for part in parts:
        if part.lower() == opening:
            is_unseen = True
        elif part.lower() == closing and is_unseen:
            is_unseen = False
        elif not is_unseen:
            seen.append(part)
    return "".join(seen)


def _readings(html: str, form: Callable[[str, str], str]) -> str:
    """Return the text with each word that has a reading in this form. A word begins after a space or a tag."""
    html = html.replace("&nbsp;", " ")
    done: list[str] = []
    at = 0
    while (opening := html.find("[", at)) >= 0 and (closing := html.find("]", opening + 2)) >= 0:
        start = max(at, html.rfind(" ", at, opening) + 1, html.rfind(">", at, opening) + 1)
        word, reading = html[start:opening], html[opening + 1 : closing]
        if not word or reading.startswith(SOUND):
            done.append(html[at : closing + 1])
        else:
            done += [html[at:start].removesuffix(" "), form(word, reading)]
        at = closing + 1
    return "".join([*done, html[at:]])
