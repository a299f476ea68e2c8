"""The kinds of notes: which cards each makes, and what it needs. Pure: no database.

A new kind is a choice in Note.Kind, a function here that makes its cards, and a line in CARDS.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, zip_longest

from apps.cards.kinds import cloze, multi_card
from apps.cards.models import Note, Section
from apps.cards.rendering import NO_MEDIA, Rendered, Shown, answered, emphasised, render


@dataclass(frozen=True)
class CardText:
    """One card as a learner sees it: context, front and back are safe HTML, choices and label plain text."""

    ordinal: int
    front: str
    back: str
    context: str = ""
    choices: tuple[str, ...] = ()
    label: str = ""


def cards_of(note: Note, most: int | None = None, media: Shown = NO_MEDIA) -> list[CardText]:
    """Return the cards that the note makes, or the first of them; raises cloze.ClozeError for unreadable blanks.

    `media` are the pictures and sounds of its deck.
    """
    context = context_of(note, media)
    cards = islice(CARDS[Note.Kind(note.kind)](note, media), most)
    return [replace(card, context=context) for card in cards] if context else list(cards)


def context_of(note: Note, media: Shown = NO_MEDIA) -> str:
    """Return the title and the prompt of the note's exercise as HTML, without which a scenario alone makes no sense."""
    if note.section_id is None or note.section.kind != Section.Kind.EXERCISE:
        return ""
    title, prompt = note.section.title, note.section.introduction
    return _html(emphasised(title), prompt, media=media) if "![" in prompt else _context(title, prompt)


@lru_cache(maxsize=32)  # an exercise's scenarios share it
def _context(title: str, prompt: str) -> str:
    return _html(emphasised(title), prompt)


def problems_of(note: Note) -> dict[str, list[str]]:
    """Return what must be mended before the note can be saved: sentences by field, empty when all is well."""
    rendered = {field: render(getattr(note, field)).problems for field in ("front", "back", "extra")}
    problems = {field: list(found) for field, found in rendered.items() if found}
    if not note.front.strip():
        problems.setdefault("front", []).append("Write the front.")
    if note.kind == Note.Kind.CLOZE:
        if problem := _problem_of_blanks(note.front):
            problems["front"] = [problem]  # a formula that a broken blank cuts in two is no second mistake
    elif note.kind == Note.Kind.CHOICE and not note.label.strip():
        problems.setdefault("label", []).append("Write the label that is right, as in the exercise's labels.")
    elif note.kind != Note.Kind.CHOICE and not note.back.strip() and not _may_be_open(note):
        problems.setdefault("back", []).append("Write the back: the answer to the front.")
    elif note.kind == Note.Kind.MULTI_CARD and (problem := _problem_of_parts(note)):
        problems.setdefault("back", []).append(problem)
    return problems


def _may_be_open(note: Note) -> bool:
    """Whether the note may leave its answer to the learner: a task of an exercise."""
    in_exercise = note.section_id is not None and note.section.kind == Section.Kind.EXERCISE
    return in_exercise and note.kind == Note.Kind.BASIC


def _problem_of_blanks(text: str) -> str:
    try:
        numbers = cloze.numbers(text)
    except cloze.ClozeError as error:
        return str(error)
    return "" if numbers else "A cloze needs a blank. Write {{c1::answer}} around what is to be remembered."


def _problem_of_parts(note: Note) -> str:
    fronts, backs = len(multi_card.parts(note.front)), len(multi_card.parts(note.back))
    if fronts == backs:
        return ""
    return f"The front has {fronts} parts and the back {backs}. Put a line of === between empty lines in both alike."


def _basic(note: Note, media: Shown) -> Iterator[CardText]:
    yield CardText(0, _html(note.front, media=media), _html(note.back, note.extra, media=media))


def _reversed(note: Note, media: Shown) -> Iterator[CardText]:
    yield from _basic(note, media)
    yield CardText(1, _html(note.back, media=media), _html(note.front, note.extra, media=media))


def _choice(note: Note, media: Shown) -> Iterator[CardText]:
    labels = tuple(note.section.labels) if note.section_id else ()
    choices = labels if note.label in labels else (*labels, note.label)
    why = render(note.back, media=media).html
    back = "\n".join(filter(None, (answered(note.label, why), _html(note.extra, media=media))))
    yield CardText(0, _html(note.front, media=media), back, choices=choices, label=note.label)


def _cloze(note: Note, media: Shown) -> Iterator[CardText]:
    below = _html(note.back, note.extra, media=media)
    for number in cloze.numbers(note.front):
        question = render(note.front, blank=number, media=media)
        answer = render(note.front, blank=number, reveal=True, media=media)
        yield CardText(number - 1, question.html, _joined([answer, Rendered(below)]))


def _several(note: Note, media: Shown) -> Iterator[CardText]:
    pairs = zip_longest(multi_card.parts(note.front), multi_card.parts(note.back), fillvalue="")
    for ordinal, (front, back) in enumerate(pairs):
        if front:
            yield CardText(ordinal, _html(front, media=media), _html(back, note.extra, media=media))


def _html(*texts: str, media: Shown = NO_MEDIA) -> str:
    return _joined([render(text, media=media) for text in texts])


def _joined(parts: list[Rendered]) -> str:
    return "\n".join(part.html for part in parts if part.html)


CARDS: dict[Note.Kind, Callable[[Note, Shown], Iterator[CardText]]] = {
    Note.Kind.BASIC: _basic,
    Note.Kind.REVERSED: _reversed,
    Note.Kind.CLOZE: _cloze,
    Note.Kind.CHOICE: _choice,
    Note.Kind.MULTI_CARD: _several,
}
