"""Reads grades as they are typed or ticked."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

GRADES = range(6)
TOKEN = re.compile(r"(?P<start>[0-9]{1,4})\s*:|(?P<none>[-–—−])|(?P<grade>[^\s,;])")
MAX_SHOWN = 20  # characters of a wrong grade


class BadGrades(ValueError):
    """What was entered cannot be read; the text names the card and what to do."""


def typed_grades(text: str, count: int) -> dict[int, int]:
    """Return the grades of a line such as "4 5 - 3", by the numbers of the cards; raises BadGrades.

    A hyphen skips a card, "41:" continues with card 41, and grades need no spaces between them.
    """
    grades: dict[int, int] = {}
    number = 0
    for token in TOKEN.finditer(text):
        if token["start"]:
            number = _number_before(int(token["start"]), count)
            continue
        number += 1
        if number > count:
            raise BadGrades(_too_many(count))
        if token["grade"]:
            if number in grades:
                raise BadGrades(_("Card %(number)s is typed twice. Leave only the correct grade.") % {"number": number})
            grades[number] = _grade(number, token["grade"])
    return grades


def ticked_grades(posted: Mapping[str, str], count: int) -> dict[int, int]:
    """Return the grades that were ticked, by the numbers of the cards; raises BadGrades."""
    ticked = {number: posted.get(f"grade-{number}") for number in range(1, count + 1)}
    return {number: _grade(number, grade) for number, grade in ticked.items() if grade}


def entered_grades(text: str, posted: Mapping[str, str], count: int) -> dict[int, int]:
    """Return what was typed and what was ticked; raises BadGrades, also where the two contradict each other."""
    typed, ticked = typed_grades(text, count), ticked_grades(posted, count)
    for number in sorted(typed.keys() & ticked.keys()):
        if typed[number] != ticked[number]:
            sentence = _("Card %(number)s: you typed %(typed)s, but ticked %(ticked)s. Correct one of them.")
            raise BadGrades(sentence % {"number": number, "typed": typed[number], "ticked": ticked[number]})
    if not typed and not ticked:
        raise BadGrades(_("Type or tick at least one grade. You can enter the others later."))
    return typed | ticked


def _grade(number: int, text: str) -> int:
    if text not in {str(grade) for grade in GRADES}:
        sentence = _(
            "Card %(number)s: “%(text)s” is not a grade. Enter 0 to 5, or - for a card that you didn’t review."
        )
        raise BadGrades(sentence % {"number": number, "text": text[:MAX_SHOWN]})
    return int(text)


def _number_before(number: int, count: int) -> int:
    """Return the number before the one that is named."""
    if not 1 <= number <= count:
        sentence = _("“%(number)s:” is not a card of this paper. Its cards are numbered 1 to %(count)s.")
        raise BadGrades(sentence % {"number": number, "count": count})
    return number - 1


def _too_many(count: int) -> str:
    sentence = ngettext(
        "There is more than 1 grade for the only card. Check for an extra grade.",
        "There are more than %(count)s grades for %(count)s cards. Check for an extra grade, or a skipped card.",
        count,
    )
    return sentence % {"count": count}
