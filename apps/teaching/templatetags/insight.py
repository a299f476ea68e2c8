"""Numbers of insight in words."""

from django import template
from django.utils.text import Truncator

from apps.cards.rendering.formula_line import formula_line
from apps.cards.text_index.plain_text import plain_text as words_of
from apps.stats import wording
from apps.teaching.insight.small_groups import part_percent, part_word, people_word, wrong_percent
from apps.teaching.models import NoteInsight

MAX_CHARACTERS = 120  # of a question in a table

register = template.Library()
register.filter("people", people_word)
register.filter("part_of_people", part_word)
register.filter("whole_percent", wording.whole_percent)


@register.filter
def rest_of_people(people: int, of: int) -> str:
    """Return the rest of a number of people in per cent, which makes a hundred with the part that is shown."""
    part = part_percent(people, of)
    return "–" if part is None else wording.whole_percent(100 - part)


@register.filter
def wrong_part(scenario: NoteInsight) -> str:
    """Return how many chose the most chosen wrong label, in per cent of the learners."""
    part = wrong_percent(scenario.wrong, scenario.right, scenario.learners)
    return "–" if part is None else wording.whole_percent(part)


@register.filter
def line_of(markdown: str) -> str:
    """Return a Markdown text as one line of a table, formulas drawn: HTML for the filter `trusted`."""
    return formula_line(markdown, _words)


def _words(markdown: str) -> str:
    return Truncator(" ".join(words_of(markdown).split())).chars(MAX_CHARACTERS)


@register.filter
def share(value: float | None) -> str:
    """Return a share as a whole percentage: “74%”."""
    return "–" if value is None else wording.whole_percent(100 * value)


@register.filter
def in_seconds(milliseconds: int | None) -> str:
    """Return a time in seconds."""
    return "–" if milliseconds is None else wording.decimal(milliseconds / 1000)
