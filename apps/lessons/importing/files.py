"""Where pages come from: a file, a folder laid out as <track>/<lesson>/practice.mdx, a zip of one."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from django.utils.text import capfirst

from apps.cards.deck_slugs import slug_of
from apps.formats.limits import MAX_TITLE_LENGTH
from apps.formats.practice_page import page_reader
from apps.formats.practice_page.markdown.syntax import front_matter
from apps.formats.problems import ImportProblem

PAGE = page_reader.PRACTICE
PAGE_NAMES = (PAGE, "index", "readme")  # files whose folder names the lesson
HEADS = ("index.mdx", "index.md")  # of a track: the front matter has the title of the course


@dataclass(frozen=True)
class PageSource:
    """One page before it is read: its path for messages, its bytes, and the track and lesson that its path names.

    `track` and `lesson` are slugs, empty where the path names none. `track_title` is the track's: that of the page at
    its head, else the name of its folder. `is_of_several` is whether it came with pages of other tracks. `encoding` is
    the one that a person chose; empty to detect it.
    """

    path: str
    data: bytes
    track: str = ""
    lesson: str = ""
    track_title: str = ""
    is_of_several: bool = False
    encoding: str = ""


def page_sources(path: Path) -> Iterator[PageSource]:
    """Yield the pages of a file, a zip or a folder, in the order of their names; raises OSError and ImportProblem."""
    if path.is_dir():
        yield from _of_folder(path)
    elif path.suffix.lower() == ".zip":
        yield from of_zip(path.name, path.read_bytes(), shown=str(path))
    else:
        yield _source(str(path), _parts(path), path.read_bytes())


def of_file(name: str, data: bytes) -> PageSource:
    """Return an uploaded file, of which only the name is known; pasted text has none."""
    return _source(name, (name,), data) if name else PageSource(name, data)


def of_zip(name: str, data: bytes, *, shown: str = "") -> Iterator[PageSource]:
    """Yield the pages of a zip file. Raises ImportProblem."""
    files = {PurePosixPath(inside): content for inside, content in page_reader.files(data)}
    pages = _pages(files)
    titles = _titles(pages, files, files.__getitem__)
    several = _has_several_tracks(pages)
    for inside in pages:
        title = titles.get(inside.parent.parent, "")
        source = _source(f"{shown or name}/{inside}", inside.parts, files[inside], title)
        yield replace(source, is_of_several=several)


def _parts(path: Path) -> tuple[str, ...]:
    """Return the path of a single file; its folders count only if it is named as in a course's folder."""
    return path.resolve().parts if path.stem.lower() == PAGE else (path.name,)


def _of_folder(folder: Path) -> Iterator[PageSource]:
    root = folder.resolve()
    inside = [path for path in folder.rglob("*") if path.is_file() and path.resolve().is_relative_to(root)]
    files = {PurePosixPath(each) for each in inside}
    pages = _pages(files)
    titles = _titles(pages, files, lambda path: Path(path).read_bytes())
    several = _has_several_tracks(pages)
    for path in pages:
        below = PurePosixPath(path).relative_to(folder).parts
        parts = (root.parent.name, root.name, *below)
        source = _source(str(path), parts, Path(path).read_bytes(), titles.get(path.parent.parent, ""))
        yield replace(source, is_of_several=several)


def _pages(paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """Return the practice pages among the files; all that can be read if none has that name."""
    readable = sorted(path for path in paths if path.suffix.lower() in page_reader.ENDINGS)
    return [path for path in readable if path.stem.lower() == PAGE] or readable


def _has_several_tracks(pages: Iterable[PurePosixPath]) -> bool:
    return len({_track_folder(page) for page in pages}) > 1


def _track_folder(page: PurePosixPath) -> PurePosixPath:
    """Return the folder of a page's track: .../<track>/<lesson>/practice.mdx, or <track>/<lesson>.mdx."""
    return page.parent.parent if page.stem.lower() in PAGE_NAMES else page.parent


def _titles(
    pages: Iterable[PurePosixPath], files: Iterable[PurePosixPath], read: Callable[[PurePosixPath], bytes]
) -> dict[PurePosixPath, str]:
    """Return the titles of tracks by their folders: the page at a track's head has it."""
    tracks = {page.parent.parent for page in pages if page.stem.lower() == PAGE}
    heads = [path for path in files if path.name.lower() in HEADS and path.parent in tracks]
    return {head.parent: _title(read(head)) for head in heads}


def _title(head: bytes) -> str:
    try:
        return front_matter.split(page_reader.decode(head))[0].get("title", "").strip()[:MAX_TITLE_LENGTH]
    except ImportProblem:  # then the folder names the course
        return ""


def _source(shown: str, parts: tuple[str, ...], data: bytes, title: str = "") -> PageSource:
    """Return the page with what its path names; `title` is that of the page at the head of its track."""
    stem, folders = PurePosixPath(parts[-1]).stem, list(parts[:-1])
    lesson = folders.pop() if stem.lower() in PAGE_NAMES and folders else stem
    track = folders.pop() if folders else ""
    named = "" if lesson.lower() in PAGE_NAMES else slug_of(lesson)
    return PageSource(shown, data, slug_of(track), named, title or _title_of_folder(track))


def _title_of_folder(name: str) -> str:
    return capfirst(" ".join(re.split(r"[-_\s]+", name)).strip())[:MAX_TITLE_LENGTH]
