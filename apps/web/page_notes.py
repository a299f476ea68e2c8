"""Notes on a page of what the apps above its own know: goals on Today, the numbers of a class beside a card."""

from collections.abc import Callable, Iterable

type PageNote = tuple[str, dict[str, object]]  # a template, and what it reads as `note`


class PageNotes[**Asked]:
    """Who provides the notes of one page. Each is asked for each view, so that most should take one short statement."""

    def __init__(self) -> None:
        self._providers: list[Callable[Asked, Iterable[PageNote]]] = []

    def register(self, provider: Callable[Asked, Iterable[PageNote]]) -> None:
        """Add the notes that the provider returns for what the page tells it."""
        self._providers.append(provider)

    def of(self, *args: Asked.args, **options: Asked.kwargs) -> list[PageNote]:
        """Return the notes of all providers, in the order in which they were registered."""
        return [note for provider in self._providers for note in provider(*args, **options)]
