"""Fields in HTML as Markdown: what is formatted stays formatted, what is only text shows as it is. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape

from apps.formats.text import html_tree, plain_to_markdown
from apps.formats.text.emphasis import marked
from apps.formats.text.html_tables import table
from apps.formats.text.html_tree import Tag, text_of
from apps.formats.text.markdown_syntax import FIRST, WORDS

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~"}
CODE = ("code", "tt", "kbd", "samp")
LINES = frozenset(("div", "section", "article", "center", "header", "footer", "figure", "address", "form", "caption"))
LINES |= {"dt", "dd", "dl", "tr", "td", "th", "thead", "tbody", "tfoot", "li"}
PARAGRAPHS = ("p", "blockquote", "ul", "ol", "pre", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6")
SPACES = re.compile(r"[ \t\r\n\f]+")
RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
FORMULA_HOLDS_TAGS = re.compile(r"<br ?/?>|</?div>|&nbsp;|\n", re.IGNORECASE)
REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
UNSAFE_IN_ADDRESS = re.compile(r"[\s<>()\\\"'`*_\[\]$]")
INSIDE_LINE = re.compile(r"^(?=.)", re.MULTILINE)
BLANK = "{{c"
LANGUAGE = re.compile(r"(?:^|\s)language-([\w+#.-]{1,30})(?=\s|$)")
INTERRUPTS = re.compile(r"- (?=\S)|1\. (?=\S)|```|> ")  # what needs no blank line after a paragraph
# Most fields with tags need no tree of them: lines of words, some of them in bold.
BOLD = rf"<b>{FIRST}{WORDS}</b>"
LINE = rf"(?:{FIRST}{WORDS}|{BOLD})(?:\x20(?:{WORDS}|{BOLD}))*+"
LINES_OF_WORDS = re.compile(rf"{LINE}(?:<br ?/?>{LINE})*+")
BREAK = re.compile("<br ?/?>")
KEPT = re.compile("\ue010(\\d+)\ue011")


@dataclass(frozen=True, slots=True)
class Converted:
    """Markdown, and how many scripts, event handlers, frames and remote pictures are not in it."""

    text: str
    removed: int = 0


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of a text; `apart` from the others by a blank line, and `raw` where it is Markdown of its own shape."""

    text: str
    apart: bool = False
    raw: bool = False


def markdown(html: str) -> Converted:
    """Return a field's HTML as Markdown."""
    if LINES_OF_WORDS.fullmatch(html):
        return Converted(BREAK.sub(r"\\\n", html).replace("<b>", "**").replace("</b>", "**") if "<" in html else html)
    return converted(html)


def converted(html: str) -> Converted:
    """Return the same as `markdown`, without its short cut."""
    if BLANK in html:
        html = plain_to_markdown.FORMULA.sub(
            lambda found: found[0].replace("} }", "}}"), html
        )  # Anki takes any }} for its end
    if "<" not in html:
        return Converted(
            plain_to_markdown.markdown(SPACES.sub(" ", unescape(html) if "&" in html else html).replace("\xa0", " "))
        )
    writer = _Writer(dollars=html.count("$") > 1)
    tree = html_tree.parsed(writer.without_formulas(html))
    text = _joined(writer.blocks(tree.root))
    return Converted(writer.with_formulas(text), tree.removed + writer.removed)


