r"""Commands that a formula defines: we write them out, so that what the converter gets is all that it has to read.

The converter would do it too, in native code and without a limit to how deep what comes out of it is nested.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from apps.cards.rendering.formula_commands import read_argument

COMMAND = re.compile(r"\\(?:(?P<name>[a-zA-Z]+)\s*|.)", re.DOTALL)
DEFINES = re.compile(
    r"""(?:(?P<new>\\(?:re)?newcommand|\\providecommand)\*?
    |(?P<operator>\\DeclareMathOperator)\*?
    |(?:\\(?:global|long)\s*)*(?:(?P<tex>\\[gex]?def)|(?P<let>\\let)))(?![a-zA-Z])\s*""",
    re.VERBOSE,
)
DEFINED = re.compile(r"(?:\\(?P<bare>[a-zA-Z]+|.)|\{\s*\\(?P<braced>[a-zA-Z]+|.)\s*\})\s*", re.DOTALL)
COUNT = re.compile(r"\[(?P<count>[1-9])\]\s*")
PARAMETERS = re.compile(r"(?:#[1-9])*")
LET_TO = re.compile(r"=?\s*(?P<token>\\(?:[a-zA-Z]+|.)|[^\s\\{}])", re.DOTALL)
PARAMETER = re.compile(r"#(?P<number>[1-9])")
ENDS_IN_COMMAND = re.compile(r"\\[a-zA-Z]+\Z")
MAX_EXPANSIONS = 1_000  # of one formula


class MacroError(ValueError):
    """A definition, or what a defined command takes, cannot be read; the text is the command."""


class EndlessMacroError(ValueError):
    """Written out, a formula is too long."""


@dataclass(frozen=True, slots=True)
class _Macro:
    """What is written for a command, and how many arguments it takes."""

    body: str
    count: int = 0
    is_final: bool = False  # what is written is not read again


class Macros:
    """The commands that the formulas of one text have defined so far."""

    def __init__(self) -> None:
        self._macros: dict[str, _Macro] = {}

    def written_out(self, latex: str, max_length: int) -> str:
        """Return LaTeX without definitions and defined commands. Raises MacroError and EndlessMacroError."""
        if not self._macros and not DEFINES.search(latex):
            return latex
        written = ""
        expansions = 0
        while found := COMMAND.search(latex):
            written, latex = _joined(written, latex[: found.start()]), latex[found.start() :]
            if definition := DEFINES.match(latex):
                latex = latex[self._define(latex, definition) :]
                continue
            macro = self._macros.get(found["name"] or found[0][1:])
            if macro is None:
                written, latex = _joined(written, found[0]), latex[len(found[0]) :]
                continue
            body, end = _filled(macro, latex, len(found[0]))
            written, latex = (
                (_joined(written, body), latex[end:]) if macro.is_final else (written, _joined(body, latex[end:]))
            )
            expansions += 1
            if expansions > MAX_EXPANSIONS or len(written) + len(latex) > max_length:
                raise EndlessMacroError
        return _joined(written, latex)

    def _define(self, latex: str, definition: re.Match[str]) -> int:
        """Remember what a definition at the beginning of LaTeX defines, and return where it ends."""
        name = DEFINED.match(latex, definition.end())
        if not name:
            raise MacroError(definition[0].strip())
        kind = definition.lastgroup or ""
        macro, end = READ[kind](latex, name.end())
        self._macros[name["bare"] or name["braced"]] = self._meaning(macro)
        return end

    def _meaning(self, macro: _Macro) -> _Macro:
        return self._macros.get(macro.body.removeprefix("\\"), macro) if macro.is_final else macro


def _new(latex: str, position: int) -> tuple[_Macro, int]:
    count = COUNT.match(latex, position)
    body, end = _body(latex, count.end() if count else position)
    return _Macro(body, int(count["count"]) if count else 0), end


def _tex(latex: str, position: int) -> tuple[_Macro, int]:
    parameters = PARAMETERS.match(latex, position)
    end = parameters.end() if parameters else position
    if latex[end : end + 1] != "{":
        raise MacroError(r"\def")
    body, end = _body(latex, end)
    return _Macro(body, len(parameters[0]) // 2 if parameters else 0), end


def _let(latex: str, position: int) -> tuple[_Macro, int]:
    token = LET_TO.match(latex, position)
    if not token:
        raise MacroError(r"\let")
    return _Macro(token["token"], is_final=True), token.end()


def _operator(latex: str, position: int) -> tuple[_Macro, int]:
    body, end = _body(latex, position)
    return _Macro(rf"\operatorname{{{body}}}"), end


def _body(latex: str, position: int) -> tuple[str, int]:
    body, end = read_argument(latex, position)
    if body is None:
        raise MacroError(latex[:position].strip())
    return body, end


READ: dict[str, Callable[[str, int], tuple[_Macro, int]]] = {
    "new": _new,
    "tex": _tex,
    "let": _let,
    "operator": _operator,
}


def _filled(macro: _Macro, latex: str, position: int) -> tuple[str, int]:
    """Return what is written for a command, with what it takes, and where that ends."""
    arguments: list[str] = []
    start = position
    for _number in range(macro.count):
        argument, position = read_argument(latex, position)
        if argument is None:
            raise MacroError(latex[:start].strip())
        arguments.append(argument)
    *before, last = PARAMETER.split(macro.body)
    filled = ""
    for text, number in zip(before[::2], before[1::2], strict=True):
        filled = _joined(filled, text)
        filled = _joined(filled, arguments[int(number) - 1] if int(number) <= len(arguments) else f"#{number}")
    return _joined(filled, last), position


def _joined(before: str, after: str) -> str:
    """Return two pieces of LaTeX, apart where the second would lengthen the name at the end of the first."""
    return f"{before} {after}" if after[:1].isalpha() and ENDS_IN_COMMAND.search(before[-80:]) else before + after
