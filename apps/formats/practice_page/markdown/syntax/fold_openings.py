"""Reads the line that opens a folding of a page builder: how it ends, its title, and whether it is folded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from apps.formats.practice_page.markdown.syntax import blocks

INDENT = 4
COLONS = re.compile(r"[ \t]*:{3,}[ \t]*(?P<rest>\S?.*?)[ \t]*$")
LIST_MARK = r"(?:[-*+][ \t]+|\d{1,4}[.)][ \t]+)?"
INDENTED = re.compile(
    r'(?P<indent>[ \t]*)(?P<mark>\?\?\?\+?|!!!)[ \t]*(?P<types>[A-Za-z][\w -]*?)?(?:[ \t]+"(?P<title>.*)")?[ \t]*'
)
DIRECTIVE = re.compile(
    r"(?P<indent>[ \t]*)(?P<fence>:{3,}|`{3,}|~{3,})[ \t]*\{(?P<name>[a-zA-Z][\w-]*)\}[ \t]*(?P<title>.*?)[ \t]*"
)
CONTAINER = re.compile(
    r"(?P<indent>[ \t]*):{3,}[ \t]*(?P<name>[A-Za-z][\w-]*)(?:\[(?P<label>.*)\])?[ \t]*(?P<title>[^{}]*?)[ \t]*"
    r"(?P<attributes>\{[^{}]*\})?[ \t]*"
)
DIV = re.compile(r"(?P<indent>[ \t]*):{3,}[ \t]*\{(?P<attributes>[^{}]*)\}[ \t]*")
BLOCK = re.compile(r"(?P<indent>[ \t]*)(?P<fence>/{3,})[ \t]*details(?:[ \t]*\|[ \t]*(?P<title>.*?))?[ \t]*")
SHORTCODE = re.compile(
    r"(?P<indent>[ \t]*)\{\{[<%][ \t]*(?P<name>details|expand|spoiler|collapse|answer|solution)\b"
    r"(?P<values>.*?)[%>]\}\}[ \t]*"
)
BRACKETS = re.compile(r"(?P<indent>[ \t]*)\[details(?:=(?P<title>.*?))?\][ \t]*", re.IGNORECASE)
CALLOUT = re.compile(r"[ \t]*\[!(?P<type>[\w-]+)(?:\|[^\]]*)?\](?P<mark>[-+]?)[ \t]*(?P<title>.*?)[ \t]*")
TITLE = re.compile(r"""title[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)')""")
IN_QUOTES = re.compile(r"""[ \t]*(?:"([^"]*)"|'([^']*)')""")
ASKS = re.compile(r"[?\uff1f][*_`\"”]*\Z")
COLLAPSES = re.compile(r"\bcollapse[ \t]*=", re.IGNORECASE)
COLLAPSED = re.compile(r"""\bcollapse[ \t]*=[ \t]*["']?true\b""", re.IGNORECASE)
OPTION = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
OPEN = re.compile(r"""\bopen\b(?![ \t]*[=:][ \t]*["']?false)""", re.IGNORECASE)
FOLDING_CLASS = re.compile(r"\b(?:dropdown|toggle)\b")
CLASS = re.compile(r"\.(?:webex-)?(?:solution|answer|details|spoiler|fold)\b")
FOLDED = {"details", "spoiler", "collapse", "collapsible", "fold", "dropdown", "toggle", "expand"}
ANSWERS = {"answer", "solution", "success"}  # names that are no title of their own
QUESTIONS = {"question", "faq", "help", "exercise", "quiz", "flashcard"}


@dataclass(frozen=True)
class Opening:
    """The line that opens a block; `form` is how that ends. `asks` if the title is surely a question."""

    form: str
    title: str = ""
    folds: bool = False
    asks: bool = False
    indent: int = 0
    closing: str = ""
    options: str = ""
    titled_by_heading: bool = False
    is_text: bool = False  # whether it is text also where nothing in it folds
    is_open: bool = False  # whether it could be folded, and is shown unfolded at first


PLAIN = Opening("quoted")


def read(text: str) -> Opening | None:
    """Return the opening that a line is."""
    for pattern, reader in READERS:
        if found := pattern.fullmatch(text):
            opening = reader(found)
            return replace(opening, indent=len(found["indent"].expandtabs(INDENT))) if opening else None
    return None


def callout(text: str) -> Opening | None:
    """Return the callout that the first line of a quotation is; a minus folds it."""
    found = CALLOUT.fullmatch(text)
    if not found:
        return None
    name = found["type"].lower()
    title, mark = found["title"], found["mark"]
    asks = bool(title) and name in QUESTIONS
    return as_question(Opening("quoted", title or _name(name), mark == "-", asks, is_open=mark == "+"))