@dataclass(slots=True)
class _Writer:
    """Writes the tags of one field. `marks` are those that the tag being written is in."""

    dollars: bool
    removed: int = 0
    formulas: list[str] = field(default_factory=list)
    marks: frozenset[str] = frozenset()

    def without_formulas(self, html: str) -> str:
        """Return HTML with a word for each formula, whose signs are no formatting."""
        return plain_to_markdown.FORMULA.sub(self._keep, html.replace("\ue010", "").replace("\ue011", ""))

    def _keep(self, found: re.Match[str]) -> str:
        inside = unescape(FORMULA_HOLDS_TAGS.sub(" ", found[0]))
        again = plain_to_markdown.FORMULA.fullmatch(inside)
        self.formulas.append(plain_to_markdown.formula(again) if again else plain_to_markdown.escaped(inside))
        return f"\ue010{len(self.formulas) - 1}\ue011"

    def with_formulas(self, text: str) -> str:
        """Return the Markdown with the formulas in their places."""
        if not self.formulas:
            return text
        pieces = KEPT.split(text)
        pieces[1::2] = [self.formulas[int(number)] for number in pieces[1::2]]
        return "".join(plain_to_markdown.apart_from_digits(pieces))

    def blocks(self, parent: Tag) -> list[_Block]:
        """Return what stands in a tag, in blocks."""
        result: list[_Block] = []
        line: list[tuple[str, str]] = []  # pieces, each with the mark it stands between
        for child in parent.children:
            if isinstance(child, str):
                line.append((plain_to_markdown.escaped(SPACES.sub(" ", child), dollars=self.dollars), ""))
            elif child.name in LINES or child.name in PARAGRAPHS:
                _flush(line, result)
                result.extend(self._block(child))
            else:
                line.append(self._inline(child))
        _flush(line, result)
        return result

    def _block(self, tag: Tag) -> list[_Block]:
        if tag.name in LINES:
            return self.blocks(tag)
        if tag.name == "p":
            return [_Block(block.text, apart=True, raw=block.raw) for block in self.blocks(tag)]
        text = WRITTEN[tag.name](self, tag)
        return [_Block(text, apart=True, raw=True)] if text else []

    def _inline(self, tag: Tag) -> tuple[str, str]:
        """Return the text of a tag in a line, and the mark that it stands between."""
        if tag.name == "br":
            return "\n", ""
        if tag.name == "img":
            return self._image(tag), ""
        if tag.name in CODE and "code" not in self.marks:
            return self._code(tag), ""
        mark = MARKS.get(tag.name, "")
        if mark in self.marks:
            mark = ""
        inside = self._inside(tag, mark)
        if tag.name in INLINE:
            return INLINE[tag.name](inside, tag), ""
        return inside, mark

    def _inside(self, tag: Tag, mark: str = "") -> str:
        before = self.marks
        self.marks = before | {mark}
        text = "\n".join(block.text for block in self.blocks(tag))
        self.marks = before
        return text

    def _image(self, tag: Tag) -> str:
        source = tag.attributes.get("src", "").strip()
        if not source or REMOTE.match(source):
            self.removed += 1
            return plain_to_markdown.escaped(tag.attributes.get("alt", ""))
        return f"![{_in_brackets(tag.attributes.get('alt', ''))}]({_address(source)})"

    def _code(self, tag: Tag) -> str:
        text = SPACES.sub(" ", text_of(tag)).strip()
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        ticks = "`" * (longest + 1)
        blank = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{ticks}{blank}{text}{blank}{ticks}" if text else ""

    def list_of(self, tag: Tag) -> str:
        """Return a list; what stands between its items is an item too."""
        items: list[str] = []
        first = tag.attributes.get("start", "")
        number = int(first) if first.isascii() and first.isdigit() and len(first) < 9 else 1
        is_loose = False
        for child in tag.children:
            blocks = self.blocks(child if isinstance(child, Tag) else Tag("", children=[child]))
            if text := _joined(blocks, is_item=True):
                marker = f"{number + len(items)}. " if tag.name == "ol" else "- "
                items.append(marker + INSIDE_LINE.sub(" " * len(marker), text)[len(marker) :])
                is_loose = is_loose or any(block.apart and not block.raw for block in blocks)
        return ("\n\n" if is_loose else "\n").join(items)

    def table(self, tag: Tag) -> str:
        """Return a table; one with text beside its cells is no more than lines."""
        found = table(tag, self._inside)
        return _joined(self.blocks(tag)) if found is None else found

    def quotation(self, tag: Tag) -> str:
        """Return a quotation."""
        text = _joined(self.blocks(tag))
        return "> " + text.replace("\n", "\n> ") if text else ""

    def heading(self, tag: Tag) -> str:
        """Return a heading."""
        text = " ".join(self._inside(tag).split())
        return f"{'#' * int(tag.name[1])} {text}" if text else ""

    def code_block(self, tag: Tag) -> str:
        """Return code in a fence that nothing in it closes."""
        text = text_of(tag).strip("\n")
        longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
        return f"{'`' * (longest + 1)}{_language(tag)}\n{text}\n{'`' * (longest + 1)}" if text.strip() else ""

    def rule(self, _tag: Tag) -> str:
        """Return a line across the page."""
        return "---"


