"""Grades as they are typed or ticked, read into numbers. Pure."""

import re
from collections.abc import Mapping

GRADES = range(6)
SIGN = re.compile(r"(?P<start>[0-9]{1,4})\s*:|(?P<none>[-–—−])|(?P<grade>[^\s,;])")


class BadGrades(ValueError):
    """What was entered cannot be read; the text names the card and says what to do."""


def typed(text: str, count: int) -> dict[int, int]:
    """Return the grades of a line such as "4 5 - 3", by the numbers of the cards; raises BadGrades.

    A hyphen leaves a card out, "41:" goes on with card 41, and grades may stand without gaps.
    """
    grades: dict[int, int] = {}
    number = 0
    for sign in SIGN.finditer(text):
        if sign["start"]:
            number = _start(int(sign["start"]), count)
            continue
        number += 1
        if number > count:
            raise BadGrades(f"There are more than {_grades(count)}. Look where one too many is, or a card left out.")
        if sign["grade"]:
            _put(grades, number, sign["grade"], f"Card {number} is typed twice. Leave only the grade that is right.")
    return grades


def ticked(posted: Mapping[str, str], count: int) -> dict[int, int]:
    """Return the grades that were ticked, by the numbers of the cards; raises BadGrades."""
    grades: dict[int, int] = {}
    for number in range(1, count + 1):
        if sign := posted.get(f"grade-{number}"):
            _put(grades, number, sign)
    return grades


def entered(text: str, posted: Mapping[str, str], count: int) -> dict[int, int]:
    """Return what was typed and what was ticked; raises BadGrades, also where the two contradict each other."""
    of_text, of_boxes = typed(text, count), ticked(posted, count)
    for number in sorted(of_text.keys() & of_boxes.keys()):
        if of_text[number] != of_boxes[number]:
            raise BadGrades(
                f"Card {number}: {of_text[number]} is typed, but {of_boxes[number]} is ticked. Correct one of them."
            )
    if not of_text and not of_boxes:
        raise BadGrades("No grade is typed or ticked yet. Enter at least one; the others can follow later.")
    return of_text | of_boxes


def _put(grades: dict[int, int], number: int, sign: str, twice: str = "") -> None:
    if sign not in {str(grade) for grade in GRADES}:
        raise BadGrades(f"Card {number}: “{sign[:20]}” is no grade. Enter 0 to 5, or - for a card you did not review.")
    if number in grades:
        raise BadGrades(twice)
    grades[number] = int(sign)


def _start(number: int, count: int) -> int:
    """Return the number before the one that is named."""
    if not 1 <= number <= count:
        raise BadGrades(f"“{number}:” names no card of this paper: they are numbered 1 to {count}.")
    return number - 1


def _grades(count: int) -> str:
    return "1 grade for the only card" if count == 1 else f"{count} grades for {count} cards"
