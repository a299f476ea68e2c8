"""Prints sheets in worker processes, so that one that takes all memory or time costs itself and never the export.

Why so: docs/decisions/0010-pdf-in-a-child-process.md.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from django.utils import translation
from django.utils.translation import gettext as _

from apps.printing.assembly.rendered_group import RenderedGroup
from apps.printing.engine.group_cache import GroupCache, GroupResult
from apps.printing.engine.paper_html.pictures import local_pictures, picture_names, replace_missing
from apps.printing.engine.paper_html.precheck import is_unprintable, needs_isolation
from apps.printing.engine.weasyprint_door import LayoutResult
from apps.printing.engine.workers.worker_pool import WorkerPool
from apps.printing.engine.workers.worker_process import GroupFailed, PrintFailed, ProcessEnded
from apps.printing.layouts.document_info import DocumentInfo
from apps.printing.layouts.geometry import CARD
from apps.printing.layouts.layout import Sheet

__all__ = ["PrintFailed", "Printer"]

PROCESSES = 2
MAX_PENDING = 2 * PROCESSES  # groups that are submitted before the first of them is taken
MIN_SECONDS, MAX_SECONDS = 5, 45  # of CPU for one group
CLOCK_FACTOR = 20  # times as many on the clock: on a busy machine, a print has what others leave
CHARACTERS_PER_SECOND = 2_000  # of HTML; a usual group needs a twentieth of what this allows
NO_LIMIT = 24 * 3600.0
REPORT_SECONDS = 1  # between reports, at most

type SheetCallback = Callable[[int], None]  # how many sheets are printed; may raise, which ends the print


def no_report(_done: int) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class PendingGroup:
    """A group that was submitted: it is cached, or a thread prints it."""

    group: Sequence[Sheet]
    printed: Future[GroupResult] = field(default_factory=Future)
    cached: GroupResult | None = None


class Printer:
    """Prints the sheets of one export, in several processes in parallel; lists the sheets that failed."""

    def __init__(
        self,
        about: DocumentInfo,
        seconds: float = NO_LIMIT,
        cache: GroupCache | None = None,
        report: SheetCallback = no_report,
        pool: WorkerPool | None = None,
    ) -> None:
        self.about, self.cache = about, cache
        self.ends_at = time.monotonic() + seconds
        self.failed: list[str] = []  # labels of sheets that are replaced by a placeholder
        self.missing_glyphs: list[tuple[str, str]] = []  # labels of sheets, with the characters that no font draws
        self.missing_pictures: list[str] = []  # labels of sheets
        self.report, self.done = report, 0
        self.pool = pool or WorkerPool()
        self.language = translation.get_language()

    def print(self, groups: Iterable[Sequence[Sheet]]) -> Iterator[RenderedGroup]:
        """Yield PDFs that, merged, hold the sheets of all groups in order; a group is laid out in one go."""
        pending: deque[PendingGroup] = deque()
        threads = ThreadPoolExecutor(PROCESSES, "print")
        try:
            for group in groups:
                pending.append(self._submitted(group, threads))
                if len(pending) > MAX_PENDING:
                    yield from self._received(pending.popleft())
            while pending:
                yield from self._received(pending.popleft())
        finally:
            self.pool.close()
            threads.shutdown(cancel_futures=True)
            self.pool.clear()

    def _submitted(self, group: Sequence[Sheet], threads: ThreadPoolExecutor) -> PendingGroup:
        if cached := self.cache and self.cache.get(group):
            return PendingGroup(group, cached=cached)
        return PendingGroup(group, threads.submit(self._printed, group, [sheet.html() for sheet in group]))

    def _received(self, pending: PendingGroup) -> Iterator[RenderedGroup]:
        result = pending.cached or self._awaited(pending.printed)
        if self.cache and not pending.cached:
            self.cache.put(pending.group, result)
        self.failed += result.failed
        for each in result.rendered:
            self.missing_glyphs += each.missing_glyphs
            self.missing_pictures += each.missing_pictures
        self.done += len(pending.group)
        self.report(self.done)
        yield from result.rendered

    def _awaited(self, printed: Future[GroupResult]) -> GroupResult:
        """Wait for a group, and report all the while that the work goes on."""
        while not wait([printed], REPORT_SECONDS).done:
            self.report(self.done)
        return printed.result()

    def _printed(self, group: Sequence[Sheet], pages: list[str]) -> GroupResult:
        """Return the group as laid out, in the language of whoever prints: a thread starts without it."""
        with translation.override(self.language):
            return self._print_group(group, pages)

    def _print_group(self, group: Sequence[Sheet], pages: list[str]) -> GroupResult:
        """Lay out a group; placeholders replace the bad sheets, which are found by laying out each alone."""
        checked = [
            sheet.placeholder() if is_unprintable(page) else sheet for sheet, page in zip(group, pages, strict=True)
        ]
        is_unchanged = all(map(lambda old, new: old is new, group, checked))
        isolate = any(map(needs_isolation, pages))
        if not isolate and (together := self._laid_out(checked, pages if is_unchanged else None)):
            return GroupResult([together], _failed(group, checked))
        alone = [self._laid_out_alone(sheet, failed=len(group) == 1 and not isolate) for sheet in checked]
        printed = [sheet for sheet, _rendered in alone]
        together = None if isolate or self.about.page == CARD else self._laid_out(printed)
        return GroupResult([together] if together else [each for _sheet, each in alone], _failed(group, printed))

    def _laid_out_alone(self, sheet: Sheet, *, failed: bool) -> tuple[Sheet, RenderedGroup]:
        """Return a sheet, or the placeholder of one that failed or now fails, as it was laid out."""
        for attempt in (sheet, sheet.placeholder())[failed:]:
            if rendered := self._laid_out([attempt]):
                return attempt, rendered
        raise PrintFailed(_("This could not be printed. The server’s log shows why."))

    def _laid_out(self, sheets: Sequence[Sheet], pages: list[str] | None = None) -> RenderedGroup | None:
        """Return the sheets as laid out, or None where they cannot be."""
        pages = pages or [sheet.html() for sheet in sheets]
        shown = [picture_names(page) for page in pages]
        names = set().union(*shown)
        with local_pictures(names) as pictures:
            missing = names - pictures.keys()
            pages = [replace_missing(page, missing) for page in pages] if missing else pages
            try:
                result = self._render({"sheets": pages, "pictures": pictures, **self._limits(pages)})
            except GroupFailed:
                return None
        return RenderedGroup(
            result.pdf,
            result.pages,
            chapters=[sheet.chapter for sheet in sheets],
            missing_glyphs=[
                (sheet.label, undrawn) for sheet, undrawn in zip(sheets, result.undrawn, strict=False) if undrawn
            ],
            missing_pictures=[sheet.label for sheet, held in zip(sheets, shown, strict=True) if held & missing],
        )

    def _limits(self, pages: list[str]) -> dict[str, float]:
        """Return how many seconds the pages may take; raises PrintFailed where the whole print has taken too long."""
        remaining = self.ends_at - time.monotonic()
        if remaining <= 0:
            raise PrintFailed(
                _("This takes too long to print. Shorten or simplify the cards with the longest or most complex texts.")
            )
        seconds = min(MAX_SECONDS, MIN_SECONDS + sum(map(len, pages)) / CHARACTERS_PER_SECOND)
        return {"cpu_seconds": seconds, "wall_seconds": min(CLOCK_FACTOR * seconds, remaining)}

    def _render(self, group: dict[str, object]) -> LayoutResult:
        """Return a group as laid out, in a second attempt where the first process ended; raises GroupFailed."""
        request = {**asdict(self.about), **group}
        with suppress(ProcessEnded), self.pool.worker() as worker:
            return worker.render(request)
        with self.pool.worker() as worker:
            return worker.render(request)


def _failed(group: Sequence[Sheet], printed: Sequence[Sheet]) -> list[str]:
    """Return the labels of the sheets that were replaced."""
    return [sheet.label for sheet, printed_sheet in zip(group, printed, strict=True) if printed_sheet is not sheet]
