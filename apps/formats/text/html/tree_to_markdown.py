"""Writes a tree of HTML as Markdown."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from apps.formats.messages import Message
from apps.formats.text import plain_to_markdown
from apps.formats.text.html import code_to_markdown
from apps.formats.text.html.emphasis import marked
from apps.formats.text.html.html_formats import formats, style
from apps.formats.text.html.html_tables import table
from apps.formats.text.html.html_tree import Tag
from apps.formats.text.html.removed_html import REMOTE_IMAGE

EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~"}
CODE = ("code", "tt", "kbd", "samp")
SPACES = re.compile(r"[ \t\r\n\f]+")
RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
UNSAFE_IN_URL = re.compile(r"[\s<>()\\\"'`*\[\]$]")
INSIDE_LINE = re.compile(r"^(?=.)", re.MULTILINE)
TEXT_OF_LINE = re.compile(r"\S(?:.*\S)?")
NEXT_READING = re.compile("</rt>(?=[^<\\s])")  # a word with several is several words, each below its own
FORMATTING = ("u", "ins", "small", "big", "ruby", "mark")
INTERRUPTS = re.compile(r"- (?=\S)|1\. (?=\S)|```|> ")  # what needs no blank line after a paragraph


@dataclass(frozen=True, slots=True)
class MarkdownBlock:
    """A block of text, and its line in the file; `apart` by a blank line, `raw` where it is Markdown already."""

    text: str
    line: int
    apart: bool = False
    raw: bool = False


class MarkdownWriter:
    """Writes the tags of a field. `context` are the marks and tags that the one being written is in."""

    BLOCKS: ClassVar[Mapping[str, Callable[..., str]]]  # a writer and a tag, to Markdown of its own shape
    INLINE: ClassVar[Mapping[str, Callable[[str, Tag], str]]]  # the text in a tag and the tag, to what it shows as
    link_pattern: ClassVar[re.Pattern[str]] = LINK

    def __init__(self, *, escape_dollars: bool = True) -> None:
        self.escape_dollars = escape_dollars
        self.removed: list[Message] = []  # a sort of loss for each picture from elsewhere
        self.context: frozenset[str] = frozenset()

    def write(self, parent: Tag) -> str:
        """Return what a tag holds as Markdown."""
        return self._join(self.blocks(parent))

    def escape(self, text: str) -> str:
        """Return text that shows as it is, in one line; what would begin a block is left to `lines`."""
        return plain_to_markdown.escaped(SPACES.sub(" ", text), dollars=self.escape_dollars)

    def lines(self, block: MarkdownBlock) -> str:
        """Return the lines of a block so that each shows as a line."""
        return block.text if block.raw else plain_to_markdown.lines(block.text)

    def blocks(self, parent: Tag) -> list[MarkdownBlock]:
        """Return what a tag holds in blocks, formatted as it formats text."""
        new = [(name, color) for name, color in self.formats(parent) if name not in self.context]
        before = self.context
        self.context = before | {name for name, _color in new}
        blocks = self._blocks(parent)
        self.context = before
        return [block if block.raw else replace(block, text=_formatted(block.text, new)) for block in blocks]

    def formats(self, tag: Tag) -> Sequence[tuple[str, str]]:
        """Return the names, and the classes, of the tags of ours that format the text in a tag as it does."""
        return list(formats(tag)) if tag.attributes or tag.name in FORMATTING else ()

    def _blocks(self, parent: Tag) -> list[MarkdownBlock]:
        result: list[MarkdownBlock] = []
        line = _Line()
        for child in parent.children:
            if isinstance(child, str):
                line.add(self.escape(child), "", child)
            elif (child.is_block or child.name in self.BLOCKS) and child.name not in EMPHASIS:
                line.flush(result)
                result.extend(self._block(child))
            else:
                line.add(*self._inline(child), child)
        line.flush(result)
        return result

    def _block(self, tag: Tag) -> list[MarkdownBlock]:
        if tag.name in self.BLOCKS:
            text = self.BLOCKS[tag.name](self, tag)
            return [MarkdownBlock(text, tag.line, apart=True, raw=True)] if text else []
        blocks = self.blocks(tag)
        return [replace(block, apart=True, line=tag.line) for block in blocks] if tag.name == "p" else blocks

    def _inline(self, tag: Tag) -> tuple[str, str]:
        """Return the text of a tag in a line, and the mark that it is between."""
        if tag.name == "br":
            return "\n", ""
        if tag.name == "img":
            return self.image(tag), ""
        if tag.name in CODE and "code" not in self.context:
            return code_to_markdown.span(tag), ""
        mark = _mark(tag)
        if mark in self.context:
            mark = ""
        text = self.text_in(tag, mark)
        if tag.name == "a":
            return self._link(text, tag.attributes.get("href", "").strip()), ""
        return (self.INLINE[tag.name](text, tag), "") if tag.name in self.INLINE else (text, mark)

    def _link(self, text: str, url: str) -> str:
        if not self.link_pattern.match(url) or not text.strip() or "\n" in text or "](" in text:
            return text
        return f"<{url}>" if text == url and not UNSAFE_IN_URL.search(url) else f"[{text}]({_url(url)})"

    def text_in(self, tag: Tag, mark: str = "") -> str:
        """Return the lines of text in a tag, without what divides blocks."""
        return "\n".join([block.text for block in self.within(mark, self.blocks, tag)])

    def within[Result](self, name: str, write: Callable[[Tag], Result], tag: Tag) -> Result:
        """Return what `write` makes of a tag when `name` is in the context."""
        before = self.context
        self.context = before | {name}
        result = write(tag)
        self.context = before
        return result

    def image(self, tag: Tag) -> str:
        """Return a picture of the deck's own; of one from elsewhere, its description."""
        source = tag.attributes.get("src", "").strip()
        if not source or REMOTE.match(source):
            self.removed.append(REMOTE_IMAGE)
            return plain_to_markdown.escaped(tag.attributes.get("alt", ""))
        return image(tag)

    def details(self, tag: Tag) -> str:
        """Return what opens when its summary is pressed."""
        summary = next((each for each in tag.children if isinstance(each, Tag) and each.name == "summary"), Tag(""))
        text = self.write(Tag("", children=[each for each in tag.children if each is not summary]))
        title = " ".join(self.text_in(summary).split())
        head = f"<details>\n<summary>{title}</summary>" if title else "<details>"
        return f"{head}\n\n{text}\n\n</details>" if text else title

    def list_of(self, tag: Tag) -> str:
        """Return a list; what is between its items is an item too."""
        items: list[str] = []
        first = tag.attributes.get("start", "")
        number = int(first) if first.isascii() and first.isdigit() and len(first) < 9 else 1
        is_loose = False
        for child in tag.children:
            holder = child if isinstance(child, Tag) else Tag("", children=[child])
            text, has_paragraphs = self.within("li", self._item, holder)
            if text:
                marker = f"{number + len(items)}. " if tag.name == "ol" else "- "
                items.append(marker + INSIDE_LINE.sub(" " * len(marker), text)[len(marker) :])
                is_loose = is_loose or has_paragraphs
        return ("\n\n" if is_loose else "\n").join(items)

    def _item(self, tag: Tag) -> tuple[str, bool]:
        """Return an item of a list, and whether it holds paragraphs; a line and the list or code below it touch."""
        blocks = self.blocks(tag)
        has_paragraphs = any(block.apart and not block.raw for block in blocks)
        *lines, last = blocks or [MarkdownBlock("", 0)]
        if lines and last.raw and INTERRUPTS.match(last.text) and not any(block.apart for block in lines):
            return f"{self._join(lines)}\n{self._join([last])}", has_paragraphs
        return self._join(blocks), has_paragraphs

    def table(self, tag: Tag) -> str:
        """Return a table; one with text beside its cells is no more than lines."""
        found = table(tag, self.text_in)
        return self.write(tag) if found is None else found

    def quotation(self, tag: Tag) -> str:
        """Return a quotation."""
        text = self.write(tag)
        return "\n".join([f"> {line}" if line else ">" for line in text.split("\n")]) if text else ""

    def heading(self, tag: Tag) -> str:
        """Return a heading."""
        text = " ".join(self.text_in(tag).split())
        return f"{'#' * int(tag.name[1])} {text}" if text else ""

    def code_block(self, tag: Tag) -> str:
        """Return code in lines of its own."""
        return code_to_markdown.block(tag)

    def rule(self, _tag: Tag) -> str:
        """Return a line across the page."""
        return "---"

    def _join(self, blocks: Sequence[MarkdownBlock]) -> str:
        """Return blocks as one text: lines that are not apart from each other are one paragraph."""
        texts: list[str] = []
        for apart, group in groupby(blocks, key=attrgetter("apart")):
            run = list(group)
            texts += map(self.lines, run) if apart else [self._paragraph(run)]
        return "\n\n".join([text for text in texts if text])

    def _paragraph(self, run: Sequence[MarkdownBlock]) -> str:
        return self.lines(replace(run[0], text="\n".join([block.text for block in run])))


