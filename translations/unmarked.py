"""Finds sentences in Python that no translator will ever see, because no gettext call holds them."""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from translations.extract import KEYWORDS

BEGINNING = re.compile(r"[“(]?[A-Z][a-z’'][\w’'-]*[,:”]* .*[a-z]{2}")  # a capital and a second word
END = re.compile(r"\w{2}[.?!]$")
WORD = re.compile("[a-zA-Z]{2}")
# Where even one word is shown to people: these keywords and attributes,
SHOWN = frozenset({"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "short_description"})
# the values of these dictionaries,
SHOWN_DICTS = frozenset({"labels", "help_texts", "error_messages"})
# the second of each of these pairs,
PAIRS = frozenset({"choices", "fieldsets"})
# and these calls' argument of that number.
SHOWN_ARGUMENTS = {
    **dict.fromkeys(("ValidationError", "HttpResponse", "HttpResponseBadRequest", "HttpResponseForbidden"), 0),
    **dict.fromkeys(("success", "info", "warning", "error", "message_user", "refused", "error_fragment"), 1),
}
# What only programmers and operators read, in English.
INTERNAL = {
    *("ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "NotImplementedError", "LookupError"),
    *("OSError", "ImproperlyConfigured", "CommandError", "ConfigurationError", "StorageDown", "across_users"),
    *("compile", "getLogger", "Unhealthy", "Counter", "Histogram", "GaugeMetricFamily"),
    *("AnkiType", "AnkiField"),  # names in Anki, the same in every language
}
LOGGERS = frozenset({"log", "logger", "logging"})


class Unmarked(NamedTuple):
    """A text, and the line it is on."""

    line: int
    text: str


def find(source: str) -> list[Unmarked]:
    """Return the texts for people that are in a module but in no gettext call."""
    return sorted(set(_walk(ast.parse(source), shown=False)))


def find_computed(source: str) -> list[Unmarked]:
    """Return what is passed to gettext without being a plain text: no catalog can hold it."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _is_mark(node)]
    texts = [argument for call in calls for argument in _texts(call)]
    return [Unmarked(each.lineno, ast.unparse(each)) for each in texts if not _is_plain(each)]


def _walk(node: ast.AST, *, shown: bool) -> Iterator[Unmarked]:
    """Yield a node's texts; where it is shown to people even a single word is one."""
    if isinstance(node, ast.Call) and (_is_mark(node) or _is_internal(node)):
        return
    text = _text(node)
    if text and (WORD.search(text) if shown else _is_sentence(text)):
        yield Unmarked(getattr(node, "lineno", 0), text)
    for child, child_shown in _children(node, shown):
        yield from _walk(child, shown=child_shown)


def _is_sentence(text: str) -> bool:
    return bool(BEGINNING.match(text)) or (len(text.split()) >= 3 and bool(END.search(text)))


def _text(node: ast.AST) -> str:
    """Return what a node says; a value within an f-string counts as one letter."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "N" for part in node.values)
    return ""


def _children(node: ast.AST, shown: bool) -> Iterator[tuple[ast.AST, bool]]:
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return
        case ast.JoinedStr(values=values):
            yield from ((each, False) for each in values if not isinstance(each, ast.Constant))
        case ast.Call():
            yield from _arguments(node)
        case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _named(_name(target), value)
        case ast.ClassDef(bases=bases) if any(_name(base).endswith("Choices") for base in bases):
            yield from ((each, True) for member in node.body for each in _label(member))
        case ast.FunctionDef(body=body, args=args):
            yield from ((each, False) for each in [*body, *args.defaults, *node.decorator_list])
        case _:
            stays = isinstance(node, ast.IfExp | ast.Tuple | ast.List | ast.BinOp | ast.BoolOp)
            yield from ((child, shown and stays) for child in ast.iter_child_nodes(node))


def _arguments(call: ast.Call) -> Iterator[tuple[ast.AST, bool]]:
    name = _name(call.func)
    position = 0 if _is_model_field(call) else SHOWN_ARGUMENTS.get(name)
    yield call.func, False
    yield from ((each, number == position) for number, each in enumerate(call.args))
    for keyword in call.keywords:
        is_display = name in ("display", "action") and keyword.arg == "description"
        yield from [(keyword.value, True)] if is_display else _named(keyword.arg or "", keyword.value)


def _named(name: str, value: ast.expr) -> Iterator[tuple[ast.AST, bool]]:
    """Yield what has this name: as a keyword argument, a variable or an attribute."""
    if name in SHOWN_DICTS and isinstance(value, ast.Dict):
        yield from ((each, True) for each in value.values)
    elif name in PAIRS and isinstance(value, ast.List | ast.Tuple):
        yield from ((each.elts[-1], True) for each in value.elts if isinstance(each, ast.Tuple))
    else:
        yield value, name in SHOWN


def _label(member: ast.stmt) -> list[ast.expr]:
    """Return the label of a member of an enumeration of choices."""
    match member:
        case ast.Assign(value=ast.Tuple(elts=elts)):
            return elts[-1:]
    return []


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is_model_field(call: ast.Call) -> bool:
    """Whether a text that comes first is the name of a field."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="models"), attr=attr):
            return attr.endswith("Field")
    return False


def _is_mark(call: ast.Call) -> bool:
    return _name(call.func) in KEYWORDS


def _is_internal(call: ast.Call) -> bool:
    logs = isinstance(call.func, ast.Attribute) and _name(call.func.value) in LOGGERS
    return logs or _name(call.func) in INTERNAL


def _texts(call: ast.Call) -> list[ast.expr]:
    """Return the arguments that a catalog must hold."""
    positions = [each[0] if isinstance(each, tuple) else each for each in KEYWORDS[_name(call.func)] or (1,)]
    return [argument for position, argument in enumerate(call.args, start=1) if position in positions]


def _is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
