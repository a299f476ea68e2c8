r"""How many delimiters of a formula open and are not closed.

The converter looks for the end of each to the end of the formula, and again for each of those inside: its time
doubles with each one that is not closed.
"""

import re
from functools import lru_cache
from unicodedata import category

from math_core import LatexError, LatexToMathML

TOKEN = re.compile(r"\\(?:[a-zA-Z]+\s*|.)|\S", re.DOTALL)
SIZED = re.compile(r"\\(?:[bB]igg?|middle)(?P<side>[lmr]?)\s*")
GROUPS = {"{": 1, r"\begin": 1, r"\left": 1, "}": -1, r"\end": -1, r"\right": -1}
NEXT_CELL = ("&", r"\\")
OPENS, CLOSES, TAKES_ARGUMENT, NEITHER = "opens", "closes", "takes an argument", "neither"
BY_HAND = {r"\mathopen": OPENS, r"\mathclose": TAKES_ARGUMENT, "!": NEITHER}
MARKUP = re.compile(r"<[^>]*>")


def count_unclosed(latex: str) -> int:
    """Return how many delimiters are not closed in the braces, cell or environment in which they open."""
    unclosed, open_in_groups = 0, [0]
    before = ""
    for found in TOKEN.finditer(latex):
        token = found[0].rstrip()
        step = GROUPS.get(token, 0)
        if step > 0:
            open_in_groups.append(0)
        elif step < 0:
            unclosed += open_in_groups.pop() if len(open_in_groups) > 1 else 0
        elif token in NEXT_CELL:
            unclosed, open_in_groups[-1] = unclosed + open_in_groups[-1], 0
        else:
            open_in_groups[-1] = max(0, open_in_groups[-1] + _change(token, before))
        before = token
    return unclosed + sum(open_in_groups)


def _change(token: str, before: str) -> int:
    """Return 1 for a token that opens, -1 for one that closes."""
    if SIZED.fullmatch(before) or before in (r"\left", r"\right"):
        return 0
    if sized := SIZED.fullmatch(token):
        return {"l": 1, "r": -1}.get(sized["side"], 0)
    role = _role(token)
    is_argument = before in ("^", "_") or (before[:1] == "\\" and _role(before) == TAKES_ARGUMENT)
    return 1 if role == OPENS else -1 if role == CLOSES and not is_argument else 0


@lru_cache(maxsize=2_000)
def _role(token: str) -> str:
    """Return what a token does, as the converter shows it when it is alone."""
    if token in BY_HAND:
        return BY_HAND[token]
    try:
        shown = LatexToMathML(fancy_error=False).convert_with_local_state(token, displaystyle=False)
    except LatexError:
        return TAKES_ARGUMENT
    kinds = {category(character) for character in MARKUP.sub("", shown)}
    if 'form="prefix"' in shown or {"Ps", "Pi"} & kinds:
        return OPENS
    return CLOSES if 'form="postfix"' in shown or "Pe" in kinds else NEITHER
