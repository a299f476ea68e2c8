"""The one door from an author's Markdown to HTML that a page may show.

Markdown becomes HTML without any HTML of the author's own, nh3 lets only listed tags through, and formulas, which
we render ourselves, are put in after that. Nothing else in the project declares HTML safe.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import unquote

import nh3
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from apps.cards import formulas
from apps.cards.kinds.cloze_blanks import HIDDEN, MARKERS, SHOWN, marked
from apps.formats.text.markdown_syntax import FIRST, SYNTAX_CHARACTERS, WORDS, parser

TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "del", "sub", "sup", "mark", "a", "code", "span"),
    *("blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
CLASSES = {
    "span": {"cloze", *STANDARD_TYPES.values()} - {""},
    "mark": {"cloze"},
    "th": {"left", "center", "right"},
    "td": {"left", "center", "right"},
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "code": {"title"}}
NO_TEXT = "…"
MEDIA_SCHEME = "media:"  # of pictures and sounds in stored HTML: no URL of this site is stored
IMAGE, SOUND = f'<img src="{MEDIA_SCHEME}', f'<audio src="{MEDIA_SCHEME}'
ELSEWHERE = re.compile(r"[/:]")  # in an address that is no name of a file
# What needs no parser, and that is most fields: words, or lines of words, some of them in bold.
PLAIN = re.compile(rf"[^\W\d_][^{SYNTAX_CHARACTERS}]*+(?<!\s)")
LINE = rf"(?:{FIRST}{WORDS}|\*\*{FIRST}{WORDS}\*\*)(?:\x20(?:{WORDS}|\*\*{FIRST}{WORDS}\*\*))*+"
LINES = re.compile(rf"{LINE}(?:(?:\\?\n|\n\n){LINE})*+")
BOLD = re.compile(r"\*\*([^*]++)\*\*")
MARKDOWN_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")  # all that CommonMark lets a backslash take its meaning from
SHOWN_OF_FORMULA = 80  # characters of a formula that a problem quotes


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, and sentences on what could not be read (a formula with an unknown command)."""

    html: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class MediaReference:
    """A picture or a sound of a deck, by the name of its file; a sound has no size."""

    file_name: str
    width: int = 0
    height: int = 0

    def markup(self, description: str, name: str) -> str:
        """Return the HTML that shows it; `with_media_urls` gives it its URL when it is shown on a page."""
        label = escapeHtml(_plain_markers(description) or name)
        if self.width:
            size = f'width="{self.width}" height="{self.height}"'
            return f'{IMAGE}{self.file_name}" alt="{label}" {size} loading="lazy">'
        return f'{SOUND}{self.file_name}" controls preload="none" aria-label="{label}"></audio>'


type MediaByName = Mapping[str, MediaReference]  # by the names that notes call them
NO_MEDIA: MediaByName = {}


@dataclass
class Ours:
    """What we make ourselves while Markdown is rendered: formulas, media. It is kept aside until cleaning is over."""

    media: MediaByName = field(default_factory=dict)
    key: str = field(default_factory=lambda: f"ours{secrets.token_hex(8)}")
    html: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def formula(self, latex: str, *, display: bool) -> str:
        """Render the formula and return the plain word that stands for it."""
        return self._keep(self._rendered(latex.strip(), display))

    def medium(self, address: str, description: str) -> str:
        """Return the word that stands for a picture or a sound of the deck; of another one, what it is called."""
        name = name_of(address)
        if found := self.media.get(name):
            return self._keep(found.markup(description, name))
        return escapeHtml(description or ("" if ELSEWHERE.search(name) else name))

    def _keep(self, html: str) -> str:
        self.html.append(html)
        return f"{self.key}x{len(self.html) - 1}x"

    def put_back(self, html: str) -> str:
        """Return the cleaned HTML with all of it in its place."""
        if not self.html:
            return html
        return re.sub(rf"{self.key}x(\d+)x", lambda match: self.html[int(match[1])], html)

    def _rendered(self, latex: str, display: bool) -> str:
        try:
            return formulas.mathml(latex, display=display)
        except formulas.UnreadFormula as unread:
            return self._unread(latex, str(unread))

    def _unread(self, latex: str, reason: str) -> str:
        """Note the problem, and keep the formula as code."""
        shown = latex if len(latex) <= SHOWN_OF_FORMULA else f"{latex[:SHOWN_OF_FORMULA]}{NO_TEXT}"
        self.problems.append(f"The formula ${shown}$ cannot be read: {reason}")
        return f'<code title="This formula cannot be read">{escapeHtml(latex)}</code>'


def name_of(address: str) -> str:
    """Return the name of the picture or sound that an address in Markdown stands for."""
    return unicodedata.normalize("NFC", unquote(address))


def render(text: str, *, blank: int | None = None, reveal: bool = False, media: MediaByName = NO_MEDIA) -> Rendered:
    """Return an author's Markdown as safe HTML, with those pictures and sounds that `media` has by their names.

    With `blank`, the text is a cloze: the blanks of that number are hidden, or marked when `reveal`. Raises
    ClozeError where the blanks cannot be read.
    """
    if PLAIN.fullmatch(text):
        return Rendered(f"<p>{text}</p>")
    text = text.translate(MARKERS).replace("\0", "")
    if not text.strip():
        return Rendered("")
    if LINES.fullmatch(text):
        return Rendered(_of_lines(text))
    if blank is not None:
        text = marked(text, blank, reveal=reveal)
    ours = Ours(media)
    html = _markdown().render(text, {"ours": ours})
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, link_rel="noopener nofollow")
    return Rendered(ours.put_back(_plain_markers(cleaned)).strip(), tuple(ours.problems))


