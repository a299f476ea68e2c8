"""The one door through which bytes become pages: what they are, how they are encoded, how much is too much."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from apps.formats.limits import MAX_PAGE_BYTES
from apps.formats.losses import together
from apps.formats.messages import gettext as _
from apps.formats.practice_page import notebook
from apps.formats.practice_page.archives import ENDINGS, HTML, MARKDOWN, PRACTICE, files, holds_practice_pages
from apps.formats.practice_page.html import page_html
from apps.formats.practice_page.markdown import source
from apps.formats.practice_page.markdown.syntax import foldings
from apps.formats.practice_page.plain_text import plain_page
from apps.formats.practice_page.records import Page
from apps.formats.problems import page_problem
from apps.formats.text.decode import check_size, detect_encoding, encoding_warnings, to_text

__all__ = ["ENDINGS", "HTML", "MARKDOWN", "PRACTICE", "decode", "files", "holds_practice_pages", "read"]

BEGINS_HTML = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--[^<>]{0,500}-->\s*)?<(?:!doctype\s+html|html|head|body|main)\b", re.I
)
HOLDS_HTML = re.compile(r"\s*<[a-z][^<>]*>.*?<(?:h[1-6]|p|li)\b", re.I | re.S)
OPENED = re.compile(r"Section titled[ \t]+[“„«\"']|^(?:Show answer|Check your work)", re.M)
COPIED = re.compile(rf"{OPENED.pattern}|^Q\. ", re.M)
HOLDS_SOURCE = re.compile(r"\A---[ \t]*\n|^[ \t]*<(?:details|flashcard)\b|^\#{1,6}[ \t]\S|^\*\*", re.M | re.I)


def read(name: str, data: bytes, encoding: str = "") -> Page:
    """Return the page of a file, or of what was pasted (without a name). Raises ImportProblem.

    Without an encoding, it is the one that the bytes show; a warning says which, unless that is Unicode.
    """
    encoding = encoding or detect_encoding(data)
    decoded = decode(data, encoding)
    if not decoded.strip():
        raise page_problem(_("This file is empty. Choose another one, or paste the page."))
    suffix = PurePosixPath(name).suffix.lower()
    if suffix and suffix not in ENDINGS:
        raise page_problem(_("This file isn’t a practice page. Choose one that ends in .mdx, .md, .html, or .txt."))
    page = source.read(notebook.markdown(decoded)) if notebook.is_one(decoded) else _reader(suffix, decoded)(decoded)
    return replace(page, warnings=(*encoding_warnings(data, encoding), *together(page.warnings)))


def _reader(suffix: str, decoded: str) -> Callable[[str], Page]:
    """Return what reads a text: by the ending of its name, unless that is plainly not true, or by what is in it."""
    if suffix in HTML or BEGINS_HTML.match(decoded):
        return page_html.read
    if HOLDS_SOURCE.search(decoded) or foldings.are_in(decoded):
        return source.read
    if COPIED.search(decoded):
        return plain_page.read
    if suffix in MARKDOWN:
        return source.read
    return page_html.read if HOLDS_HTML.match(decoded) else plain_page.read


def is_copied(text: str) -> bool:
    """Return whether a text was copied from a page of answers that open, whatever its file is called."""
    return bool(OPENED.search(text)) and not (HOLDS_SOURCE.search(text) or foldings.are_in(text))


def decode(data: bytes, encoding: str = "") -> str:
    """Return bytes as text, with LF at its line ends and without control characters. Raises ImportProblem."""
    if data:
        check_size(data, MAX_PAGE_BYTES)
    return to_text(data, encoding)
