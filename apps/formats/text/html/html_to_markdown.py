"""Writes fields in HTML as Markdown: what is formatted stays formatted, what is only text shows as it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from apps.formats.messages import Message
from apps.formats.text import plain_to_markdown
from apps.formats.text.html import latex_to_html
from apps.formats.text.html.html_tree import Tag, TreeBuilder
from apps.formats.text.html.tree_to_markdown import SPACES, MarkdownWriter
from apps.formats.text.markdown_syntax import FIRST, WORDS

FORMULA_HOLDS_TAGS = re.compile(r"<br ?/?>|</?div>|&nbsp;|\n", re.IGNORECASE)
BLANK = "{{c"
# Most fields with tags need no tree of them: lines of words, some of them in bold.
BOLD = rf"<b>{FIRST}{WORDS}</b>"
LINE = rf"(?:{FIRST}{WORDS}|{BOLD})(?:\x20(?:{WORDS}|{BOLD}))*+"
LINES_OF_WORDS = re.compile(rf"{LINE}(?:<br ?/?>{LINE})*+")
BREAK = re.compile("<br ?/?>")
SOFT_LINE_END = re.compile("[\v\u2028\u2029]|&#(?:11|x0?b);", re.IGNORECASE)
PLACEHOLDER = re.compile("\ue010(\\d+)\ue011")


type Prune = Callable[[Tag], None]  # takes parts out of a tree


@dataclass(frozen=True, slots=True)
class ConversionResult:
    """Markdown, and the sort of each script, event handler, frame and remote picture that is not in it."""

    text: str
    removed: tuple[Message, ...] = ()


def markdown(html: str, prune: Prune | None = None) -> ConversionResult:
    """Return a field's HTML as Markdown, without what `prune` takes out of its tree."""
    if prune is None and LINES_OF_WORDS.fullmatch(html):
        return ConversionResult(
            BREAK.sub(r"\\\n", html).replace("<b>", "**").replace("</b>", "**") if "<" in html else html
        )
    return converted(html, prune)


def converted(html: str, prune: Prune | None = None) -> ConversionResult:
    """Return the same as `markdown`, without its short cut."""
    if BLANK in html:
        html = plain_to_markdown.FORMULA.sub(
            lambda found: found[0].replace("} }", "}}"), html
        )  # Anki takes any }} for its end
    if "[latex]" in html.lower():
        html = latex_to_html.expanded(html)
    html = SOFT_LINE_END.sub("<br>", html)
    if "<" not in html:
        return ConversionResult(plain_to_markdown.markdown(SPACES.sub(" ", unescape(html) if "&" in html else html)))
    formulas = _Formulas()
    builder = TreeBuilder(formulas.take_out(html))
    writer = MarkdownWriter(escape_dollars=html.count("$") > 1)
    tree = builder.build()
    if prune:
        prune(tree)
    text = formulas.put_back(writer.write(tree))
    return ConversionResult(text, (*builder.removed, *writer.removed))


@dataclass(slots=True)
class _Formulas:
    """The formulas of one field: what they hold is no formatting, so they are out of it while tags are read."""

    found: list[str] = field(default_factory=list)

    def take_out(self, html: str) -> str:
        """Return HTML with a placeholder for each formula."""
        return plain_to_markdown.FORMULA.sub(self._placeholder, html.replace("\ue010", "").replace("\ue011", ""))

    def _placeholder(self, found: re.Match[str]) -> str:
        inside = unescape(FORMULA_HOLDS_TAGS.sub(" ", found[0]))
        formula = plain_to_markdown.FORMULA.fullmatch(inside)
        self.found.append(plain_to_markdown.formula(formula) if formula else plain_to_markdown.escaped(inside))
        return f"\ue010{len(self.found) - 1}\ue011"

    def put_back(self, text: str) -> str:
        """Return Markdown with the formulas in their places."""
        if not self.found:
            return text
        pieces = PLACEHOLDER.split(text)
        pieces[1::2] = [self.found[int(number)] for number in pieces[1::2]]
        return "".join(plain_to_markdown.apart_from_digits(pieces))
