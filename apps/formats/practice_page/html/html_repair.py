"""Writes HTML of any quality so that a parser of HTML has an easy time: each line stays in its place. Pure.

Comments and scripts are gone, each tag that is opened is closed, and no `<` is left that begins no tag. All searches go
forward only, so that hostile pages take time in proportion to their length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.formats.limits import MAX_PAGE_DEPTH, MAX_PAGE_TAGS
from apps.formats.problems import page_problem

VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s<>"'][^\s<>]*)"""
MARK = re.compile(
    rf"""
    (?P<comment><!--)
    | (?P<other><[!?][^<>]*>)
    | <(?P<closing>/?)(?P<name>[a-zA-Z][^\s/<>]{{0,60}}+)
      (?P<attributes>(?>\s+|/|=?[^\s/<>=]+(?:\s*=\s*{VALUE}?)?)*+)>
    """,
    re.VERBOSE,
)
ATTRIBUTE = re.compile(rf"([^\s/<>=]+)(?:\s*=\s*({VALUE})?)?")
RAW = ("script", "style", "template", "noscript", "svg", "iframe", "textarea")
VOID = frozenset(re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr"))
INLINE = frozenset(
    re.findall(
        r"\w+",
        """a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd mark q s samp small span strike strong
        sub sup time tt u var wbr""",
    )
)
LEAVES = INLINE | {"p", "pre", "summary", "td", "th", "dt", "caption", "title", "figcaption", "option", "math"}
LEAVES |= {"h1", "h2", "h3", "h4", "h5", "h6"}
STRUCTURE = {"html", "head", "table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "menu", "select"}
STRUCTURE |= {"annotation", "semantics"}
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote button center details div dl dd dt fieldset figure flashcard footer form h1
        h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table ul""",
    )
)
# what ends an open tag of the kind: opening one of these, unless one of those stands between
ENDED_BY = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th", "tr", "tbody"}), frozenset({"table"})),
    "th": (frozenset({"td", "th", "tr", "tbody"}), frozenset({"table"})),
    "tr": (frozenset({"tr", "tbody"}), frozenset({"table"})),
    "p": (BLOCKS, frozenset({"td", "th"})),
}
HIDING = ("details", "summary", "pre")
NAME = re.compile(r"[a-zA-Z][\w:.-]{0,60}")
SPACES = re.compile(r"[ \t\f\v]+")
MARKERS = dict.fromkeys(map(ord, "\ufdd0\ufdd1"))  # noncharacters, with which the converter marks lines


@dataclass(frozen=True)
class _Open:
    """A tag that has not been closed, and where it was opened."""

    name: str
    line: int


def tidied(source: str) -> str:
    """Return HTML with the same lines, tags and texts that is easy to parse. Raises Refused.

    Text that stands in a block without a paragraph of its own gets one: `<p data-tight>`.
    """
    return "".join(_Tidier(source.translate(MARKERS)).pieces())


class _Tidier:
    """Copies a page from one tag to the next."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lowered = source.lower() if len(source.lower()) == len(source) else source
        self.open: list[_Open] = []
        self.line = 1
        self.tags = self.code = 0

    def pieces(self) -> Iterator[str]:
        """Yield the page piece by piece."""
        position = 0
        while found := MARK.search(self.source, position):
            yield self._text(self.source[position : found.start()])
            position = found.end()
            if found["comment"]:
                position = self._after("-->", found.end())
            elif found["closing"]:
                yield self._closed(found["name"].lower())
            elif found["name"]:
                name = found["name"].lower()
                yield "" if name in RAW else self._opened(name, found)
                if name in RAW and not found["attributes"].endswith("/"):
                    position = self._after(f"</{name}", position)
            yield self._lines(found.start(), position)
        yield self._text(self.source[position:])
        yield self._end()

    def _text(self, text: str) -> str:
        """Return a text between tags: spaces count in code only."""
        before = self._paragraph() if text.strip() else ""
        self.line += text.count("\n")
        escaped = text.replace("<", "&lt;")
        return before + (escaped if self.code else SPACES.sub(" ", escaped))

    def _paragraph(self) -> str:
        """Begin a paragraph where text or what stands in lines would stand in a block by itself."""
        if not self.open or any(self.open[-1].name in names for names in (LEAVES, STRUCTURE)) or self.code:
            return ""
        self._open("p")
        return f'<p data-tight="yes" data-line="{self.line}">'

    def _lines(self, start: int, end: int) -> str:
        """Return the line ends of a stretch that is left out or written anew, and count them."""
        count = self.source.count("\n", start, end)
        self.line += count
        return "\n" * count

    def _after(self, end: str, position: int) -> int:
        """Return where a comment or a script has ended."""
        at = self.lowered.find(end, position)
        if at < 0:
            raise page_problem("The comment or script that begins here never ends. Close it, or remove it.", self.line)
        return at + len(end) if end == "-->" else at

    def _opened(self, name: str, found: re.Match[str]) -> str:
        """Open a tag, after closing those that end where it begins."""
        self.tags += 1
        if self.tags > MAX_PAGE_TAGS:
            raise page_problem(
                f"This page has more than {MAX_PAGE_TAGS} tags. Divide it, or import its source.", self.line
            )
        before = "".join(self._ended(kind, borders) for kind, (openers, borders) in ENDED_BY.items() if name in openers)
        if name in INLINE:
            before += self._paragraph()
        tag = f"{before}<{name}{_attributes(found['attributes'])}>"
        if name in VOID:
            return tag
        if found["attributes"].endswith("/") and (name == "flashcard" or "-" in name):
            return f"{tag}</{name}>"
        self._open(name)
        return tag

    def _open(self, name: str) -> None:
        if len(self.open) >= MAX_PAGE_DEPTH:
            raise page_problem("The tags on this page are nested too deeply to be read.", self.line)
        self.open.append(_Open(name, self.line))
        self.code += name == "pre"

    def _ended(self, kind: str, borders: frozenset[str]) -> str:
        """Close an open tag of a kind, unless the border of a list or table stands between."""
        for one in reversed(self.open):
            if one.name == kind:
                return self._closed(kind)
            if one.name in borders:
                break
        return ""

    def _closed(self, name: str) -> str:
        """Close a tag and all that were opened in it; the end of a tag that is not open says nothing."""
        if not any(one.name == name for one in self.open):
            return ""
        closed: list[str] = []
        while not closed or closed[-1] != name:
            one = self.open.pop()
            self._check(one, name)
            self.code -= one.name == "pre"
            closed.append(one.name)
        return "".join(f"</{one}>" for one in closed)

    def _end(self) -> str:
        for one in self.open:
            self._check(one, "")
        return self._closed(self.open[0].name) if self.open else ""

    def _check(self, one: _Open, closed_by: str) -> None:
        """Refuse a tag that would take what follows it for its own content."""
        if one.name in HIDING and one.name != closed_by:
            raise page_problem(f"This <{one.name}> is never closed. Close it with </{one.name}>.", one.line)


def _attributes(source: str) -> str:
    """Return a tag's attributes, each in quotation marks and in one line."""
    return "".join(
        f' {name.lower()}="{_value(value)}"' for name, value in ATTRIBUTE.findall(source) if NAME.fullmatch(name)
    )


def _value(source: str) -> str:
    text = source[1:-1] if source[:1] in ("'", '"') else source
    return text.replace('"', "&quot;").replace("<", "&lt;").replace("\n", "&#10;")
