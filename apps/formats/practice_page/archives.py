"""Takes practice pages out of a zip."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from apps.formats.limits import (
    MAX_PAGE_BYTES,
    MAX_PAGE_ZIP_BYTES,
    MAX_PAGE_ZIP_FILES,
    MAX_PAGE_ZIP_INFLATED_BYTES,
    as_size,
)
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem
from apps.formats.zips.zip_guard import GuardedZip, ZipRules, faults, is_of_system, safe_path

MARKDOWN, HTML = (".mdx", ".md", ".markdown", ".qmd", ".rmd", ".myst", ".ipynb"), (".html", ".htm", ".xhtml")
ENDINGS = (*MARKDOWN, *HTML, ".txt")  # of the names of pages
PRACTICE = "practice"  # the name of a practice page in its lesson's folder
TOO_LARGE = _(
    "A zip may have up to {packed}, and its pages up to {inflated} together. Divide it into several.",
    packed=as_size(MAX_PAGE_ZIP_BYTES),
    inflated=as_size(MAX_PAGE_ZIP_INFLATED_BYTES),
)
RULES = ZipRules(
    MAX_PAGE_ZIP_BYTES,
    MAX_PAGE_ZIP_FILES,
    MAX_PAGE_ZIP_INFLATED_BYTES,
    faults(
        damaged=_("This zip is damaged or of an unknown kind. Zip the pages again."),
        encrypted=_("This file needs a password. Zip the pages without one."),
        too_many=_("This zip has more than {limit} files. Divide it into several.", limit=MAX_PAGE_ZIP_FILES),
        too_large=TOO_LARGE,
    ),
)


def files(data: bytes) -> list[tuple[str, bytes]]:
    """Return the files of a zip that may be pages, with their paths in it. Raises ImportProblem.

    A page that is too large is cut one byte above what a page may have, so that reading it refuses that page alone.
    """
    with GuardedZip(BytesIO(data), RULES) as archive:
        return [(str(path), archive.read(name, MAX_PAGE_BYTES + 1)) for name, path in _pages(archive.names)]


def holds_practice_pages(file: BinaryIO) -> bool:
    """Return whether a file is a zip with a page that is named as one: `practice.mdx` in its lesson's folder."""
    try:
        with GuardedZip(file, RULES) as archive:
            return any(path.stem.lower() == PRACTICE for _name, path in _pages(archive.names))
    except ImportProblem:
        return False


def _pages(names: list[str]) -> Iterator[tuple[str, PurePosixPath]]:
    known: set[PurePosixPath] = set()
    for name in names:
        path = _checked(name)
        if name.endswith("/") or is_of_system(path) or path.suffix.lower() not in ENDINGS:
            continue
        if path in known:
            raise ImportProblem(Code.DAMAGED, _("“{path}” is in this zip twice. Remove one of them.", path=str(path)))
        known.add(path)
        yield name, path


def _checked(name: str) -> PurePosixPath:
    """Return a name in a zip as a path that leads nowhere else. Raises ImportProblem."""
    path = safe_path(name)
    if path is None:
        shown = "".join(character if character.isprintable() else "?" for character in name[:80])
        raise ImportProblem(
            Code.UNSAFE, _("“{name}” isn’t the name of a file in a folder. Zip the pages again.", name=shown)
        )
    if path.suffix.lower() == ".zip":
        raise ImportProblem(
            Code.NOT_A_DECK, _("There is a zip in this zip: “{path}”. Unpack it first.", path=str(path))
        )
    return path
