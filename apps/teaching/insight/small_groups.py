"""Numbers of people as they are shown: rounded, so that neither one nor the difference of two tells of a few."""

from django.db.models import Case, F, IntegerField, When
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from apps.stats import wording
from apps.teaching.insight.definitions import min_learners
from apps.web import localized


def rounded(people: int) -> int | None:
    """Return a number of people, rounded to fives (or whatever the least number is); None for fewer than that."""
    least = min_learners()
    return None if people < least else (people + least // 2) // least * least


def people_word(people: int) -> str:
    """Return a number of people as it is shown."""
    number = rounded(people)
    return fewer_word() if number is None else localized.number(number)


def fewer_word() -> str:
    """Return what stands for a number that is not shown."""
    return _("< %(number)s") % {"number": localized.number(min_learners())}


def part_word(people: int, of: int) -> str:
    """Return a part of a number of people in per cent, out of what is shown of both."""
    part = part_percent(people, of)
    return "–" if part is None else wording.whole_percent(part)


def part_of_all(people: int, learners: int) -> str:
    """Return a part of all learners in per cent: their number is shown as it is, so that both make the percentage."""
    part = rounded(people)
    return "–" if part is None else wording.whole_percent(min(100, round(100 * part / learners)))


def part_percent(people: int, of: int) -> int | None:
    """Return the same as a number; None where either is not shown."""
    part, whole = rounded(people), rounded(of)
    return None if part is None or not whole else min(100, (200 * part + whole) // (2 * whole))


def part_in_database(people: str, of: str) -> Case:
    """Return `part_percent` of two columns as an expression, so that rows can be in the order of what is shown.

    A part that is not shown is 0; a whole that is not shown must be left out before.
    """
    least = min_learners()
    part, whole = ((F(name) + least // 2) / least * least for name in (people, of))
    percent = Least(100, (200 * part + whole) / (2 * whole))
    return Case(When(**{f"{people}__lt": least}, then=0), default=percent, output_field=IntegerField())


def wrong_percent(wrong: int, right: int, of: int) -> int | None:
    """Return the part that chose a wrong label: at most what the part that was right leaves, both being rounded."""
    part = part_percent(wrong, of)
    return None if part is None else min(part, 100 - (part_percent(right, of) or 0))
