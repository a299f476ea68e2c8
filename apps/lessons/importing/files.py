"""Where pages come from: a file, a folder laid out as <track>/<lesson>/practice.mdx, a zip of one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.text import slugify

from apps.lessons.practice import reading
from apps.lessons.services import SLUG_LENGTH

PAGE_NAMES = ("practice", "index", "readme")  # files that are called after their folder
SUFFIXES = (".mdx", ".md", ".markdown", ".html", ".htm", ".txt")


@dataclass(frozen=True)
class Source:
    """One page before it is read: what to call it in messages, its bytes, and where its path says it belongs.

    `track` and `lesson` are slugs; empty where the path says nothing.
    """

    path: str
    data: bytes
    track: str = ""
    lesson: str = ""


def sources(path: Path) -> Iterator[Source]:
    """Yield the pages of a file, a zip or a folder, in the order of their names; raises OSError and Refused."""
    if path.is_dir():
        yield from _of_folder(path)
    elif path.suffix.lower() == ".zip":
        yield from of_zip(path.name, path.read_bytes(), shown=str(path))
    else:
        # Where a lone file happens to lie says nothing, unless it is called as in a course's folder.
        parts = path.resolve().parts if path.stem.lower() == "practice" else (path.name,)
        yield _source(str(path), parts, path.read_bytes())


def of_file(name: str, data: bytes) -> Source:
    """Return a file that was sent, of which only the name is known; pasted text has none."""
    return _source(name, (name,), data) if name else Source(name, data)


def of_zip(name: str, data: bytes, *, shown: str = "") -> Iterator[Source]:
    """Yield the pages of a zip file, or raise Refused."""
    files = {PurePosixPath(inside): content for inside, content in reading.files(name, data)}
    for inside in _pages(files):
        yield _source(f"{shown or name}/{inside}", inside.parts, files[inside])


def _of_folder(folder: Path) -> Iterator[Source]:
    root = folder.resolve()
    inside = [path for path in folder.rglob("*") if path.is_file() and path.resolve().is_relative_to(root)]
    for path in _pages(PurePosixPath(each) for each in inside):
        below = PurePosixPath(path).relative_to(folder).parts
        yield _source(str(path), (root.parent.name, root.name, *below), Path(path).read_bytes())


def _pages(paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """Return the practice pages among the files; all that can be read where none is called so."""
    readable = sorted(path for path in paths if path.suffix.lower() in SUFFIXES)
    return [path for path in readable if path.stem.lower() == "practice"] or readable


def _source(shown: str, parts: tuple[str, ...], data: bytes) -> Source:
    """Return the page with what its path says: .../<track>/<lesson>/practice.mdx, or <track>/<lesson>.mdx."""
    stem, folders = PurePosixPath(parts[-1]).stem, list(parts[:-1])
    lesson = folders.pop() if stem.lower() in PAGE_NAMES and folders else stem
    track = folders.pop() if folders else ""
    named = "" if lesson.lower() in PAGE_NAMES else _slug(lesson)
    return Source(shown, data, _slug(track), named)


def _slug(name: str) -> str:
    """Return a name for addresses made of a file's or a folder's; empty where it has no Latin letter and no digit."""
    return slugify(name)[:SLUG_LENGTH].strip("-")
