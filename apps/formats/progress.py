"""How long work says how far it is."""

from collections.abc import Callable, Iterable, Iterator

type ProgressCallback = Callable[[int, int], None]  # how much is done, of how much; may raise, so that the work ends


def no_progress(_done: int, _total: int) -> None:
    """Say nothing of how far the work is."""


def with_progress[Each](each: Iterable[Each], total: int, say: ProgressCallback) -> Iterator[Each]:
    """Yield each, and say before it how many were done."""
    for done, one in enumerate(each):
        say(done, total)
        yield one


def first_half(say: ProgressCallback) -> ProgressCallback:
    """Return what the first of two rounds says, so that both together end at the whole."""
    return lambda done, total: say(done, 2 * total)


def second_half(say: ProgressCallback) -> ProgressCallback:
    """Return what the second of two rounds says."""
    return lambda done, total: say(total + done, 2 * total)
