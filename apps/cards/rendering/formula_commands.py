"""Commands of formulas that Anki's MathJax has and our converter has not, written in those that it has.

Whoever calls this has limited how long and how deeply nested a formula is.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from apps.cards.rendering.formula_chemistry import chemistry
from apps.cards.rendering.formula_units import angle, number, quantity, unit

NAME = re.compile(r"\\(?:(?P<name>[a-zA-Z]+)|.)", re.DOTALL)
OPTION = re.compile(r"\s*\[(?P<option>[^\[\]]*)\]")
ARGUMENT = re.compile(r"\s*(?:(?P<group>\{)|(?P<token>\\(?:[a-zA-Z]+|.)|[^\s\\{}]))", re.DOTALL)
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
BETWEEN = r"(?P<{}>[^{{}}\\]{{1,50}}|\s*\{{[^{{}}]{{0,200}}\}}\s*|\s*\\[a-zA-Z]+\s*)"
BUILDREL = re.compile(rf"\\buildrel(?![a-zA-Z]){BETWEEN.format('above')}\\over(?![a-zA-Z])\s*(?P<base>\\[a-zA-Z]+|\S)")
ROOT = re.compile(rf"\\root(?![a-zA-Z]){BETWEEN.format('index')}\\of(?![a-zA-Z])")
ENVIRONMENT = re.compile(
    r"\\(?P<end>begin|end)\{(?P<name>smallmatrix|split|eqnarray|alignat|alignedat)\*?\}(?P<columns>\{\d{1,2}\})?"
)
ENVIRONMENTS = {"smallmatrix": "matrix", "split": "aligned", "alignat": "aligned", "alignedat": "aligned"}
TAG = re.compile(r"\\tag(?P<bare>\*?)\s*\{(?P<text>[^{}]*)\}")
NUMBERED = re.compile(r"\\(begin|end)\{(align|equation|gather|multline)\}")
VERB = re.compile(r"\\verb\*?(?P<mark>[^\sa-zA-Z*])(?P<text>.*?)(?P=mark)")
CHARACTER = re.compile(r"\\char\s*(?P<code>\"[0-9A-Fa-f]{1,6}|\d{1,7})")
SHIFT = re.compile(r"\\(?:raise|lower)\s*-?\d*\.?\d+\s*(?:em|ex|pt|px|mm|cm|in)")
LENGTH = re.compile(r"\s*(?P<number>-?\d*\.?\d+)\s*(?:em|ex|pt|px|mm|cm|in|mu|pc|bp)\s*")
CODE_POINT = re.compile(r"\s*(?:[xX\"](?P<hex>[0-9a-fA-F]{1,6})|(?P<decimal>\d{1,7}))\s*")
SIZES = ("tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge")
LAST_CHARACTER = 0x10FFFF

type Write = Callable[..., str]


def expanded(latex: str) -> str:
    """Return a formula without the commands that are known here."""
    if "\\" not in latex:
        return latex
    latex = _with_tags(SHIFT.sub("", latex))
    latex = VERB.sub(lambda found: rf"\texttt{{{''.join(map(_escaped, found['text']))}}}", latex)
    latex = CHARACTER.sub(lambda found: _character(found["code"]), latex)
    latex = BUILDREL.sub(r"\\overset{\g<above>}{\g<base>}", latex)
    latex = ROOT.sub(lambda found: rf"\sqrt[{found['index'].strip().strip('{}')}]", latex)
    return _rewritten(ENVIRONMENT.sub(_environment, latex))


def _with_tags(latex: str) -> str:
    """Return LaTeX whose tags stand beside it, if it has no numbers; it gets no numbers but those."""
    if not NUMBERED.search(latex):
        return TAG.sub(
            lambda found: rf"\qquad\text{{{found['text'] if found['bare'] else f'({found["text"]})'}}}", latex
        )
    return latex if TAG.search(latex) else NUMBERED.sub(r"\\\1{\2*}", latex)


def _environment(found: re.Match[str]) -> str:
    if found["name"] == "eqnarray":
        return r"\begin{array}{rcl}" if found["end"] == "begin" else r"\end{array}"
    return rf"\{found['end']}{{{ENVIRONMENTS[found['name']]}}}"


def _rewritten(latex: str) -> str:
    """Return LaTeX with each known command, and those in what it takes, as what is written for it."""
    written: list[str] = []
    position = 0
    while found := NAME.search(latex, position):
        written.append(latex[position : found.start()])
        piece, position = _command(latex, found)
        written.append(piece)
    return "".join([*written, latex[position:]])


def _command(latex: str, found: re.Match[str]) -> tuple[str, int]:
    """Return what is written for a command, and where what it takes ends."""
    count, write = COMMANDS.get(found["name"] or "", (0, None))
    if write is None:
        return found[0], found.end()
    position = found.end()
    if count and (option := OPTION.match(latex, position)):
        position = option.end()
    arguments: list[str] = []
    for _number in range(count):
        argument, position = read_argument(latex, position)
        if argument is None:
            return found[0], found.end()
        arguments.append(argument if found["name"] in VERBATIM else _rewritten(argument))
    return write(*arguments), position


def read_argument(latex: str, position: int) -> tuple[str | None, int]:
    """Return what is in the braces that open here, or the next token, and where it ends; None where there is none."""
    found = ARGUMENT.match(latex, position)
    if not found:
        return None, position
    if not found["group"]:
        return found["token"], found.end()
    depth = 0
    for brace in BRACE.finditer(latex, found.start("group")):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return latex[found.end() : brace.start()], brace.end()
    return None, position


def _rows(name: str) -> Write:
    r"""Return what writes rows between \cr in an environment."""
    return lambda rows: rf"\begin{{{name}}}{re.sub(r'\\cr(?![a-zA-Z])', r'\\\\', rows)}\end{{{name}}}"


def _above_each_other(rows: Sequence[str]) -> str:
    """Return rows in small letters, each above the next."""
    *above, last = rows
    return reduce(lambda below, row: rf"{{{row}\atop{below}}}", reversed(above), f"{{{last}}}")


def _rule(width: str, height: str) -> str:
    """Return a line as wide; one without a width only keeps lines apart."""
    wide, high = LENGTH.fullmatch(width), LENGTH.fullmatch(height)
    if not wide or not high or not float(wide["number"]) or not float(high["number"]):
        return "{}"
    return rf"\underline{{\hspace{{{width.strip()}}}}}"


def _character(code: str) -> str:
    found = CODE_POINT.fullmatch(code)
    number_ = int(found["hex"], 16) if found and found["hex"] else int(found["decimal"]) if found else 0
    is_shown = number_ <= LAST_CHARACTER and chr(number_).isprintable()
    return rf"\text{{{_escaped(chr(number_))}}}" if is_shown else "{}"


def _escaped(character: str) -> str:
    return rf"\{character}" if character in "#$%&_{}" else "" if character == "\\" else character


def _same(*arguments: str) -> str:
    """Return the last thing that a command takes; the others are how it looks."""
    return f"{{{arguments[-1]}}}"


def _nothing(*_arguments: str) -> str:
    return " "


COMMANDS: Mapping[str, tuple[int, Write]] = {
    "ce": (1, chemistry),
    "cf": (1, chemistry),
    "pu": (1, lambda text: rf"\text{{{text}}}" if "\\" not in text else unit(text)),
    "SI": (2, quantity),
    "qty": (2, quantity),
    "si": (1, unit),
    "unit": (1, unit),
    "num": (1, number),
    "ang": (1, angle),
    "label": (1, _nothing),
    "ref": (1, lambda text: rf"\text{{{text}}}"),
    "eqref": (1, lambda text: rf"\text{{({text})}}"),
    "substack": (1, lambda rows: _above_each_other(rows.split(r"\\"))),
    "rule": (2, _rule),
    "href": (2, _same),
    "unicode": (1, _character),
    "symbol": (1, _character),
    **{name: (1, _rows(name)) for name in ("matrix", "pmatrix", "bmatrix", "vmatrix", "Vmatrix", "Bmatrix", "cases")},
    **{name: (1, _rows("aligned")) for name in ("eqalign", "eqalignno")},
    "displaylines": (1, _rows("gathered")),
    **{name: (1, lambda text: rf"\text{{{text}}}") for name in ("mbox", "hbox")},
    **dict.fromkeys(("smash", "bbox", "llap", "rlap", "clap", "mathllap", "mathrlap", "mathclap"), (1, _same)),
    **dict.fromkeys(("class", "cssId", "style", "enclose", "raisebox"), (2, _same)),
    "require": (1, _nothing),
    **dict.fromkeys((*SIZES, "strut"), (0, _nothing)),
    "pmb": (1, lambda text: rf"\boldsymbol{{{text}}}"),
    "abs": (1, lambda text: rf"\left|{text}\right|"),
    "norm": (1, lambda text: rf"\left\|{text}\right\|"),
    "dv": (2, lambda above, below: rf"\frac{{d {above}}}{{d {below}}}"),
    "pdv": (2, lambda above, below: rf"\frac{{\partial {above}}}{{\partial {below}}}"),
    "mit": (0, lambda: r"\it "),
    "celsius": (0, lambda: r"\text{°C}"),
    "permil": (0, lambda: r"\text{‰}"),
    "euro": (0, lambda: r"\text{€}"),
    "micro": (0, lambda: r"\mu "),
    "textdegree": (0, lambda: r"\degree "),
}
VERBATIM = {"ce", "cf", "pu", "SI", "qty", "si", "unit", "num", "ang", "unicode", "symbol", "label", "require"}
