"""Renders an author's Markdown as safe HTML, without any HTML of the author's own."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from apps.cards.kinds.cloze_blanks import HIDDEN, MARKERS, SHOWN, marked
from apps.cards.rendering.media_tags import NO_MEDIA, MediaByName
from apps.cards.rendering.own_markup import OwnMarkup
from apps.cards.rendering.sanitize import sanitize
from apps.formats.text.markdown_syntax import FIRST, SYNTAX_CHARACTERS, WORDS, as_written, is_readable, parser

NO_HINT = "…"
MAX_HIGHLIGHTED = 10_000  # characters of a text whose code has colors: the patterns that find them have no bound
# What needs no parser, and that is most fields: words, or lines of words, some of them in bold.
PLAIN = re.compile(rf"[^\W\d_][^{SYNTAX_CHARACTERS}]*+(?<!\s)")
LINE = rf"(?:{FIRST}{WORDS}|\*\*{FIRST}{WORDS}\*\*)(?:\x20(?:{WORDS}|\*\*{FIRST}{WORDS}\*\*))*+"
LINES = re.compile(rf"{LINE}(?:(?:\\?\n|\n\n){LINE})*+")
BOLD = re.compile(r"\*\*([^*]++)\*\*")
ESCAPABLE = re.compile(r"[!-/:-@\[-`{-~]")  # the characters whose meaning a backslash takes away in CommonMark


@dataclass(frozen=True)
class RenderedMarkdown:
    """Safe HTML, and sentences about what could not be read (a formula with an unknown command)."""

    html: str
    problems: tuple[str, ...] = ()


def render(
    text: str, *, blank: int | None = None, reveal: bool = False, media: MediaByName = NO_MEDIA
) -> RenderedMarkdown:
    """Return an author's Markdown as safe HTML, with those pictures and sounds that `media` has by their names.

    With `blank`, the text is a cloze: the blanks of that number are hidden, or marked when `reveal`. Raises
    ClozeError where the blanks cannot be read.
    """
    if PLAIN.fullmatch(text):
        return RenderedMarkdown(f"<p>{text}</p>")
    text = text.translate(MARKERS).replace("\0", "").replace("\v", "\\\n")
    if not text.strip():
        return RenderedMarkdown("")
    if LINES.fullmatch(text):
        return RenderedMarkdown(_html_of_lines(text))
    if blank is not None:
        text = marked(text, blank, reveal=reveal)
    if not is_readable(text):
        return RenderedMarkdown(_without_markers(as_written(text)), (_too_many_marks(),))
    own = OwnMarkup(media)
    html = sanitize(_markdown(highlights=len(text) <= MAX_HIGHLIGHTED).render(text, {"own": own}))
    return RenderedMarkdown(own.insert_into(_without_markers(html)).strip(), tuple(own.problems))


def _too_many_marks() -> str:
    return _("This has too many lines or signs of Markdown, so it is shown as it is written. Split the card.")


def _html_of_lines(text: str) -> str:
    """Return the HTML of what `LINES` matches."""
    html = BOLD.sub(r"<strong>\1</strong>", text).replace("\\\n", "<br>\n").replace("\n\n", "</p>\n<p>")
    return f"<p>{html}</p>"


def bold(text: str) -> str:
    """Return plain text as Markdown that shows exactly it, in bold."""
    return f"**{ESCAPABLE.sub(r'\\\g<0>', ' '.join(text.split()))}**" if text.strip() else ""


def answer_html(label: str, reason: str) -> str:
    """Return the HTML of an answer: the label in bold, then the reason, HTML that `render` made."""
    bold_label = f"<strong>{escapeHtml(label)}</strong>"
    if not reason.startswith("<p>"):
        return f"<p>{bold_label}</p>\n{reason}".strip()
    first = reason.removeprefix("<p>")
    return f"<p>{bold_label}{'' if first.startswith('(') else '.'} {first}"


def reason_of(label: str, answer: str) -> str:
    """Return the HTML of an answer without the label with which `answer_html` begins it."""
    begin = f"<p><strong>{escapeHtml(label)}</strong>"
    if not label or not answer.startswith(begin):
        return answer
    rest = answer.removeprefix(begin)
    return rest.removeprefix("</p>").lstrip() if rest.startswith("</p>") else f"<p>{rest.removeprefix('.').lstrip()}"


@cache
def _markdown(*, highlights: bool) -> MarkdownIt:
    md = parser(highlight=_highlighted if highlights else None)
    for marker in SHOWN + HIDDEN:
        md.inline.add_terminator_char(marker)
    md.inline.ruler.before("escape", "cloze", _cloze_rule)
    md.core.ruler.push("table_alignment", _alignment_as_class)
    md.core.ruler.push("heading_levels", _headings_in_order)
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
    """Read an answer or a hint between the markers that cloze_blanks.py set."""
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
    return f'<span class="cloze">[{escapeHtml(tokens[index].content or NO_HINT)}]</span>'


def _image(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: object, env: Mapping[str, OwnMarkup]
) -> str:
    """Show an image that its deck holds; of any other, its description: none is loaded from elsewhere."""
    return env["own"].media_tag(str(tokens[index].attrGet("src")), _without_markers(tokens[index].content))


def _formula(*, display: bool) -> Callable[..., str]:
    def rule(
        _self: RendererHTML, tokens: Sequence[Token], index: int, _options: object, env: Mapping[str, OwnMarkup]
    ) -> str:
        placeholder = env["own"].formula(tokens[index].content, display=display)
        return f"<p>{placeholder}</p>" if tokens[index].block else placeholder

    return rule


def _alignment_as_class(state: StateCore) -> None:
    """Turn a table cell's alignment into a class, since no style is allowed."""
    for token in state.tokens:
        style = token.attrGet("style")
        if token.type in ("th_open", "td_open") and style:
            token.attrSet("class", str(style).removeprefix("text-align:"))


def _headings_in_order(state: StateCore) -> None:
    """Number headings from 2 and without a gap, as pages have a title of their own above them."""
    above: list[str] = []
    for token in state.tokens:
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(above) + 1, 6)}"


def _without_markers(text: str) -> str:
    """Show blanks where no <mark> can be (in code, across paragraphs) as plain text."""
    bracketed = text.replace(HIDDEN[0] + HIDDEN[1], f"[{NO_HINT}]")
    return bracketed.replace(HIDDEN[0], "[").replace(HIDDEN[1], "]").translate(MARKERS)
