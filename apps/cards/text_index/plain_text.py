"""The words of a note's Markdown without its marks, and both folded so that accents and capitals do not matter."""

import re
import unicodedata
from typing import NamedTuple

from apps.cards.kinds.kind import NoteTexts
from apps.cards.kinds.registry import OCCLUSION

MARKED = re.compile(r"[\\`*_~\[\]<&{#=|:$>+-]|^\s*\d", re.MULTILINE)  # where a text may hold a mark at all
VERBATIM = re.compile(r"(?P<fence>`{1,3})(?P<code>[^`]+)(?P=fence)|\$\$?(?P<formula>[^$\s](?:[^$]*[^$\s])?)\$\$?")
BLANK_OPENS = re.compile(r"\{\{c\d{1,4}::")
OPEN, CLOSE = "\ue100", "}}"
HINT = re.compile(r"::[^{}:]{0,500}\}\}")
MARKS = (
    (re.compile(r"\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,500}\")?\)"), "]"),  # where a link leads
    (re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,20}(?:\s[^<>]{0,500})?/?>"), ""),
    (re.compile(r"^[ \t]*(?:#{1,6}[ \t]|>|[-+*][ \t]|\d{1,9}[.)][ \t]|:[ \t]|={3,}$)[ \t]*", re.MULTILINE), ""),
    (re.compile(r"\|(?:[ :]*-{3,}[ :|-]*)?"), " "),  # cells of a table
    (re.compile(r"!?\[|\]"), ""),
    (re.compile(r"(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~|`"), ""),
)
ENTITY = re.compile(r"&(amp|lt|gt|quot|nbsp|#39|#34);")
ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": " ", "#39": "'", "#34": '"'}
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
HIDDEN = 0xE000  # what a backslash keeps waits in the private area while marks are removed
SHOWN = {code + HIDDEN: code for code in range(0x21, 0x7F)}

ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]+")
UNCOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})


class SearchText(NamedTuple):
    """The texts of a note as they are searched. The right choice is a part of the back, as on its card."""

    front: str
    back: str
    extra: str
    tags: str


def search_text(note: NoteTexts, kind: str, tags: str) -> SearchText:
    """Return what is searched of a note; masks over a picture are numbers and nothing to search for."""
    back = "" if kind == OCCLUSION else f"{note.label}\n{plain_text(note.back)}"
    return SearchText(fold(plain_text(note.front)), fold(back), fold(plain_text(note.extra)), fold_tags(tags))


def plain_text(markdown: str) -> str:
    """Return the words of a Markdown text as a reader sees them, and its formulas and code as they are written."""
    if not MARKED.search(markdown):
        return markdown
    text = _without_blanks(markdown) if "{{c" in markdown else markdown
    pieces, start = [], 0
    for verbatim in VERBATIM.finditer(text):
        pieces += [_without_marks(text[start : verbatim.start()]), verbatim["code"] or verbatim["formula"]]
        start = verbatim.end()
    return "".join([*pieces, _without_marks(text[start:])])


def _without_blanks(text: str) -> str:
    """Return the text of a cloze with its answers in their places."""
    return HINT.sub(CLOSE, BLANK_OPENS.sub(OPEN, text)).replace(OPEN, "").replace(CLOSE, "")


def _without_marks(text: str) -> str:
    text = ESCAPED.sub(lambda match: chr(ord(match[1]) + HIDDEN), text)
    for pattern, replacement in MARKS:
        text = pattern.sub(replacement, text)
    return ENTITY.sub(lambda match: ENTITIES[match[1]], text).translate(SHOWN)


def fold(text: str) -> str:
    """Return a text without what a search ignores: capitals, accents, the width of letters, and spaces in a row."""
    return " ".join(fold_characters(text).split())


def fold_characters(text: str) -> str:
    """Return a text without capitals, accents and the width of letters; its spaces stay."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return unicodedata.normalize("NFC", ACCENTS.sub("", decomposed).translate(UNCOMPOSED))


def fold_tags(tags: str) -> str:
    """Return tags as they are searched, with a space before and after each."""
    folded = fold(tags)
    return f" {folded} " if folded else ""
