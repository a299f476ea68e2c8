"""Takes the pages out of a zip, and believes nothing that it says of itself. Pure: no name in it is a path."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from apps.formats.practice_page.limits import MAX_BYTES, MAX_FILES, MAX_INFLATED_BYTES, MAX_ZIP_BYTES, megabytes
from apps.formats.problems import ImportProblem, page_problem

PAGES = (".mdx", ".md", ".markdown", ".html", ".htm", ".xhtml", ".txt")
ENTRY = b"PK\x01\x02"  # begins each entry of a zip's list of contents
ENCRYPTED = 0x1
BROKEN = "This zip is broken or of an unknown kind. Pack the pages again."
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def files(_name: str, data: bytes) -> list[tuple[str, bytes]]:
    """Return the files of a zip that may be pages, with their paths in it. Raises Refused.

    A page that is too large is cut one byte above what a page may have, so that reading it refuses that page alone.
    """
    if len(data) > MAX_ZIP_BYTES:
        raise page_problem(f"This zip has more than {megabytes(MAX_ZIP_BYTES)}. Divide it into several.")
    if data.count(ENTRY) > MAX_FILES:
        raise _too_many()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return list(_pages(archive))
    except UNREADABLE as error:
        if isinstance(error, ImportProblem):
            raise
        raise page_problem(BROKEN) from error


def _pages(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    known: set[str] = set()
    inflated = 0
    if len(archive.infolist()) > MAX_FILES:
        raise _too_many()
    for info in archive.infolist():
        path = _checked(info.filename)
        if info.is_dir() or _is_of_system(path) or path.suffix.lower() not in PAGES:
            continue
        if str(path) in known:
            raise page_problem(f"“{path}” is twice in this zip. Remove one of them.")
        known.add(str(path))
        content = _content(archive, info)
        inflated += len(content)
        if inflated > MAX_INFLATED_BYTES:
            raise page_problem(
                f"The pages of this zip have more than {megabytes(MAX_INFLATED_BYTES)} together. Divide it."
            )
        yield str(path), content


def _checked(name: str) -> PurePosixPath:
    """Return a name in a zip as a path that leads nowhere else. Raises Refused."""
    path = PurePosixPath(name.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in name.split("/")[0]
    if outside or not name.strip("/").isprintable() or not path.parts:
        shown = "".join(sign if sign.isprintable() else "?" for sign in name[:80])
        raise page_problem(f"“{shown}” is not a name of a file in a folder. Pack the pages again.")
    if path.suffix.lower() == ".zip":
        raise page_problem(f"There is a zip in this zip: “{path}”. Unpack it first.")
    return path


def _is_of_system(path: PurePosixPath) -> bool:
    """Say whether a file is what a system leaves beside pages: `__MACOSX/`, `.DS_Store`."""
    return any(part == "__MACOSX" or part.startswith(".") for part in path.parts)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return at most one byte more than a page may have."""
    if stat.S_ISLNK(info.external_attr >> 16):
        raise page_problem(f"“{info.filename}” is a link. Put the file itself in its place.")
    if info.flag_bits & ENCRYPTED:
        raise page_problem(f"“{info.filename}” needs a password. Pack the pages without one.")
    with archive.open(info) as file:
        return file.read(MAX_BYTES + 1)


def _too_many() -> ImportProblem:
    return page_problem(f"This zip has more than {MAX_FILES} files. Divide it into several.")
