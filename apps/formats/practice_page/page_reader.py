"""The one door through which bytes become pages: what they are, how they are encoded, how much is too much. Pure."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from apps.formats.practice_page.archives import files
from apps.formats.practice_page.html import page_html
from apps.formats.practice_page.limits import MAX_BYTES, megabytes
from apps.formats.practice_page.markdown import source
from apps.formats.practice_page.plain_text import plain_text
from apps.formats.practice_page.records import Page
from apps.formats.problems import page_problem

__all__ = ["MAX_BYTES", "decode", "files", "read"]

MARKDOWN, HTML = (".mdx", ".md", ".markdown"), (".html", ".htm", ".xhtml")
UTF_16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
UTF_8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
NOT_OF_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
MANY = 8  # signs that are none of a text; fewer slipped in and are left out
LINE_ENDS = re.compile("\r\n?")
BEGINS_HTML = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--[^<>]{0,500}-->\s*)?<(?:!doctype\s+html|html|head|body|main)\b", re.I
)
HOLDS_HTML = re.compile(r"\s*<[a-z][^<>]*>.*?<(?:h[1-6]|p|li)\b", re.I | re.S)
COPIED = re.compile(r"Section titled[ \t]+[“„«\"']|^(?:Show answer|Check your work)|^Q\. ", re.M)
HOLDS_SOURCE = re.compile(r"\A---[ \t]*\n|^[ \t]*<(?:details|flashcard)\b|^\#{1,6}[ \t]\S|^\*\*", re.M | re.I)


def read(name: str, data: bytes) -> Page:
    """Return the page of a file, or of what was pasted (without a name). Raises Refused."""
    decoded = decode(data)
    if not decoded.strip():
        raise page_problem("There is nothing in this file. Choose another one, or paste the page.")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in ("", ".txt", *MARKDOWN, *HTML):
        raise page_problem("This is no practice page. Choose a file that ends in .mdx, .md, .html or .txt.")
    return _reader(suffix, decoded)(decoded)


def _reader(suffix: str, decoded: str) -> Callable[[str], Page]:
    """Return what reads a text: by the ending of its name, unless that is plainly not true, or by what stands in it."""
    if suffix in HTML or BEGINS_HTML.match(decoded):
        return page_html.read
    if HOLDS_SOURCE.search(decoded):
        return source.read
    if COPIED.search(decoded):
        return plain_text.read
    if suffix in MARKDOWN:
        return source.read
    return page_html.read if HOLDS_HTML.match(decoded) else plain_text.read


def decode(data: bytes) -> str:
    """Return bytes as text, with LF at its line ends and without what is none of a text. Raises Refused."""
    if len(data) > MAX_BYTES:
        raise page_problem(f"This page has more than {megabytes(MAX_BYTES)}. Divide it into several pages.")
    decoded = _decoded(data).removeprefix("\ufeff")
    foreign = len(NOT_OF_TEXT.findall(decoded))
    if "\0" in decoded or foreign >= MANY:
        raise page_problem("This is no text but a binary file. Choose a page: .mdx, .md, .html or .txt.")
    return LINE_ENDS.sub("\n", NOT_OF_TEXT.sub("", decoded) if foreign else decoded)


def _decoded(data: bytes) -> str:
    try:
        for mark, encoding in UTF_16:
            if data.startswith(mark):
                return data.decode(encoding)
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _of_another_encoding(data, error)


def _of_another_encoding(data: bytes, error: UnicodeDecodeError) -> str:
    """Return a text in the encoding of Western Windows, unless it is a damaged one of Unicode. Raises Refused."""
    letters = len(UTF_8_LETTER.findall(data))
    others = len(re.findall(rb"[\x80-\xff]", UTF_8_LETTER.sub(b"", data)))
    if error.encoding != "utf-8" or SURROGATE.search(data) or letters > others:
        line = data.count(b"\n", 0, error.start) + 1
        raise page_problem("The letters here are damaged. Save the page again as UTF-8.", line) from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
