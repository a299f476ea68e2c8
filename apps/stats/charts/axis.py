"""What the charts share: days below a plot, ages and ranges in words."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from apps.reviews.models import DayTally
from apps.stats import wording
from apps.web import localized

TICKS = 4


def ticks_of(days: Sequence[date]) -> list[tuple[int, str]]:
    """Return a few positions with their day."""
    step = -(-len(days) // TICKS)
    return [(place, localized.short_day(days[place])) for place in range(step // 2, len(days), step)]


def age_name(age: int) -> str:
    """Return what cards of an age are called."""
    return str(DayTally.Age(age).label)


def grouped(counts: Mapping[int, int], starts: Sequence[int]) -> list[int]:
    """Return how many have a value from each start to the next."""
    groups: Counter[int] = Counter()
    for value, number in counts.items():
        groups[bisect_right(starts, value) - 1] += number
    return [groups[place] for place in range(len(starts))]


def ranges(starts: Sequence[int], word: Callable[[int], str]) -> list[str]:
    """Return the ranges that begin at the starts: 1, 2 to 6, 7 and more."""
    ranges = [wording.span(first, following - 1, word) for first, following in pairwise(starts)]
    return [*ranges, wording.and_more(word(starts[-1]))]


def each_number(names: Sequence[str], numbers: Sequence[int]) -> str:
    """Return names with their numbers as a sentence."""
    words = zip(names, map(localized.number, numbers), strict=True)
    return localized.enumeration(_("%(name)s: %(number)s") % {"name": name, "number": each} for name, each in words)
