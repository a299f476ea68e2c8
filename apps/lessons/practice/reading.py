"""The one door for pages from outside: any bytes in, a page or a clear refusal out."""

import io
import re
import stat
import zipfile
from pathlib import PurePosixPath

from apps.lessons.practice import source, text
from apps.lessons.practice.records import Page, Refused

MOST_BYTES = 2_000_000  # of one page
MOST_FILES = 5_000  # in a zip
MOST_INFLATED = 100_000_000  # bytes of all files in a zip
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
MOST_CONTROL = 0.01  # of a text; more is no text
MARKDOWN, HTML, TEXT = "markdown", "html", "text"
SUFFIXES = {".mdx": MARKDOWN, ".md": MARKDOWN, ".markdown": MARKDOWN, ".html": HTML, ".htm": HTML, ".txt": ""}
IS_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?(?:<!doctype html|<html|<head|<body|<main)\b", re.IGNORECASE | re.DOTALL)
IS_MARKDOWN = re.compile(r"^(?:---\s*$|#{1,6}\s|\s*<details\b|\s*<Flashcard\b|\*\*Q:)", re.MULTILINE | re.IGNORECASE)
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read(name: str, data: bytes) -> Page:
    """Return the page that a file of that name holds, or raise Refused; pasted text has no name."""
    if len(data) > MOST_BYTES:
        raise Refused(f"This page has more than {MOST_BYTES / 1e6:g} MB. Divide it.")
    words = decoded(data)
    if not words.strip():
        raise Refused("There is nothing in this file.")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix and suffix not in SUFFIXES:
        raise Refused(f"“{name}” is no practice page. Choose a file that ends in {', '.join(SUFFIXES)}.")
    form = SUFFIXES.get(suffix) or _form(words)
    if form == HTML:
        from apps.lessons.practice import html

        return html.read(words)
    return source.read(words) if form == MARKDOWN else text.read(words)


def _form(words: str) -> str:
    """Guess what a text without a telling name is."""
    if IS_HTML.match(words):
        return HTML
    return MARKDOWN if IS_MARKDOWN.search(words) else TEXT


def decoded(data: bytes) -> str:
    """Return bytes as text with plain line ends, or raise Refused where they are no text."""
    encoding = next((name for bom, name in BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        words = data.decode(encoding)
    except UnicodeDecodeError:
        words = data.decode("cp1252", errors="replace")
    if "\0" in words or len(CONTROL.findall(words)) > MOST_CONTROL * len(words):
        raise Refused("This is no text. Save the page as Markdown, HTML or plain text, then try again.")
    return CONTROL.sub("", words).replace("\r\n", "\n").replace("\r", "\n")


def files(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """Return the files of a zip by their names in it, or raise Refused. No name is used as a path of this machine."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inflated(archive)
    except Refused:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refused(f"“{name}” is no zip file that can be read. Make it again, without a password.") from error


def _inflated(archive: zipfile.ZipFile) -> list[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise Refused(f"There are more than {MOST_FILES:,} files in this zip. Divide it.")
    found, room = [], MOST_INFLATED
    for entry in entries:
        _refuse_odd(entry)
        if PurePosixPath(entry.filename).suffix.lower() not in SUFFIXES:
            continue
        with archive.open(entry) as file:  # what a header says of the size is not believed
            content = file.read(min(MOST_BYTES, room) + 1)
        room -= len(content)
        if room < 0:
            raise Refused(f"The files of this zip have more than {MOST_INFLATED / 1e6:g} MB. Divide it.")
        found.append((entry.filename, content))
    return found


def _refuse_odd(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        raise Refused(f"The zip holds “{entry.filename}”, which leads out of it. Make it again from a folder.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(f"The zip holds the link “{entry.filename}”. Put the file itself in its place.")
    if entry.flag_bits & 1:
        raise Refused(f"“{entry.filename}” is locked with a password. Make the zip again without one.")
    if path.suffix.lower() == ".zip":
        raise Refused(f"The zip holds another one, “{entry.filename}”. Unpack it first.")
