"""A note's Markdown as one line of a list, in which formulas are drawn: cheap enough for hundreds of lines."""

import re
from collections.abc import Callable
from functools import lru_cache

from django.utils.html import escape

from apps.cards.rendering.formulas import FormulaConverter, FormulaError
from apps.cards.text_index.plain_text import VERBATIM

MAX_DRAWN = 200  # characters of a formula in a line: a longer one is too wide for it
PLACE = 0xF0000  # stands for the first formula while words are made of the rest: nobody types it
PLACES = re.compile("[\U000f0000-\U000f00ff]")


def formula_line(markdown: str, words: Callable[[str], str]) -> str:
    """Return a line as HTML that `trusted` may show: what `words` makes of the text, with its formulas drawn.

    A formula counts as one character of the text. One that cannot be read is as it was written.
    """
    if "$" not in markdown:
        return escape(words(markdown))
    formulas: list[str] = []

    def place(verbatim: re.Match[str]) -> str:
        if verbatim["formula"] is None or len(formulas) > 0xFF:
            return verbatim[0]
        formulas.append(verbatim[0])
        return chr(PLACE + len(formulas) - 1)

    def drawn(found: re.Match[str]) -> str:
        number = ord(found[0]) - PLACE
        return _drawn(formulas[number]) if number < len(formulas) else ""

    return PLACES.sub(drawn, escape(words(VERBATIM.sub(place, markdown))))


@lru_cache(maxsize=1_000)
def _drawn(formula: str) -> str:
    latex = formula.strip("$")
    if len(latex) > MAX_DRAWN:
        return str(escape(formula))
    try:
        return FormulaConverter().mathml(latex, display=False)
    except FormulaError:
        return str(escape(formula))