def _of_lines(text: str) -> str:
    """Return the HTML of what `LINES` matches."""
    html = BOLD.sub(r"<strong>\1</strong>", text).replace("\\\n", "<br>\n").replace("\n\n", "</p>\n<p>")
    return f"<p>{html}</p>"


def emphasised(text: str) -> str:
    """Return plain text as Markdown that shows exactly it, in bold."""
    return f"**{MARKDOWN_SIGNS.sub(r'\\\g<0>', ' '.join(text.split()))}**" if text.strip() else ""


def answered(label: str, why: str) -> str:
    """Return the HTML of an answer: the label in bold, then the reason, whose HTML `render` made."""
    name = f"<strong>{escapeHtml(label)}</strong>"
    if not why.startswith("<p>"):
        return f"<p>{name}</p>\n{why}".strip()
    first = why.removeprefix("<p>")
    return f"<p>{name}{'' if first.startswith('(') else '.'} {first}"


def trusted(html: str) -> SafeString:
    """Return HTML that `render` made as one that pages show as it is; nothing else may pass through here."""
    return mark_safe(with_media_urls(html))  # noqa: S308 - cleaned when the note was saved


def trusted_on_paper(html: str) -> SafeString:
    """Return HTML that `render` made for a template that is printed.

    Pictures keep the scheme under which they are stored, `media:<sha256>.<extension>`: whoever prints resolves it to
    files (`apps.cards.media_storage.local_copy`).
    """
    return mark_safe(html)  # noqa: S308 - cleaned when the note was saved


def with_media_urls(html: str) -> str:
    """Return HTML as it is stored with the URLs of its pictures and sounds, which are where the site is now.

    Only tags of ours begin so: an author's `<` is `&lt;`.
    """
    if MEDIA_SCHEME not in html:
        return html
    media = f"{get_script_prefix()}media/"
    for tag in (IMAGE, SOUND):
        html = html.replace(tag, tag.replace(MEDIA_SCHEME, media))
    return html


@cache
def _markdown() -> MarkdownIt:
    md = parser(highlight=_highlighted)
    for marker in SHOWN + HIDDEN:
        md.inline.add_terminator_char(marker)
    md.inline.ruler.before("escape", "cloze", _cloze_rule)
    md.core.ruler.push("table_alignment", _alignment_as_class)
    md.add_render_rule("cloze_hidden", _hidden_blank)
    md.add_render_rule("image", _image)
    md.add_render_rule("math_inline", _formula(display=False))
    for kind in ("math_inline_double", "math_block", "math_block_label"):
        md.add_render_rule(kind, _formula(display=True))
    return md


def _highlighted(code: str, language: str, _attributes: str) -> str:
    """Return the code with Pygments' classes, or nothing where its language is unknown."""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))


def _cloze_rule(state: StateInline, silent: bool) -> bool:
    """Read an answer or a hint between the markers that cloze.py set."""
    opening = state.src[state.pos]
    if opening not in (SHOWN[0], HIDDEN[0]):
        return False
    closing = SHOWN[1] if opening == SHOWN[0] else HIDDEN[1]
    end = _matching(state.src, state.pos, state.posMax, opening, closing)
    if end is None:
        return False
    if not silent:
        _push_blank(state, end, hidden=opening == HIDDEN[0])
    state.pos = end + 1
    return True


def _matching(text: str, start: int, stop: int, opening: str, closing: str) -> int | None:
    depth = 0
    for position in range(start, stop):
        depth += (text[position] == opening) - (text[position] == closing)
        if depth == 0:
            return position
    return None


def _push_blank(state: StateInline, end: int, *, hidden: bool) -> None:
    if hidden:
        state.push("cloze_hidden", "span", 0).content = state.src[state.pos + 1 : end]
        return
    outer_end = state.posMax
    state.push("cloze_open", "mark", 1).attrs = {"class": "cloze"}
    state.pos, state.posMax = state.pos + 1, end
    state.md.inline.tokenize(state)
    state.push("cloze_close", "mark", -1)
    state.posMax = outer_end


def _hidden_blank(_self: RendererHTML, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    return f'<span class="cloze">[{escapeHtml(tokens[index].content or NO_TEXT)}]</span>'


def _image(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: object, env: MutableMapping[str, Any]
) -> str:
    """Show an image that its deck holds; of any other, what it says of itself: none is loaded from elsewhere."""
    word: str = env["ours"].medium(str(tokens[index].attrGet("src")), tokens[index].content)
    return word


def _formula(*, display: bool) -> Callable[..., str]:
    def rule(
        _self: RendererHTML, tokens: Sequence[Token], index: int, _options: object, env: MutableMapping[str, Any]
    ) -> str:
        word = env["ours"].formula(tokens[index].content, display=display)
        return f"<p>{word}</p>" if tokens[index].block else word

    return rule


def _alignment_as_class(state: Any) -> None:
    """Say a table cell's alignment by a class, since no style passes the cleaning."""
    for token in state.tokens:
        style = token.attrGet("style")
        if token.type in ("th_open", "td_open") and style:
            token.attrSet("class", style.removeprefix("text-align:"))


def _plain_markers(html: str) -> str:
    """Show blanks that stand where no <mark> can (in code, across paragraphs) as plain text."""
    bracketed = html.replace(HIDDEN[0] + HIDDEN[1], f"[{NO_TEXT}]")
    return bracketed.replace(HIDDEN[0], "[").replace(HIDDEN[1], "]").translate(MARKERS)
