"""Prints sheets in child processes, so that one that takes all memory or time costs itself and never the export.

Why so: docs/decisions/0010-pdf-in-a-child-process.md.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from apps.cards.media_store import folder
from apps.printing.assembly.merge import RenderedGroup
from apps.printing.engine.precheck import is_unprintable, needs_isolation
from apps.printing.engine.weasyprint_door import DocumentInfo, LayoutResult
from apps.printing.engine.worker_pool import BookletFailed, PrintFailed, ProcessEnded, WorkerPool
from apps.printing.layouts.geometry import CARD
from apps.printing.layouts.layout import Sheet

__all__ = ["PrintFailed", "Printer"]

PROCESSES = 2
AHEAD = 2 * PROCESSES  # groups that are asked for before the first of them is taken
MIN_SECONDS, MAX_SECONDS = 5, 45  # of CPU for one booklet
CHARACTERS_PER_SECOND = 2_000  # of HTML; a usual booklet needs a twentieth of what this allows
NO_LIMIT = 24 * 3600.0
TOO_LONG = "This takes too long to print. Make its longest or most complicated texts simpler."

TELL_EVERY = 1  # seconds, at least

type Tell = Callable[[int], None]  # how many sheets are printed
type Pieces = tuple[list[RenderedGroup], list[str]]  # a group as it was printed, and the names of the sheets left out


def no_progress(_done: int) -> None:
    """Say nothing of how far the work is."""


class Keeper(Protocol):
    """Keeps groups that were printed."""

    def get(self, group: list[Sheet]) -> Pieces | None:
        """Return the group as it was printed before, if it is still there."""

    def put(self, group: list[Sheet], pieces: Pieces) -> None:
        """Keep a group."""


@dataclass(frozen=True)
class PendingGroup:
    """A group that was asked for: it is kept, or a thread prints it."""

    group: list[Sheet]
    printed: Future[Pieces] = field(default_factory=Future)
    kept: Pieces | None = None


class Printer:
    """Prints the sheets of one export, in several processes at once; names those that had to be left out."""

    def __init__(
        self,
        about: DocumentInfo,
        seconds: float = NO_LIMIT,
        keeper: Keeper | None = None,
        tell: Tell = no_progress,
        children: WorkerPool | None = None,
    ) -> None:
        """`keeper` keeps groups from one export to the next; `tell` may raise, which ends this one."""
        self.about, self.keeper = about, keeper
        self.ends_at = time.monotonic() + seconds
        self.refused: list[str] = []
        self.missing: list[tuple[str, str]] = []  # sheets by name, with the characters that no font draws
        self.tell, self.done = tell, 0
        self.children = children or WorkerPool()

    def print(self, groups: Iterable[list[Sheet]]) -> Iterator[RenderedGroup]:
        """Yield PDFs that, put together, hold the sheets of all groups in order; a group is laid out in one go."""
        asked: deque[PendingGroup] = deque()
        threads = ThreadPoolExecutor(PROCESSES, "print")
        try:
            for group in groups:
                asked.append(self._begun(group, threads))
                if len(asked) > AHEAD:
                    yield from self._received(asked.popleft())
            while asked:
                yield from self._received(asked.popleft())
        finally:
            self.children.close()
            threads.shutdown(cancel_futures=True)
            self.children.clear()

    def _begun(self, group: list[Sheet], threads: ThreadPoolExecutor) -> PendingGroup:
        if kept := self.keeper and self.keeper.get(group):
            return PendingGroup(group, kept=kept)
        return PendingGroup(group, threads.submit(self._printed, group, [sheet.html() for sheet in group]))

    def _received(self, asked: PendingGroup) -> Iterator[RenderedGroup]:
        pieces, refused = asked.kept or self._awaited(asked.printed)
        if self.keeper and not asked.kept:
            self.keeper.put(asked.group, (pieces, refused))
        self.refused += refused
        self.missing += (each for piece in pieces for each in piece.missing)
        self.done += len(asked.group)
        self.tell(self.done)
        yield from pieces

    def _awaited(self, printed: Future[Pieces]) -> Pieces:
        """Wait for a group, and say all the while that the work goes on."""
        while not wait([printed], TELL_EVERY).done:
            self.tell(self.done)
        return printed.result()

    def _printed(self, group: list[Sheet], pages: list[str]) -> Pieces:
        """Return the group as laid out; a word stands in place of the bad sheets, which are found by trying each."""
        tried = [
            sheet.placeholder() if is_unprintable(page) else sheet for sheet, page in zip(group, pages, strict=True)
        ]
        apart = any(map(needs_isolation, pages))
        if not apart and (together := self._laid(tried, pages if tried == group else None)):
            return [together], _names(group, tried)
        alone = [self._one(sheet, failed=len(group) == 1 and not apart) for sheet in tried]
        printed = [sheet for sheet, _ in alone]
        together = None if apart or self.about.page == CARD else self._laid(printed)
        return [together] if together else [piece for _, piece in alone], _names(group, printed)

    def _one(self, sheet: Sheet, *, failed: bool) -> tuple[Sheet, RenderedGroup]:
        """Return a sheet, or what stands instead of one that failed or now fails, as it was laid out."""
        for attempt in (sheet, sheet.placeholder())[failed:]:
            if piece := self._laid([attempt]):
                return attempt, piece
        raise PrintFailed("This could not be printed. The server's log says why.")

    def _laid(self, sheets: list[Sheet], pages: list[str] | None = None) -> RenderedGroup | None:
        """Return the sheets as laid out, or None where they cannot be."""
        pages = pages or [sheet.html() for sheet in sheets]
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise PrintFailed(TOO_LONG)
        seconds = min(MAX_SECONDS, MIN_SECONDS + sum(map(len, pages)) / CHARACTERS_PER_SECOND)
        limits = {"cpu_seconds": seconds, "wall_seconds": min(4 * seconds, left)}
        request = {**asdict(self.about), "media": str(folder()), "sheets": pages, **limits}
        try:
            laid = self._laid_out(request)
        except BookletFailed:
            return None
        held = zip(sheets, laid.undrawn, strict=False)
        missing = [(sheet.label(), characters) for sheet, characters in held if characters]
        return RenderedGroup(laid.pdf, laid.pages, chapters=[sheet.chapter for sheet in sheets], missing=missing)

    def _laid_out(self, request: dict[str, Any]) -> LayoutResult:
        """Return a booklet as laid out, at the second try where the first process ended; raises BookletFailed."""
        with suppress(ProcessEnded), self.children.one() as child:
            return child.laid(request)
        with self.children.one() as child:
            return child.laid(request)


def _names(wanted: list[Sheet], printed: list[Sheet]) -> list[str]:
    """Return what the sheets are called that something else stands for."""
    return [was.label() for was, sheet in zip(wanted, printed, strict=True) if sheet is not was]
