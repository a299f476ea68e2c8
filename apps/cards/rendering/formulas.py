"""Formulas: LaTeX becomes MathML that a strict content security policy allows."""

import re

from django.utils.translation import gettext as _
from math_core import LatexError, LatexToMathML

from apps.cards.kinds.cloze_blanks import HIDDEN, SHOWN
from apps.cards.rendering.formula_commands import expanded

STYLE = re.compile(r' style="[^"]*"')  # a strict content security policy would refuse it
# The converter recurses in native code: a flood of braces would end the process, not raise an error.
MAX_LENGTH = 2_000  # characters
MAX_DEPTH = 50
EXPANSION = 5  # times as much, after commands that the converter does not have became others
NESTING = re.compile(r"(?P<opens>\\left\b|\\begin\b|\{)|\\right\b|\\end\b|\}")


class FormulaError(ValueError):
    """A formula cannot be read; the text is the reason."""


def new_converter() -> LatexToMathML:
    """Return a converter for the formulas of one text: what one of them defines, the next ones know."""
    return LatexToMathML(fancy_error=False, global_group=True)


def mathml(latex: str, *, display: bool, converter: LatexToMathML | None = None) -> str:
    """Return a formula as MathML, for a line of its own where `display`, or raise FormulaError."""
    _check(latex)
    latex = expanded(_with_blanks(latex))
    _check(latex, factor=EXPANSION)
    try:
        made = (converter or new_converter()).convert_with_global_state(latex, displaystyle=display)
        return STYLE.sub("", made)
    except LatexError as error:
        raise FormulaError(str(error).strip().splitlines()[-1].split(": ", 1)[-1]) from error


def _check(latex: str, factor: int = 1) -> None:
    """Raise FormulaError for a formula that could end the process."""
    if len(latex) > MAX_LENGTH * factor or _depth(latex) > MAX_DEPTH * factor:
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
