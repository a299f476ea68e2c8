r"""Chemical formulas as in mhchem's \ce{2H2 + O2 -> 2H2O}, written in commands that our converter has."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ARROWS = {
    "->": r"\xrightarrow",
    "<-": r"\xleftarrow",
    "<->": r"\xleftrightarrow",
    "<-->": r"\xleftrightarrow",
    "<=>": r"\xrightleftharpoons",
    "<=>>": r"\xrightleftharpoons",
    "<<=>": r"\xrightleftharpoons",
    "→": r"\xrightarrow",
    "⇌": r"\xrightleftharpoons",
}
BARE_ARROWS = {
    r"\xrightarrow": r"\longrightarrow",
    r"\xleftarrow": r"\longleftarrow",
    r"\xleftrightarrow": r"\longleftrightarrow",
    r"\xrightleftharpoons": r"\rightleftharpoons",
}
BONDS = {"-": "{-}", "=": "{=}", "#": r"{\equiv}"}
SIGNS = {"+": "+", "v": r"\downarrow", "^": r"\uparrow", "-": "-", "=": "="}
GROUP = r"\{(?:[^{}]|\{[^{}]*\})*\}"
TOKEN = re.compile(
    rf"""(?P<arrow><=>>|<<=>|<=>|<-->|<->|->|<-|→|⇌)\s*(?:\[(?P<above>[^\[\]]*)\])?\s*(?:\[(?P<below>[^\[\]]*)\])?
    |(?:^|\s+)(?P<sign>[-+=v^])(?=\s+|$)
    |\((?P<fall>[v^])\)
    |\((?P<state>aq|s|l|g|cr|am)\)
    |\^(?P<raised>{GROUP}|\d*[-+]+|\d+|[IVX]+|.)
    |_(?P<lowered>{GROUP}|\d+|.)
    |(?P<command>\\(?:[a-zA-Z]+(?:{GROUP})*|.))
    |(?P<group>{GROUP})
    |(?P<fraction>\d+/\d+)
    |(?P<number>(?<![A-Za-z)\]])\d+\.\d+|\d+)
    |(?P<element>[A-Z][a-z]?)
    |(?P<charge>[-+]+(?=[\s\])]|\((?:aq|s|l|g)\)|$))
    |(?P<bond>[-=\#])
    |(?P<dot>\s*[.*]\s*)
    |(?P<space>\s+)
    |(?P<letter>[a-z](?![a-z]))
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


def chemistry(text: str) -> str:
    """Return a chemical formula, or a reaction, as LaTeX."""
    writer = _Chemistry()
    for found in TOKEN.finditer(text.strip()):
        writer.add(found)
    return "{" + "".join(writer.pieces) + "}"


@dataclass
class _Chemistry:
    """Writes one token after the other; an index belongs to the atom before it."""

    pieces: list[str] = field(default_factory=list)
    after_atom: bool = False
    indexes: set[str] = field(default_factory=set)

    def add(self, found: re.Match[str]) -> None:
        """Write a token."""
        kind = next(name for name, text in found.groupdict().items() if text is not None)
        text = found[kind]
        if kind in ("raised", "charge"):
            self._index("^", text)
        elif kind == "lowered" or (kind == "number" and self.after_atom):
            self._index("_", text)
        else:
            self.pieces.append(_arrow(found) if kind == "arrow" else _written(kind, text))
            self.after_atom = kind in ("element", "group", "command", "letter") or text in (")", "]")
            self.indexes = set()

    def _index(self, mark: str, text: str) -> None:
        if not self.pieces or mark in self.indexes or not (self.after_atom or self.indexes):
            self.pieces.append("{}")
            self.indexes = set()
        inside = text.removeprefix("{").removesuffix("}")
        self.pieces.append(f"{mark}{{{_upright(inside)}}}")
        self.indexes.add(mark)


def _upright(text: str) -> str:
    return rf"\mathrm{{{text}}}" if text.isalpha() and text.isupper() else text


def _arrow(found: re.Match[str]) -> str:
    """Return an arrow with what is above and below it."""
    command = ARROWS[found["arrow"]]
    above, below = (chemistry(found[name] or "") for name in ("above", "below"))
    if above == below == "{}":
        return rf"\;{BARE_ARROWS[command]}\;"
    return rf"\;{command}{'' if below == '{}' else f'[{below}]'}{above}\;"


def _written(kind: str, text: str) -> str:
    return WRITTEN[kind](text) if kind in WRITTEN else f"{text} "


def _fraction(text: str) -> str:
    above, below = text.split("/")
    return rf"\tfrac{{{above}}}{{{below}}}"


WRITTEN: Mapping[str, Callable[[str], str]] = {
    "sign": lambda text: f" {SIGNS[text]} ",
    "fall": lambda text: f" {SIGNS[text]} ",
    "state": lambda text: rf"\mathrm{{({text})}}",
    "element": lambda text: rf"\mathrm{{{text}}}",
    "fraction": _fraction,
    "number": lambda text: rf"{text}\,",
    "bond": lambda text: BONDS[text],
    "dot": lambda _text: r"\cdot ",
    "group": lambda text: chemistry(text[1:-1]),
    "space": lambda _text: r"\ ",
}
