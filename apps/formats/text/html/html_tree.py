"""Builds a tree of tags and texts from HTML of any quality, in time proportional to its length.

A tag that never closes closes at the end. What a browser would run or fetch is not in the tree.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from apps.formats.messages import Message
from apps.formats.text.html.removed_html import BY_TAG, EVENT_HANDLER

MAX_DEPTH = 30  # tags in each other; what is deeper has its text and no tags
# In a tag, each quotation mark opens or closes a value. Patterns that open one after "=" only are quadratic: hostile
# pages keep them inside a value from every tag to the end.
TOKEN = re.compile(
    r"""(?P<comment><!--(?:[^-]|-(?!->))*+(?P<comment_end>-->)?)
    |<(?P<closing>/)?(?P<name>[a-zA-Z][a-zA-Z0-9:._-]{0,60}+)
      (?P<attributes>(?:[\s/](?:[^<>"']++|"[^"]*+"|'[^']*+'|["'])*+)?)>
    |<[!?][^<>]*>""",
    re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s"'<>][^\s<>]*))?""")
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
DROPPED = frozenset(BY_TAG) - {"embed"} | {"style"}
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
        form footer h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary
        table tbody td tfoot th thead tr ul""",
    )
)
# What a tag ends when it opens: an open tag of these names, unless one of the others is nearer.
CELL = (("td", "th"), ("table",))
ROW = (("tr",), ("table",))
TERM = (("dt", "dd"), ("dl",))
PARAGRAPH = (("p",), ("td", "th", "caption", "button"))
ENDS = {
    **dict.fromkeys(BLOCKS, (PARAGRAPH,)),
    "li": ((("li",), ("ul", "ol", "menu")), PARAGRAPH),
    **dict.fromkeys(("td", "th"), (CELL,)),
    **dict.fromkeys(("tr", "thead", "tbody", "tfoot"), (CELL, ROW)),
    **dict.fromkeys(("dt", "dd"), (TERM, PARAGRAPH)),
}


class TextNode(str):
    """A text between tags, and the line of the file in which its first word is."""

    __slots__ = ("line",)
    line: int


@dataclass(slots=True, eq=False)
class Tag:
    """A tag with what it holds, and the line of the file in which it opens; `holds_blocks` where a block is in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Tag | str"] = field(default_factory=list)
    line: int = 0
    holds_blocks: bool = False

    @property
    def is_block(self) -> bool:
        """Return whether it begins a line of its own."""
        return self.name in BLOCKS or self.holds_blocks

    @property
    def classes(self) -> list[str]:
        """Return its classes."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """Return its text as it is, with the line ends of <br>."""
        if self.name == "br":
            return "\n"
        return "".join([child if isinstance(child, str) else child.text for child in self.children])

    def walk(self) -> Iterator["Tag"]:
        """Yield the tags in it as they open, with what each holds by the time that it has been dealt with."""
        waiting = [iter(self.children)]
        while waiting:
            for child in waiting[-1]:
                if isinstance(child, Tag):
                    yield child
                    waiting.append(iter(child.children))
                    break
            else:
                waiting.pop()

    def find(self, *names: str) -> "Tag | None":
        """Return the first tag in it of one of these names."""
        return next((tag for tag in self.walk() if tag.name in names), None)


class TreeBuilder:
    """Walks once through HTML. A builder for another source may refuse what this one puts up with."""

    max_depth = MAX_DEPTH

    def __init__(self, html: str) -> None:
        self.html = html
        self.open_tags = [Tag("")]
        self.line = 1
        self.removed: list[Message] = []  # a sort of loss for each thing that was unsafe
        self.without_end: set[str] = set()  # names of dropped tags that no more end tag follows

    def build(self) -> Tag:
        """Return the root of the tree: a tag without a name."""
        position = 0
        while found := TOKEN.search(self.html, position):
            self.add_text(self.html[position : found.start()])
            start, position = found.start(), found.end()
            name = (found["name"] or "").lower()
            if found["closing"]:
                self._close((name,))
            elif name:
                self._note_unsafe(name, found["attributes"])
                position = self.add_tag(name, found["attributes"], position)
            elif found["comment"] and not found["comment_end"]:
                self.never_closed("<!--", "-->", self.line)
            self.line += self.html.count("\n", start, position)
        self.add_text(self.html[position:])
        self._close(("",))
        return self.open_tags[0]

    def add_text(self, text: str) -> None:
        """Add a text to the tag that is open."""
        if text:
            node = TextNode(unescape(text) if "&" in text else text)
            node.line = self.line + text.count("\n", 0, len(text) - len(text.lstrip()))
            self.open_tags[-1].children.append(node)
            self.line += text.count("\n")

    def add_tag(self, name: str, attributes: str, position: int) -> int:
        """Add a tag to the one that is open, and return where to read on."""
        if name in DROPPED:
            return position if attributes.endswith("/") else self._after(name, position)
        for names, borders in ENDS.get(name, ()):
            self._close(names, borders)
        if len(self.open_tags) > self.max_depth:
            self.too_deep()
            return position
        tag = Tag(name, _values(attributes), line=self.line)
        self.open_tags[-1].children.append(tag)
        if name in BLOCKS:
            self._mark_parents()
        if name not in VOID and not (attributes.endswith("/") and self.is_empty(name)):
            self.open_tags.append(tag)
        return position

    def is_empty(self, name: str) -> bool:
        """Return whether a tag of this name may end in "/>"; in HTML, none does."""
        return False

    def never_closed(self, opening: str, closing: str, line: int) -> None:
        """React to a comment, or to a tag whose content is dropped or hidden, that has no end."""

    def too_deep(self) -> None:
        """React to a tag inside too many others; it is left out."""

    def tag_left_open(self, tag: Tag) -> None:
        """React to a tag that ends only because one around it does."""

    def _note_unsafe(self, name: str, attributes: str) -> None:
        """Note what runs, loads or sends something."""
        if name in BY_TAG:
            self.removed.append(BY_TAG[name])
        if attributes.strip(" /"):
            handlers = sum(each.lower().startswith("on") for each, _value in ATTRIBUTE.findall(attributes))
            self.removed += [EVENT_HANDLER] * handlers

    def _mark_parents(self) -> None:
        """Note in the open tags that there is a block in them; above the first one that knows, all do."""
        for tag in reversed(self.open_tags):
            if tag.holds_blocks:
                return
            tag.holds_blocks = True

    def _after(self, name: str, position: int) -> int:
        """Return where the content of a dropped tag has ended; without an end it is no more than the tag."""
        if name not in self.without_end:
            if found := re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE).search(self.html, position):
                return found.end()
            self.without_end.add(name)
        self.never_closed(f"<{name}>", f"</{name}>", self.line)
        return position

    def _close(self, names: tuple[str, ...], borders: tuple[str, ...] = ()) -> None:
        """Close the innermost open tag of these names with all that is in it; nothing where a border is nearer."""
        for index in range(len(self.open_tags) - 1, -1, -1):
            if self.open_tags[index].name in names:
                for tag in reversed(self.open_tags[index + 1 :]):
                    self.tag_left_open(tag)
                del self.open_tags[max(index, 1) :]
                return
            if self.open_tags[index].name in borders:
                return


def _values(attributes: str) -> dict[str, str]:
    if not attributes.strip(" /"):
        return {}
    return {name.lower(): unescape(_without_quotes(value)) for name, value in ATTRIBUTE.findall(attributes)}


def _without_quotes(value: str) -> str:
    return value[1:-1] if value[:1] in ("'", '"') else value
