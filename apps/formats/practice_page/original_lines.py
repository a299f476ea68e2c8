"""Reads a page that was written in another form first, and names the lines of the file that the person has."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from apps.formats.practice_page.records import Page, Part
from apps.formats.problems import ImportProblem, Place, page_problem


def read(reader: Callable[[str], Page], text: str, numbers: Sequence[int]) -> Page:
    """Return the page of a text; `numbers` are those of its lines in the file. Raises ImportProblem."""
    try:
        return _with_lines(reader(text), numbers)
    except ImportProblem as problem:
        raise page_problem(problem.message, _number(numbers, problem.place.line)) from problem


def _with_lines(page: Page, numbers: Sequence[int]) -> Page:
    parts = tuple(_part_with_lines(part, numbers) for part in page.parts)
    warnings = tuple(replace(warned, place=Place(line=_number(numbers, warned.place.line))) for warned in page.warnings)
    return replace(page, parts=parts, warnings=warnings)


def _part_with_lines(part: Part, numbers: Sequence[int]) -> Part:
    items = tuple(replace(item, line=_number(numbers, item.line)) for item in part.items)
    return replace(part, line=_number(numbers, part.line), items=items)


def _number(numbers: Sequence[int], line: int) -> int:
    return numbers[min(line, len(numbers)) - 1] if line and numbers else line
