"""The kinds of notes: which cards each makes, and what it needs. Pure: no database.

A new kind is a choice in Note.Kind, a function here that makes its cards, and a line in CARDS.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from apps.cards import cloze
from apps.cards.models import Note
from apps.cards.rendering import Rendered, render


@dataclass(frozen=True)
class CardText:
    """One card as a learner sees it: safe HTML."""

    ordinal: int
    front: str
    back: str


def cards_of(note: Note, most: int | None = None) -> list[CardText]:
    """Return the cards that the note makes, or the first of them; raises cloze.ClozeError for unreadable blanks."""
    return list(islice(CARDS[Note.Kind(note.kind)](note), most))


def problems_of(note: Note) -> dict[str, list[str]]:
    """Return what must be mended before the note can be saved: sentences by field, empty when all is well."""
    problems: dict[str, list[str]] = {}
    for field in ("front", "back", "extra"):
        if found := render(getattr(note, field)).problems:
            problems[field] = list(found)
    if not note.front.strip():
        problems.setdefault("front", []).append("Write the front.")
    if note.kind == Note.Kind.CLOZE:
        if problem := _problem_of_blanks(note.front):
            problems["front"] = [problem]  # a formula that a broken blank cuts in two is no second mistake
    elif not note.back.strip():
        problems.setdefault("back", []).append("Write the back: the answer to the front.")
    return problems


def _problem_of_blanks(text: str) -> str:
    try:
        numbers = cloze.numbers(text)
    except cloze.ClozeError as error:
        return str(error)
    return "" if numbers else "A cloze needs a blank. Write {{c1::answer}} around what is to be remembered."


def _basic(note: Note) -> Iterator[CardText]:
    yield CardText(0, _html(note.front), _html(note.back, note.extra))


def _reversed(note: Note) -> Iterator[CardText]:
    yield from _basic(note)
    yield CardText(1, _html(note.back), _html(note.front, note.extra))


def _cloze(note: Note) -> Iterator[CardText]:
    below = _html(note.back, note.extra)
    for number in cloze.numbers(note.front):
        question = render(note.front, blank=number)
        answer = render(note.front, blank=number, reveal=True)
        yield CardText(number - 1, question.html, _joined([answer, Rendered(below)]))


def _html(*texts: str) -> str:
    return _joined([render(text) for text in texts])


def _joined(parts: list[Rendered]) -> str:
    return "\n".join(part.html for part in parts if part.html)


CARDS: dict[Note.Kind, Callable[[Note], Iterator[CardText]]] = {
    Note.Kind.BASIC: _basic,
    Note.Kind.REVERSED: _reversed,
    Note.Kind.CLOZE: _cloze,
}
