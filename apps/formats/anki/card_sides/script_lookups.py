"""Finds which elements the scripts of a card look for, as selectors, and which of them a place in a script is about."""

import re
from collections.abc import Iterable, Iterator

TEXT = r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`"
STRING = re.compile(rf"(?<!\\)(?:{TEXT})")
LOOKUP = re.compile(
    r"(?P<finds>getElementById|getElementsByClassName|getElementsByTagName|getElementsByName|querySelector(?:All)?"
    r"|\.(?:find|closest|filter|children|siblings|next|prev|parents?|nextAll|prevAll)|(?<![\w$])(?:\$|jQuery))"
    rf"\(\s*(?:(?P<text>{TEXT})\s*(?P<more>[^\s,)])?|(?P<other>[^\s)][^\n]{{0,30}}))"
)
ELEMENT = re.compile(r"(?:this|document|window|function\b|async\b|\(|e\.|event\.|[\w$]+\s*=>)")
JQUERY, OF_ARRAYS = ("$", "jQuery"), (".find", ".filter")
WALKS = re.compile(
    r"\.(?:next|previous)(?:Element)?Sibling\b|\.(?:first|last)(?:Element)?Child\b|\.child(?:ren|Nodes)\b"
    r"|\.parent(?:Node|Element)\b|\.(?:next|prev|parents?|siblings|children|contents)\(\s*\)"
    r"|\b(?:createTreeWalker|createRange|document\.all|eval|atob)\b|\bnew\s+Function\b|\bwindow\[",
)
WHOLE_PAGE = re.compile(r"(?:html|body|:root|#qa|\.card|head)", re.IGNORECASE)
EVERY_TAG, EVERY_ID, EVERY_CLASS = "#qa *", "#qa [id]", "#qa [class]"
EVERY = {"getElementById": EVERY_ID, "getElementsByName": "#qa [name]", "getElementsByClassName": EVERY_CLASS}
WRITTEN = {"getElementById": '[id="{}"]', "getElementsByClassName": '[class~="{}"]', "getElementsByName": '[name="{}"]'}

STATEMENT = re.compile(r"[;\n}]|\)\s*\{|=>\s*\{|\belse\b\s*\{?")
OBJECT = re.compile(
    r"(?:[^\w$.]|if\s*\((?:[^()]|\([^()]*+\))*+\))*+(?P<name>[\w$]++)\s*+(?:\[\s*+\w*+\s*+\]\s*+)?[.\[]"
)
NAMED = re.compile(
    r"(?<![\w$])(?P<name>[\w$]++)\s*+(?:=(?![=>])|\bof\b)\s*+"
    r"(?P<value>[^;\n]*?)(?=,\s*+[\w$]++\s*+=|\)\s*+\{|;|\n|\Z)"
)
MAX_STATEMENT = 500  # characters
MAX_DEPTH = 3  # variables of variables
UNKNOWN = frozenset((EVERY_TAG, *EVERY.values()))


def targets(code: str, places: Iterable[int]) -> set[str] | None:
    """Return selectors of the elements that a script is about at these places; None where one is not plain to see."""
    variables: dict[str, list[str]] = {}
    for each in NAMED.finditer(code):
        variables.setdefault(each["name"], []).append(each["value"])
    found = [_target(STATEMENT.split(code[max(0, place - MAX_STATEMENT) : place])[-1], variables) for place in places]
    return None if None in found else {each for each in found if each}


def _target(expression: str, variables: dict[str, list[str]], depth: int = 0) -> str | None:
    """Return the selector of what an expression begins with: one look-up of a text, or a variable of one."""
    if len(expression) > MAX_STATEMENT or WALKS.search(expression):
        return None
    lookups = list(LOOKUP.finditer(expression))
    if lookups:
        selectors = list(found_in(expression))
        return selectors[0] if len(lookups) == len(selectors) == 1 and selectors[0] not in UNKNOWN else None
    found = OBJECT.match(f"{expression}.")
    values = variables.get(found["name"], []) if found else []
    return _target(values[0], variables, depth + 1) if len(values) == 1 and depth < MAX_DEPTH else None


def found_in(code: str) -> Iterator[str]:
    """Yield selectors of all that scripts look for."""
    for found in LOOKUP.finditer(code):
        name, text = found["finds"], found["text"]
        selector = text[1:-1].strip() if text and not found["more"] and "${" not in text else ""
        if not selector and not _is_known(name, found["other"] or ""):
            yield EVERY.get(name, EVERY_TAG)
        elif selector and not (selector.startswith("<") or WHOLE_PAGE.fullmatch(selector)):
            default = "#qa {}" if selector.isalnum() else "{}"  # tags in the page, and not the page
            yield WRITTEN.get(name, default).format(selector.replace('"', "'"))


def _is_known(name: str, argument: str) -> bool:
    """Return whether what is looked for is an element that was found before, or no element at all."""
    return (name in JQUERY and bool(ELEMENT.match(argument))) or name in OF_ARRAYS