WRITTEN: dict[str, Callable[[_Writer, Tag], str]] = {
    **dict.fromkeys(("ul", "ol"), _Writer.list_of),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Writer.heading),
    "table": _Writer.table,
    "blockquote": _Writer.quotation,
    "pre": _Writer.code_block,
    "hr": _Writer.rule,
}


def _language(tag: Tag) -> str:
    """Return the language of code, where its tags say one."""
    classes = (each.attributes.get("class", "") for each in (tag, *tag.children) if isinstance(each, Tag))
    return next((found[1] for found in map(LANGUAGE.search, classes) if found), "")


def _link(text: str, tag: Tag) -> str:
    address = tag.attributes.get("href", "").strip()
    if not LINK.match(address) or not text.strip() or "\n" in text or "](" in text:
        return text
    if text == address and not UNSAFE_IN_ADDRESS.search(address):
        return f"<{address}>"
    return f"[{text}]({_address(address)})"


def _shifted(signs: dict[int, int], mark: str) -> Callable[[str, Tag], str]:
    """Return what writes a text above or below its line: in signs of that kind, or else behind a mark."""

    def written(text: str, _tag: Tag) -> str:
        plain = text.strip().replace("\\", "")
        if all(ord(sign) in signs for sign in plain):
            return plain.translate(signs)
        return f"{mark}({text.strip()})" if len(plain) > 1 else f"{mark}{text.strip()}"

    return written


INLINE: dict[str, Callable[[str, Tag], str]] = {
    "a": _link,
    "sup": _shifted(RAISED, "^"),
    "sub": _shifted(LOWERED, r"\_"),
    "rt": lambda text, _tag: f"({text})" if text.strip() else "",
    "rp": lambda _text, _tag: "",
}


def _flush(line: list[tuple[str, str]], result: list[_Block]) -> None:
    """Make a block of the pieces of a line, if they hold any text."""
    text = marked(line)
    line.clear()
    if text.strip():
        result.append(_Block(text))


def _joined(blocks: Sequence[_Block], *, is_item: bool = False) -> str:
    """Return blocks as one text; in an item of a list, a line and the list or the code below it belong together."""
    texts: list[str] = []
    run: list[str] = []
    for block in blocks:
        if block.apart:
            texts += [
                plain_to_markdown.lines("\n".join(run)),
                block.text if block.raw else plain_to_markdown.lines(block.text),
            ]
            run = []
        else:
            run.append(block.text)
    texts.append(plain_to_markdown.lines("\n".join(run)))
    texts = [text for text in texts if text]
    if is_item and len(texts) == 2 and not blocks[0].apart and INTERRUPTS.match(texts[1]):
        return "\n".join(texts)
    return "\n\n".join(texts)


def _in_brackets(text: str) -> str:
    return (
        plain_to_markdown.escaped(SPACES.sub(" ", text).strip())
        .replace("[", r"\[")
        .replace("]", r"\]")
        .replace(r"\\]", r"\]")
    )


def _address(address: str) -> str:
    return UNSAFE_IN_ADDRESS.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), address)
