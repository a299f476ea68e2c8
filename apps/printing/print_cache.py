"""Finished prints, kept by their content: whoever asks for the same again gets the same file at once."""

import io
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO, cast

from django.core.cache import caches
from pikepdf import ObjectStreamMode, Pdf

from apps.printing.assembly.merge import Merged, RenderedGroup, merge
from apps.printing.attachments import Attachments, carried_by
from apps.printing.engine.group_cache import GroupCache, keep, name_of
from apps.printing.engine.printer import NO_LIMIT, PROCESSES, Printer
from apps.printing.engine.scripts import NOTHING, Missing, missing
from apps.printing.engine.worker_pool import WorkerPool
from apps.printing.layouts.layout import Layout, Sheet

SECONDS = 100  # a request may wait so long; below the time after which the server ends a worker
MANY = 100  # cards, for which two processes are needed anyway
NAMES = 20  # of what was left out are told
PART = 1_000_000  # bytes
MAX_CACHED_BYTES = 30_000_000  # bytes of one print
IMPOSED_TOGETHER = 256  # sides, so that memory stays small: two usual groups, which fill their sheets of paper

type Say = Callable[[int, int], None]  # how many sheets are done, of how many; may raise, so that the work ends
type Imposition = Callable[[Pdf, list[int]], None]


def no_progress(_done: int, _total: int) -> None:
    """Say nothing of how far a print is."""


@dataclass(frozen=True)
class Made:
    """What became of a print."""

    pages: int
    refused: list[str] = field(default_factory=list)  # the names of the first sheets that were left out
    left_out: int = 0  # how many there are of them
    missing: Missing = NOTHING  # what no font here can draw


@dataclass(frozen=True)
class Print:
    """One PDF, ready to be printed."""

    layout: Layout

    @property
    def key(self) -> str:
        """Return a name for exactly this content in exactly this layout."""
        return self._key(keys for keys, _ in self._groups)

    def kept(self) -> bytes | None:
        """Return the PDF if it was made before."""
        found = self._found()
        return b"".join(found[1]) if found else None

    def made(self) -> Made | None:
        """Return what became of a PDF that is kept."""
        found = self._found()
        return found[0] if found else None

    def make(self, say: Say = no_progress) -> bytes:
        """Print, keep and return the PDF; raises PangoMissing, PrintFailed and what `say` does."""
        pdf = io.BytesIO()
        self.write(pdf, say, SECONDS)
        return pdf.getvalue()

    def write(self, target: BinaryIO, say: Say = no_progress, seconds: float = NO_LIMIT) -> Made:
        """Print into a file, or copy what is kept; raises as `make` does, and writes nothing then."""
        with ready(self.layout) as children:
            if found := self._found():
                target.writelines(found[1])
                return found[0]
            return self._written(target, say, seconds, children)

    def _written(self, target: BinaryIO, say: Say, seconds: float, children: WorkerPool) -> Made:
        with tempfile.TemporaryFile() as file:
            key, made = self._print(cast(BinaryIO, file), say, seconds, children)
            if file.tell() <= MAX_CACHED_BYTES:
                _keep(key, made, cast(BinaryIO, file))
            file.seek(0)
            shutil.copyfileobj(file, target)
        return made

    def _print(self, file: BinaryIO, say: Say, seconds: float, children: WorkerPool) -> tuple[str, Made]:
        """Print into a file; return what became of it, and its name: some cards may have changed meanwhile."""
        kept, merged, keys = GroupCache(self.layout.about), Merged(file), []
        total = sum(count for _, count in self._groups)

        def groups() -> Iterator[list[Sheet]]:
            for group in self.layout.groups():
                keys.append(kept.key(group))
                yield group

        printer = Printer(self.layout.about, seconds, kept, lambda done: say(min(done, total), total), children)
        for piece in imposed(self.layout, printer.print(groups())):
            merged.add(piece)
        with self._carried.files() as files:
            pages = merged.finish(files)
        refused = printer.refused
        return self._key(keys), Made(pages, refused[:NAMES], len(refused), missing(printer.missing))

    def _found(self) -> tuple[Made, list[bytes]] | None:
        """Return what became of a print that is kept, and its bytes; nothing where a part of it is gone."""
        cache = caches["prints"]
        made, count = cache.get(self.key, (None, 0))
        parts = [cache.get(f"{self.key}-{number}") for number in range(count)]
        return (made, parts) if made and all(parts) else None

    def _key(self, pieces: Iterable[str]) -> str:
        options = getattr(self.layout, "options", None)
        said = options.as_dict() | {"paper": options.paper_name} if options else {}
        return name_of(list(pieces), said, self._carried.key)

    @cached_property
    def _groups(self) -> list[tuple[str, int]]:
        """Return for each group its name and how many sheets it has."""
        kept = GroupCache(self.layout.about)
        return [(kept.key(group), len(group)) for group in self.layout.groups()]

    @cached_property
    def _carried(self) -> Attachments:
        return carried_by(self.layout)


@contextmanager
def ready(layout: Layout) -> Iterator[WorkerPool]:
    """Give the processes for a print; of a large one they get ready while we look whether it is kept."""
    children = WorkerPool()
    if layout.count > MANY:
        children.begin(PROCESSES)
    try:
        yield children
    finally:
        children.close()
        children.clear()


def _keep(key: str, made: Made, file: BinaryIO) -> None:
    """Keep a print, in parts: the cache holds three copies of what it is given."""
    file.seek(0)
    parts = 0
    while part := file.read(PART):
        keep("prints", f"{key}-{parts}", part, complete=not made.refused)
        parts += 1
    keep("prints", key, (made, parts), complete=not made.refused)


def print_of(layout: Layout) -> Print:
    """Return what the layout puts on paper, to be printed."""
    return Print(layout)


def write(layout: Layout, target: BinaryIO, say: Say = no_progress) -> Made:
    """Print into a file, however much; raises PangoMissing, PrintFailed and what `say` does."""
    return Print(layout).write(target, say)


def imposed(layout: Layout, pieces: Iterable[RenderedGroup]) -> Iterator[RenderedGroup]:
    """Yield the pieces, as the layout wants their pages on larger ones, if it does."""
    imposition: Imposition | None = getattr(layout, "imposition", None)
    if imposition is None:
        yield from pieces
        return
    some: list[RenderedGroup] = []
    for piece in pieces:
        some.append(piece)
        sheets = sum(len(each.pages) for each in some)
        if sheets >= IMPOSED_TOGETHER and sheets % 2 == 0:  # the two sides of a card stay together
            yield _on_larger_pages(some, imposition)
            some = []
    if some:
        yield _on_larger_pages(some, imposition)


def _on_larger_pages(pieces: Sequence[RenderedGroup], imposition: Imposition) -> RenderedGroup:
    together, done = io.BytesIO(), io.BytesIO()
    merge(pieces, together)
    with Pdf.open(together) as document:
        imposition(document, [count for piece in pieces for count in piece.pages])
        document.save(done, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return RenderedGroup(done.getvalue(), [])
