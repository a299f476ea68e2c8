"""Formulas: LaTeX becomes MathML that a strict content security policy allows."""

import re

from django.utils.translation import gettext as _
from math_core import LatexError, LatexToMathML

from apps.cards.kinds.cloze_blanks import HIDDEN, SHOWN
from apps.cards.rendering.formula_commands import expanded
from apps.cards.rendering.formula_delimiters import count_unclosed
from apps.cards.rendering.formula_macros import EndlessMacroError, MacroError, Macros

STYLE = re.compile(r' style="[^"]*"')  # a strict content security policy would refuse it
# The converter recurses in native code: a flood of braces would end the process, not raise an error.
MAX_LENGTH = 2_000  # characters
MAX_DEPTH = 50
EXPANSION = 5  # times as much, after commands that the converter does not have became others
MAX_UNCLOSED = 8  # the time of the converter doubles with each
NESTING = re.compile(r"(?P<opens>\\left\b|\\begin\b|\{)|\\right\b|\\end\b|\}")


class FormulaError(ValueError):
    """A formula cannot be read; the text is the reason."""


class FormulaConverter:
    """Draws the formulas of one text: what one of them defines, the next ones know."""

    def __init__(self) -> None:
        self._converter = LatexToMathML(fancy_error=False, global_group=True)
        self._macros = Macros()

    def mathml(self, latex: str, *, display: bool) -> str:
        """Return a formula as MathML, for a line of its own where `display`, or raise FormulaError."""
        _check(latex)
        latex = self._written_out(_with_blanks(latex))
        _check(latex, times_as_long=EXPANSION)
        latex = expanded(latex)
        _check(latex, times_as_long=EXPANSION, times_as_deep=EXPANSION)
        if count_unclosed(latex) > MAX_UNCLOSED:
            raise FormulaError(_("Too many brackets are not closed."))
        try:
            made = self._converter.convert_with_global_state(latex, displaystyle=display)
        except LatexError as error:
            raise FormulaError(str(error).strip().splitlines()[-1].split(": ", 1)[-1]) from error
        return STYLE.sub("", made)

    def _written_out(self, latex: str) -> str:
        """Return a formula without the commands that the text has defined."""
        try:
            return self._macros.written_out(latex, MAX_LENGTH * EXPANSION)
        except EndlessMacroError as error:
            raise FormulaError(_("It is too long or too deeply nested. Split it.")) from error
        except MacroError as error:
            raise FormulaError(_("%(command)s cannot be read here.") % {"command": str(error)}) from error


def _check(latex: str, times_as_long: int = 1, times_as_deep: int = 1) -> None:
    """Raise FormulaError for a formula that could end the process."""
    if len(latex) > MAX_LENGTH * times_as_long or _depth(latex) > MAX_DEPTH * times_as_deep:
        raise FormulaError(_("It is too long or too deeply nested. Split it."))


def _depth(latex: str) -> int:
    """Return how deeply braces, \\left and \\begin are nested."""
    depth = deepest = 0
    for token in NESTING.finditer(latex):
        depth += 1 if token["opens"] else -1
        deepest = max(deepest, depth)
    return deepest


def _with_blanks(latex: str) -> str:
    """Show a hidden blank inside a formula as a box, and a shown one as it is."""
    hidden = re.sub(f"{HIDDEN[0]}[^{HIDDEN[1]}]*{HIDDEN[1]}", r"\\boxed{?}", latex)
    return hidden.replace(SHOWN[0], "{").replace(SHOWN[1], "}")
