"""Turns what pages write in HTML or JSX between Markdown into Markdown, outside code."""

import html
import re
from collections.abc import Callable, Mapping

from apps.formats.practice_page.markdown.syntax import attributes
from apps.formats.practice_page.markdown.syntax.blocks import clean, end_of_fence
from apps.formats.practice_page.markdown.syntax.markup import PARAGRAPH_END, ends_of_code
from apps.formats.problems import ImportProblem
from apps.formats.text.html.tree_to_markdown import CODE, EMPHASIS, subscript, superscript

MARK = re.compile(
    r"""
    \\.
    | (?P<ticks>`+)
    | (?<!\{)\{\s*(?P<quote>['"])(?P<literal>[^\w'"\n]{1,10})(?P=quote)\s*\}(?!\})
    | <(?P<closing>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])
    """,
    re.VERBOSE | re.DOTALL,
)
COMPONENT = re.compile(r"[ \t]*</?[A-Z][\w.]*(?:\s[^<>]*)?(?<!/)>[ \t]*")
DROPPED = {"span", "font", "u", "small", "big"}
PARAGRAPHS = {"p", "div", "center", "section", "article", "blockquote", "ul", "ol"}
HEADINGS = {f"h{level}": f"\n\n{'#' * level} " for level in range(1, 7)}
FORMATTING = re.compile(r"[*_`\[\]\\]")


def markdown(text: str) -> str:
    """Return a text in which known HTML and JSX has become Markdown; what is not known stays as it is."""
    if "<" not in text and "{" not in text:
        return text
    return _Converter().converted(text)


def without_html(text: str) -> str:
    """Return one line of Markdown without tags and marks of emphasis: the text of a heading or a summary."""
    return " ".join(re.sub(r"\*\*|__", "", markdown(text)).split())


class _Converter:
    """Copies a text; an opening tag waits in `out` as it was written until its closing one comes."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open_tags: dict[str, tuple[int, Mapping[str, str]]] = {}
        self.line_begins_with = ""
        self.touched = False

    def converted(self, text: str) -> str:
        lines, index, prose = text.split("\n"), 0, list[str]()
        while index < len(lines):
            end = end_of_fence(lines, index)
            if end is None:
                prose.append("" if COMPONENT.fullmatch(lines[index]) else lines[index])
                index += 1
                continue
            self._stretch(prose)
            self.out.append("\n".join(lines[index:end]) + "\n")
            index, prose = end, []
        self._stretch(prose)
        result = "".join(self.out).removesuffix("\n")
        return clean(_without_double_gaps(result.split("\n"))) if self.touched else result

    def _stretch(self, lines: list[str]) -> None:
        """Convert lines without fenced code."""
        text = "".join(f"{line}\n" for line in lines)
        ends, position = ends_of_code(text, PARAGRAPH_END), 0
        while found := MARK.search(text, position):
            self._copy(text[position : found.start()])
            position = found.end()
            if found["ticks"] and found.start() in ends:
                position = ends[found.start()]
                self._copy(text[found.start() : position])
            elif found["literal"]:
                self.out.append(_literal(found["literal"]))
            elif found["tag"]:
                position = self._tag(text, found)
            else:
                self.out.append(found[0])
        self._copy(text[position:])

    def _copy(self, text: str) -> None:
        self.out.append(text)
        if "\n" in text:
            self.line_begins_with = text.rsplit("\n", 1)[1].lstrip()[:1]
        elif not self.line_begins_with:
            self.line_begins_with = text.lstrip()[:1]

    def _tag(self, text: str, found: re.Match[str]) -> int:
        """Convert one tag and return where the text goes on."""
        try:
            values, end, _empty = attributes.read(text, found.end(), 0)
        except ImportProblem:
            self.out.append(found[0])
            return found.end()
        name = found["tag"].lower()
        if name == "br":
            return self._line_break(text, end)
        if name in AROUND:
            self._around(name, values, text[found.start() : end], closing=bool(found["closing"]))
        else:
            self._alone(name, values, text[found.start() : end], closing=bool(found["closing"]))
        return end

    def _line_break(self, text: str, end: int) -> int:
        """Break a line where something is before and after it; a row of a table and a heading are one line."""
        end += text.startswith("\n", end)
        if self.line_begins_with in ("|", "#"):
            self.out.append(" ")
        elif not self.line_begins_with or not text[end : end + 1].strip("\n"):
            self._break("\n")
        else:
            self._copy("\\\n")
        return end

    def _alone(self, name: str, values: Mapping[str, str], source: str, *, closing: bool) -> None:
        """Replace a tag that needs no partner."""
        if name == "img":
            self.out.append(f"![{values.get('alt', '')}]({values.get('src', '')})")
        elif name in HEADINGS or name == "li":
            opening = HEADINGS.get(name, "\n- ")
            self._break("\n" if closing else opening)
        elif name in PARAGRAPHS:
            self._break("\n\n")
        elif name == "hr":
            self._break("\n\n---\n\n")
        elif name not in DROPPED:
            self.out.append(source)

    def _break(self, text: str) -> None:
        self.touched = True
        self.out.append(text)

    def _around(self, name: str, values: Mapping[str, str], source: str, *, closing: bool) -> None:
        """Keep an opening tag until its partner comes, and put the Markdown for both around what is between."""
        if not closing:
            self.open_tags[name] = (len(self.out), values)
            self.out.append(source)
            return
        if name not in self.open_tags:
            self.out.append(source)
            return
        start, values = self.open_tags.pop(name)
        content = "".join(self.out[start + 1 :])
        del self.out[start:]
        self.open_tags = {other: where for other, where in self.open_tags.items() if where[0] < start}
        in_pre = name == "code" and "pre" in self.open_tags
        self.out.append(content if in_pre else _wrapped(name, content, values))


def _without_double_gaps(lines: list[str]) -> list[str]:
    """Return lines with single blank ones between paragraphs; code keeps its own."""
    result: list[str] = []
    index = 0
    while index < len(lines):
        end = end_of_fence(lines, index) or index + 1
        if end > index + 1 or lines[index].strip() or (result and result[-1].strip()):
            result.extend(lines[index:end])
        index = end
    return result


def _wrapped(name: str, content: str, values: Mapping[str, str]) -> str:
    """Return Markdown for a pair of tags; one around several paragraphs has no meaning in Markdown."""
    inner = content.strip()
    if name == "pre":
        return f"\n\n```\n{html.unescape(content).strip('\n')}\n```\n\n"
    if not inner or "\n\n" in content or "```" in inner:
        return content
    before, after = content[: len(content) - len(content.lstrip())], content[len(content.rstrip()) :]
    return f"{before}{AROUND[name](inner, values)}{after}"


def _marks(marks: str) -> Callable[[str, Mapping[str, str]], str]:
    return lambda inner, _values: f"{marks}{inner}{marks}"


def _code(inner: str, _values: Mapping[str, str]) -> str:
    text = html.unescape(inner)
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _link(inner: str, values: Mapping[str, str]) -> str:
    return f"[{inner}]({values['href']})" if "href" in values else inner


AROUND: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    **{name: _marks(mark) for name, mark in EMPHASIS.items()},
    **dict.fromkeys(CODE, _code),
    "pre": _code,
    "a": _link,
    "sup": lambda inner, _values: superscript(inner),
    "sub": lambda inner, _values: subscript(inner),
}


def _literal(text: str) -> str:
    """Return what a JSX expression such as {'*'} shows, so that Markdown shows it too."""
    return FORMATTING.sub(lambda mark: f"\\{mark[0]}", text)
