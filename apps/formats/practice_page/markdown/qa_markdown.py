"""Finds questions in any Markdown file that has them under headings, with collapsible answers."""

from collections.abc import Sequence

from apps.formats.practice_page.exercises import exercise_reader
from apps.formats.practice_page.exercises.choices import keyed_choices
from apps.formats.practice_page.markdown import sections
from apps.formats.practice_page.markdown.questions import question_text, questions
from apps.formats.practice_page.markdown.syntax.blocks import HEADING, Block
from apps.formats.practice_page.markdown.syntax.inline_html import without_html
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.markdown.syntax.markup import DETAILS, Element
from apps.formats.practice_page.records import SELF_CHECK, WHOLE, Part

TITLE = "Self-check"


def divide(pieces: Sequence[Block | Element]) -> tuple[list[Block | Element], list[Block | Element]]:
    """Return what introduces a file, and its questions from the first heading that has an answer of its own.

    Where an answer that opens asks above that, its questions begin there.
    """
    answered = _answered_headings(pieces)
    if not answered or any(map(_asks_itself, pieces[: answered[0]])):
        return _without_headings(pieces)
    return list(pieces[: answered[0]]), list(pieces[answered[0] :])


def _answered_headings(pieces: Sequence[Block | Element]) -> list[int]:
    """Return the indexes of headings with an answer below them; the title's own is no question's."""
    found: list[int] = []
    last = None
    for index, piece in enumerate(pieces):
        if isinstance(piece, Block):
            last = index if piece.kind == HEADING else last
        elif piece.name == DETAILS and last is not None and (not found or found[-1] != last):
            found.append(last)
    return found[1:] if _is_title(pieces, found) else found


def _is_title(pieces: Sequence[Block | Element], answered: Sequence[int]) -> bool:
    """Return whether the first heading with an answer is the only one of the first level, and asks nothing itself."""
    levels = [piece.level for index in answered if isinstance(piece := pieces[index], Block)]
    if not levels or levels[0] != 1 or 1 in levels[1:]:
        return False
    return len(levels) > 1 or not (_asks(pieces[answered[0]]) or isinstance(pieces[answered[0] + 1], Element))


def _asks(piece: Block | Element) -> bool:
    return isinstance(piece, Block) and (bool(question_text.NUMBER.match(piece.name)) or piece.name.endswith("?"))


def _asks_itself(piece: Block | Element) -> bool:
    """Return whether a piece is an answer that opens below its own question."""
    return isinstance(piece, Element) and piece.name == DETAILS and without_html(piece.summary).endswith(("?", "？"))


def _without_headings(pieces: Sequence[Block | Element]) -> tuple[list[Block | Element], list[Block | Element]]:
    """Leave it to the reader of questions to find an introduction, but for a heading at the top."""
    first = next((index for index, piece in enumerate(pieces) if not _is_heading(piece)), len(pieces))
    return list(pieces[:first]), list(pieces[first:])


def _is_heading(piece: Block | Element) -> bool:
    return isinstance(piece, Block) and piece.kind == HEADING


def read(pieces: Sequence[Block | Element], warnings: Warnings) -> Part:
    """Return all questions of a file as one self-check."""
    found = questions.read(pieces, warnings)
    line = pieces[0].line if pieces else 0
    return Part(SELF_CHECK, TITLE, found.introduction, found.closing, items=found.items, line=line)


def is_exercise(section: sections.SourceSection) -> bool:
    """Return whether one answer below a heading is for several scenarios, so that the heading is no question."""
    answers = [piece for piece in section.pieces if isinstance(piece, Element) and piece.name == DETAILS]
    if len(answers) != 1 or question_text.NUMBER.match(section.name):
        return False
    if keyed_choices.read(section.name, section.pieces) or keyed_choices.may_be_read(section.pieces):
        return True
    part = exercise_reader.read(section.name, section.line, section.pieces, Warnings())
    return part.numbering != WHOLE and sum(bool(item.back or item.label) for item in part.items) > 1
