"""Takes a field's HTML apart into a tree of tags and texts, whatever it looks like. Pure; forward searches only."""

import re
from dataclasses import dataclass, field
from html import unescape

MAX_DEPTH = 30  # tags in each other; what is deeper has its text and no tags
TOKEN = re.compile(
    r"""<!--(?:[^-]|-(?!->))*+(?:-->|\Z)
    |<(?P<closing>/)?(?P<name>[a-zA-Z][a-zA-Z0-9:-]{0,30})
      (?P<attributes>(?:[\s/](?:[^<>"']|"[^"<]*"|'[^'<]*'|["'])*+)?)>
    |<[!?][^<>]*>""",
    re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?""")
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
DROPPED = frozenset(
    ("script", "style", "iframe", "object", "template", "noscript", "svg", "textarea", "title", "select", "applet")
)
UNSAFE = DROPPED - {"style", "title"} | {"embed"}
# a tag that opens ends an open one of its own kind, unless one of those stands between
ENDS = {
    "li": (("li",), ("ul", "ol")),
    "p": (("p",), ("li", "td", "th", "blockquote", "div")),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr",), ("table",)),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
}


@dataclass(slots=True)
class Tag:
    """A tag with what stands in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Tag | str"] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """The tags of a field, and how much of it was unsafe and taken out."""

    root: Tag
    removed: int = 0


def parsed(html: str) -> Tree:
    """Return the tags and texts of HTML; a tag that never closes closes at the end."""
    return _Parser(html).tree()


def text_of(tag: Tag) -> str:
    """Return the text in a tag as it is, with the line ends of <br>."""
    if tag.name == "br":
        return "\n"
    return "".join(child if isinstance(child, str) else text_of(child) for child in tag.children)


class _Parser:
    """Walks once through a field."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.open = [Tag("")]
        self.removed = 0
        self.ends = 0  # of the last search for the end of a dropped tag

    def tree(self) -> Tree:
        position = 0
        while found := TOKEN.search(self.html, position):
            self._text(self.html[position : found.start()])
            position = found.end()
            name = (found["name"] or "").lower()
            if found["closing"]:
                self._close((name,))
            elif name:
                self._count(name, found["attributes"])
                position = self._open(name, found["attributes"], position)
        self._text(self.html[position:])
        return Tree(self.open[0], self.removed)

    def _text(self, text: str) -> None:
        if text:
            self.open[-1].children.append(unescape(text) if "&" in text else text)

    def _count(self, name: str, attributes: str) -> None:
        """Count what runs, loads or sends something."""
        self.removed += name in UNSAFE
        if attributes.strip(" /"):
            self.removed += sum(each.lower().startswith("on") for each, _value in ATTRIBUTE.findall(attributes))

    def _open(self, name: str, attributes: str, position: int) -> int:
        """Put a tag into the tree, and return where reading goes on."""
        if name in DROPPED:
            return position if attributes.endswith("/") else self._after(name, position)
        if name in ENDS:
            self._close(*ENDS[name])
        tag = Tag(name, _values(attributes))
        if len(self.open) <= MAX_DEPTH:
            self.open[-1].children.append(tag)
            if name not in VOID:
                self.open.append(tag)
        return position

    def _after(self, name: str, position: int) -> int:
        """Return where the content of a dropped tag has ended; without an end it is no more than the tag."""
        if self.ends < 0:
            return position
        found = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE).search(self.html, position)
        if not found:
            self.ends = -1
        return found.end() if found else position

    def _close(self, names: tuple[str, ...], borders: tuple[str, ...] = ()) -> None:
        """Close the innermost open tag of these names with all that is in it; nothing where a border is nearer."""
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].name in names:
                del self.open[index:]
                return
            if self.open[index].name in borders:
                return


def _values(attributes: str) -> dict[str, str]:
    if not attributes.strip(" /"):
        return {}
    return {name.lower(): unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(attributes)}
