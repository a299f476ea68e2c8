"""Grades as they are ticked or typed, read into numbers. Pure."""

import re
from collections.abc import Mapping

GRADES = range(6)
SIGN = re.compile(r"\d+|-|[^\s,;]")


class BadGrades(ValueError):
    """What was typed cannot be read; the text says which card is meant and what to do."""


def typed(text: str, count: int) -> dict[int, int]:
    """Return the grades in a line such as "4 5 - 3", by the numbers of the cards; raises BadGrades.

    A hyphen leaves a card out. Digits may stand without gaps.
    """
    signs = [sign for found in SIGN.findall(text) for sign in (found if found.isdigit() else [found])]
    if len(signs) > count:
        raise BadGrades(
            f"These are {len(signs)} grades for {count} cards. Write one for each, or - for a card left out."
        )
    for number, sign in enumerate(signs, start=1):
        if sign != "-" and not (sign.isascii() and sign.isdigit() and int(sign) in GRADES):
            raise BadGrades(
                f"Card {number}: “{sign}” is no grade. Write a number from 0 to 5, or - to leave the card out."
            )
    return {number: int(sign) for number, sign in enumerate(signs, start=1) if sign != "-"}


def ticked(posted: Mapping[str, str], count: int) -> dict[int, int]:
    """Return the grades that were ticked, by the numbers of the cards; what is no grade is passed over."""
    found = {number: posted.get(f"grade-{number}", "") for number in range(1, count + 1)}
    return {number: int(grade) for number, grade in found.items() if grade in {str(grade) for grade in GRADES}}
