"""Our Markdown as the HTML of Anki's fields, of which `html.markdown` makes the same Markdown again."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from urllib.parse import unquote

from apps.cards.kinds import cloze_blanks
from apps.cards.kinds.cloze_blanks import Blank, Pieces
from apps.formats.text.markdown_syntax import converter

# a line that is only text, and begins nothing but a paragraph
ONLY_TEXT = re.compile(r"(?!\d{1,9}[.)])(?:[^\W_]|\{\{c)[^\\`*_\[\]<>&$~|\x00-\x1f\x7f-\xa0\ue000-\ue003]*+(?<!\s)")
BLANK = re.compile(r"\{\{c\d")
CLOSING = re.compile(r"\}(?=\}|$)")
BEGINS_FORMULA = re.compile(r"(?:\\(?=[(\[])|\[(?=/?(?:\$\$?|latex)\]))")
CODE = re.compile(r"<code[^<>]*>[^<]*</code>")
NO_NAME = re.compile(r"[/\\:]")
AUDIO = (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".aac", ".flac")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
INKS = {
    "red": "#c62828",
    "orange": "#c65f00",
    "yellow": "#a08000",
    "green": "#2e7d32",
    "blue": "#1565c0",
    "purple": "#6a1b9a",
    "gray": "#757575",
}
GROUNDS = {
    "red": "#ffcdd2",
    "orange": "#ffe0b2",
    "yellow": "#fff59d",
    "green": "#c8e6c9",
    "blue": "#bbdefb",
    "purple": "#e1bee7",
    "gray": "#dddddd",
}


def html(markdown: str) -> str:
    """Return Markdown as the HTML of a field. Blanks stay as they are written, for Anki has the same ones."""
    text = with_closing_braces_apart(markdown) if BLANK.search(markdown) else markdown
    return text if ONLY_TEXT.fullmatch(text) else converted(text)


def converted(markdown: str) -> str:
    """Return Markdown as HTML, in which a paragraph that is all of it has no tag."""
    found = _convert()(markdown.replace("\0", "").translate(cloze_blanks.MARKERS)).strip()
    found = CODE.sub(lambda code: _without_formulas(code[0]), found)
    is_one = found.startswith("<p>") and found.endswith("</p>") and found.count("<p>") == 1
    return found.removeprefix("<p>").removesuffix("</p>") if is_one else found


def with_closing_braces_apart(text: str) -> str:
    """Return a text with blanks in which no braces but their own close them: Anki takes any two for the end."""
    try:
        return _written(cloze_blanks.parse(text))
    except cloze_blanks.ClozeError:
        return text


def _written(pieces: Pieces) -> str:
    return "".join(piece if isinstance(piece, str) else _blank(piece) for piece in pieces)


def _blank(blank: Blank) -> str:
    inside = [_apart(each) if isinstance(each, str) else _blank(each) for each in blank.content]
    if blank.hint:
        inside.append(f"::{_apart(blank.hint)}")
    return f"{{{{c{blank.number}::{''.join(inside)}}}}}"


def _apart(text: str) -> str:
    """Return a text with a space after each brace that closes another one, or precedes the end of its blank."""
    return CLOSING.sub("} ", text)


@cache
def _convert() -> Callable[[str], str]:
    shown = _formula(r"\[", r"\]")
    return converter(
        {
            "text": _text,
            "image": _image,
            "html_inline": _listed_tag,
            "math_inline": _formula(r"\(", r"\)"),
            "math_inline_double": shown,
            "math_block": shown,
            "math_block_label": shown,
        }
    )


def _text(content: str, _attributes: Mapping[str, object]) -> str:
    return _without_formulas(escape(content, quote=False))


def _listed_tag(html: str, _attributes: Mapping[str, object]) -> str:
    """Return a tag with its color as a style, for Anki has no classes of ours."""
    name, class_, color = html[1:-1].partition(' class="')
    if not class_:
        return html
    color = color.removesuffix('"')
    declared = f"color: {INKS[color]}" if name == "span" else f"background-color: {GROUNDS[color]}"
    return f'<{name} style="{declared}">'


def _without_formulas(html: str) -> str:
    """Return text of which Anki takes nothing for a formula: a tag without effect cuts each beginning in two."""
    return BEGINS_FORMULA.sub(r"\g<0><span></span>", html)


def _formula(opening: str, closing: str) -> Callable[[str, Mapping[str, object]], str]:
    return lambda content, _attributes: f"{opening}{escape(content.strip(), quote=False)}{closing}"


def _image(description: str, attributes: Mapping[str, object]) -> str:
    """Return a picture or a sound that the deck has; of one that is elsewhere the description."""
    name, description = unquote(str(attributes.get("src", ""))), ESCAPED.sub(r"\1", description)
    if not name or NO_NAME.search(name):
        return escape(description, quote=False)
    if name.lower().endswith(AUDIO):
        return f"[sound:{escape(name, quote=False)}]"
    return f'<img src="{escape(name)}" alt="{escape(description)}">'