class _Line:
    """Gathers the pieces of a line, each with the mark that it is between."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, str]] = []
        self.number = 0

    def add(self, text: str, mark: str, source: Tag | str) -> None:
        self.pieces.append((text, mark))
        if not self.number and text.strip():
            self.number = getattr(source, "line", 0)

    def flush(self, blocks: list[MarkdownBlock]) -> None:
        """Add a block of the pieces, if they hold any text, and begin the next line."""
        text = marked(self.pieces)
        if text.replace(plain_to_markdown.SPACE, "").strip():
            blocks.append(MarkdownBlock(text, self.number))
        self.pieces, self.number = [], 0


def _mark(tag: Tag) -> str:
    """Return the mark of a tag, or of its style where that differs."""
    declared = style(tag) if "style" in tag.attributes else {}
    weight = declared.get("font-weight", "")
    if weight in ("bold", "bolder", "600", "700", "800", "900"):
        return "**"
    if declared.get("font-style") in ("italic", "oblique"):
        return "*"
    if "line-through" in declared.get("text-decoration", "") + declared.get("text-decoration-line", ""):
        return "~~"
    mark = EMPHASIS.get(tag.name, "")
    return "" if mark == "**" and weight in ("normal", "400") else mark


def _formatted(text: str, names: Sequence[tuple[str, str]]) -> str:
    """Return lines of text, each in the tags of these names and classes; spaces at their edges stay outside."""
    for name, color in reversed(names):
        opening = f'<{name} class="{color}">' if color else f"<{name}>"
        text = TEXT_OF_LINE.sub(rf"{opening}\g<0></{name}>", text)
    return NEXT_READING.sub("</rt></ruby><ruby>", text)


def image(tag: Tag) -> str:
    """Return a picture."""
    description = plain_to_markdown.escaped(SPACES.sub(" ", tag.attributes.get("alt", "")).strip())
    escaped = description.replace("[", r"\[").replace("]", r"\]").replace(r"\\]", r"\]")
    return f"![{escaped}]({_url(tag.attributes.get('src', '').strip())})"


def _url(url: str) -> str:
    return UNSAFE_IN_URL.sub(lambda character: "".join(f"%{byte:02X}" for byte in character[0].encode()), url)


def superscript(text: str) -> str:
    """Return text above its line: in characters of that kind, or else in a tag."""
    return _shift(text, RAISED, "sup")


def subscript(text: str) -> str:
    """Return text below its line: in characters of that kind, or else in a tag."""
    return _shift(text, LOWERED, "sub")


def _shift(text: str, characters: dict[int, int], name: str) -> str:
    plain = text.strip().replace("\\", "")
    if all(ord(character) in characters for character in plain):
        return plain.translate(characters)
    return _formatted(text, [(name, "")])


MarkdownWriter.BLOCKS = {
    **dict.fromkeys(("ul", "ol", "menu"), MarkdownWriter.list_of),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), MarkdownWriter.heading),
    "table": MarkdownWriter.table,
    "blockquote": MarkdownWriter.quotation,
    "pre": MarkdownWriter.code_block,
    "hr": MarkdownWriter.rule,
    "details": MarkdownWriter.details,
}
MarkdownWriter.INLINE = {
    "q": lambda text, _tag: f'"{text}"',
    "sup": lambda text, _tag: superscript(text),
    "sub": lambda text, _tag: subscript(text),
    "rt": lambda text, _tag: f"<rt>{text}</rt>" if text.strip() else "",
    "rp": lambda _text, _tag: "",
    "title": lambda _text, _tag: "",
}
