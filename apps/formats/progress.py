"""How long work reports its progress."""

from collections.abc import Callable, Iterable, Iterator

type ProgressCallback = Callable[[int, int], None]  # how much is done, of how much; may raise, so that the work ends


def no_progress(_done: int, _total: int) -> None:
    """Report nothing."""


def with_progress[Each](each: Iterable[Each], total: int, progress: ProgressCallback) -> Iterator[Each]:
    """Yield each, after reporting how many are done."""
    for done, one in enumerate(each):
        progress(done, total)
        yield one


def part(progress: ProgressCallback, number: int, parts: int) -> ProgressCallback:
    """Return how one of several parts reports, counted from 0, so that all together end at the whole."""
    return lambda done, total: progress(number * total + done, parts * total)


def first_half(progress: ProgressCallback) -> ProgressCallback:
    """Return how the first of two rounds reports."""
    return part(progress, 0, 2)


def second_half(progress: ProgressCallback) -> ProgressCallback:
    """Return how the second of two rounds reports."""
    return part(progress, 1, 2)