def as_question(opening: Opening) -> Opening:
    """Return an opening that is open and whose title asks as one that folds: what it shows is the answer."""
    if opening.folds or not opening.is_open or not ASKS.search(opening.title):
        return opening
    return replace(opening, folds=True, asks=True)


def heading(text: str) -> str:
    """Return the text of a heading, or nothing."""
    found = blocks.heading(text)
    return found[1] if found else ""


def titled(opening: Opening, title: str) -> Opening:
    """Return an opening with the title that its block begins with."""
    return replace(opening, title=title)


def count_options(texts: Sequence[str], opening: Opening) -> int:
    """Return how many of the first lines of a block are options for its look."""
    if not opening.options:
        return 0
    if opening.options == "fields" and texts and texts[0].strip() == "---":
        return next((at + 1 for at, text in enumerate(texts[1:], 1) if text.strip() == "---"), 0)
    return next((at for at, text in enumerate(texts) if not _is_option(text, opening)), len(texts))


def _is_option(text: str, opening: Opening) -> bool:
    if opening.options == "fields":
        return bool(OPTION.fullmatch(text.strip()))
    return text.startswith("    ") and ":" in text


def with_options(opening: Opening, texts: Sequence[str]) -> Opening:
    """Return an opening folded or open by its options."""
    for text in texts:
        name, _colon, value = text.strip().strip(":").partition(":")
        if name == "class" and FOLDING_CLASS.search(value):
            opening = replace(opening, folds=True)
        elif name == "open" and value.strip().lower() != "false":
            opening = replace(opening, folds=False, is_open=opening.folds)
    return opening


def _name(name: str) -> str:
    return "" if name in FOLDED else name.replace("-", " ").capitalize()


def _indented(found: re.Match[str]) -> Opening:
    names = (found["types"] or "").lower().split()
    title = (found["title"] or "").replace('\\"', '"')
    name = names[0] if names else ""
    shown = title if found["title"] is not None else _name(name)
    asks = bool(title) and name in QUESTIONS
    mark = found["mark"]
    return Opening("indented", shown, mark == "???", asks, is_text=True, is_open=mark == "???+")


def _directive(found: re.Match[str]) -> Opening:
    name, fence = found["name"].lower(), found["fence"]
    folds = name in FOLDED or name in ANSWERS
    title = _name(name) if name == "solution" else found["title"] or ("" if name == "exercise" else _name(name))
    opening = Opening("colons", title, folds, options="fields", is_text=name == "exercise")
    if fence[0] == ":":
        return opening
    return replace(opening, form="closed", closing=rf"{fence[0]}{{{len(fence)},}}")


def _container(found: re.Match[str]) -> Opening:
    name = found["name"].lower()
    may_fold, is_open = name in FOLDED or name in ANSWERS, bool(OPEN.search(found["attributes"] or ""))
    title = found["label"] or found["title"]
    asks = bool(title) and name in QUESTIONS
    return Opening("colons", title or _name(name), may_fold and not is_open, asks, is_open=may_fold and is_open)


def _div(found: re.Match[str]) -> Opening:
    attributes = found["attributes"]
    folds = bool(COLLAPSED.search(attributes) or CLASS.search(attributes))
    title = TITLE.search(attributes)
    shown = (title[1] or title[2]) if title else ""
    is_open = bool(COLLAPSES.search(attributes)) and not folds
    return Opening("colons", shown, folds, titled_by_heading=".callout" in attributes and not title, is_open=is_open)


def _block(found: re.Match[str]) -> Opening:
    closing = rf"{found['fence']}"
    return Opening("closed", found["title"] or "", True, closing=closing, options="indented")


def _shortcode(found: re.Match[str]) -> Opening:
    values = found["values"]
    title = TITLE.search(values) or IN_QUOTES.match(values)
    name = found["name"].lower()
    shown = (title[1] or title[2] or "") if title else ""
    closing = rf"\{{\{{[<%][ \t]*/[ \t]*{name}[ \t]*[%>]\}}\}}"
    is_open = bool(OPEN.search(values.replace(shown, "")))
    return Opening("closed", shown or _name(name), not is_open, closing=closing, is_open=is_open)


def _brackets(found: re.Match[str]) -> Opening:
    return Opening("closed", (found["title"] or "").strip(" \"'“”"), True, closing=r"\[/details\]")


READERS = (
    (INDENTED, _indented),
    (DIRECTIVE, _directive),
    (CONTAINER, _container),
    (DIV, _div),
    (BLOCK, _block),
    (SHORTCODE, _shortcode),
    (BRACKETS, _brackets),
)
