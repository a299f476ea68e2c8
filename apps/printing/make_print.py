"""Makes a print: renders the groups of a layout, merges and imposes them, and attaches the deck."""

import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO, cast

from apps.formats.progress import ProgressCallback, no_progress
from apps.printing.assembly.impose_pdf import impose_groups
from apps.printing.assembly.merge import PdfMerger
from apps.printing.attachments import Attachments, attachments_of
from apps.printing.engine.glyphs.missing_glyphs import missing_glyphs
from apps.printing.engine.group_cache import GroupCache
from apps.printing.engine.printer import NO_LIMIT, PROCESSES, Printer
from apps.printing.engine.workers.worker_pool import WorkerPool
from apps.printing.layouts.layout import Layout, Sheet
from apps.printing.print_cache import PrintResult, cache_print, cached_pdf, cached_result
from apps.printing.scratch_cache import content_key

MAX_REQUEST_SECONDS = 100  # below the time after which the server ends a request
MANY_CARDS = 100  # for which two processes are needed in any case
MAX_NAMES = 20  # of sheets that failed


@dataclass(frozen=True)
class Print:
    """One PDF, made from a layout or read from the cache."""

    layout: Layout

    @property
    def key(self) -> str:
        """Return a name for exactly this content in exactly this layout."""
        return self._key(key for key, _count in self._groups)

    def cached(self) -> bytes | None:
        """Return the PDF if it is cached."""
        return cached_pdf(self.key)

    def make(self) -> bytes:
        """Return the PDF, which is cached from now on; raises PangoMissing and PrintFailed."""
        pdf = io.BytesIO()
        self.write(pdf, seconds=MAX_REQUEST_SECONDS)
        return pdf.getvalue()

    def write(
        self, target: BinaryIO, progress: ProgressCallback = no_progress, seconds: float = NO_LIMIT
    ) -> PrintResult:
        """Print into a file, or copy a cached print; raises as `make` and `progress` do, and writes nothing then."""
        with _warm_pool(self.layout) as pool:
            if (result := cached_result(self.key)) and (pdf := cached_pdf(self.key)):
                target.write(pdf)
                return result
            return self._make(target, progress, seconds, pool)

    def _make(self, target: BinaryIO, progress: ProgressCallback, seconds: float, pool: WorkerPool) -> PrintResult:
        with tempfile.TemporaryFile() as temporary:
            file = cast(BinaryIO, temporary)
            key, result, is_complete = self._print(file, progress, seconds, pool)
            if is_complete:
                cache_print(key, result, file)
            file.seek(0)
            shutil.copyfileobj(file, target)
        return result

    def _print(
        self, file: BinaryIO, progress: ProgressCallback, seconds: float, pool: WorkerPool
    ) -> tuple[str, PrintResult, bool]:
        """Print into a file; return its key, for some cards may have changed in the meantime, and the result.

        The last value is whether all that belongs to it is attached: a file that is missing may arrive later.
        """
        cache, merger, keys = GroupCache(self.layout.about), PdfMerger(file), []
        total = sum(count for _key, count in self._groups)

        def groups() -> Iterator[Sequence[Sheet]]:
            for group in self.layout.groups():
                keys.append(cache.key(group))
                yield group

        printer = Printer(self.layout.about, seconds, cache, lambda done: progress(min(done, total), total), pool)
        rendered = printer.print(groups())
        for group in impose_groups(rendered, self.layout.imposition) if self.layout.imposition else rendered:
            merger.add(group)
        with self._attachments.files() as files:
            pages = merger.finish(files)
            is_complete = len(files) == self._attachments.max_files
        return self._key(keys), _result(pages, printer), is_complete

    def _key(self, groups: Iterable[str]) -> str:
        return content_key(list(groups), dict(self.layout.assembly_options), self._attachments.key)

    @cached_property
    def _groups(self) -> list[tuple[str, int]]:
        """Return the key of each group, and how many sheets it has."""
        cache = GroupCache(self.layout.about)
        return [(cache.key(group), len(group)) for group in self.layout.groups()]

    @cached_property
    def _attachments(self) -> Attachments:
        return attachments_of(self.layout)


def print_to_file(layout: Layout, target: BinaryIO, progress: ProgressCallback = no_progress) -> PrintResult:
    """Print into a file, without a time limit; raises PangoMissing, PrintFailed and what `progress` does."""
    return Print(layout).write(target, progress)


def first_pages(layout: Layout) -> list[int]:
    """Return on how many pages each sheet of the first group is, if that was printed before; else nothing."""
    group = next(layout.groups(), None)
    cached = group and GroupCache(layout.about).get(group)
    return [number for each in cached.rendered for number in each.pages] if cached else []


def _result(pages: int, printer: Printer) -> PrintResult:
    failed, without_pictures = printer.failed, printer.missing_pictures
    return PrintResult(
        pages,
        tuple(failed[:MAX_NAMES]),
        len(failed),
        missing_glyphs(printer.missing_glyphs),
        tuple(without_pictures[:MAX_NAMES]),
        len(without_pictures),
    )


@contextmanager
def _warm_pool(layout: Layout) -> Iterator[WorkerPool]:
    """Give the processes for a print; those of a large one start while the cache is searched."""
    pool = WorkerPool()
    if layout.count > MANY_CARDS:
        pool.start(PROCESSES)
    try:
        yield pool
    finally:
        pool.close()
        pool.clear()
