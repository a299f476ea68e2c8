"""Reads the blocks in which notes of Obsidian are written for Anki, as comments of our own in their places.

START
Basic
What is the capital of France?
Back: Paris
Tags: geography
END

STARTI [Basic] What is the capital of France? Back: Paris ENDI
"""

import json
import re
from collections.abc import Iterator
from itertools import accumulate

from apps.cards.kinds.registry import BASIC, CLOZE, REVERSED, spelling_of
from apps.formats.markdown.syntax import blanks
from apps.formats.markdown.syntax.markdown_lexer import fenced
from apps.formats.markdown.syntax.paragraphs import with_line_ends
from apps.formats.markdown.syntax.spellings import IS_OURS

BLOCK = re.compile(
    r"^START[ \t]*\n(?P<type>[^\n]{0,100})\n(?P<text>(?:(?!(?:END|START)[ \t]*$)[^\n]*\n)*+)END[ \t]*$", re.MULTILINE
)
OPEN_BLOCK = re.compile(  # whose END is missing: it ends at a blank line
    r"^START[ \t]*\n(?P<type>(?:Basic|Cloze)\b[^\n]{0,100})\n(?P<text>(?:(?!START[ \t]*$)[^\n]+\n)*(?:[^\n]+\Z)?)",
    re.MULTILINE,
)
INLINE = re.compile(r"^[ \t]*+STARTI[ \t]++\[(?P<type>[^\[\]\n]{1,100})\](?P<text>[^\n]*?)ENDI[ \t]*+$", re.MULTILINE)
FILE_TAGS = re.compile(r"^FILE TAGS(?::|[ \t]*\n)[ \t]*(?P<tags>[^\n]*)$", re.MULTILINE)
FILE_LINE = re.compile(r"^(?:TARGET DECK|FILE TAGS)(?::[^\n]*|[ \t]*\n[^\n]*)$", re.MULTILINE)
ID = re.compile(r"<!--[ \t]*ID:[^\n]{0,100}?-->|^ID:[ \t]*\d+[ \t]*$", re.MULTILINE)
FIELD = re.compile(r"(?:^|(?<=\n))(?P<name>[^\W\d_][\w ]{0,40}):(?=\s|\Z)[ \t]*")
INLINE_FIELD = re.compile(r"(?:^|(?<=\s))(?P<name>Front|Back(?: Extra)?|Extra|Text|Question|Answer|Tags):[ \t]+")
FRONTS, BACKS = ("", "front", "text", "question"), ("back", "answer", "definition")
CURLY = re.compile(r"\{(?!\{)(?:c?(?P<number>\d{1,3})[:|])?(?P<text>[^{}\n]+)\}(?!\})")


def converted(text: str) -> str:
    """Return a text whose blocks are comments of ours, each in the line of its first one; other lines stay.

    A file with comments of ours stays as it is, and so does fenced code.
    """
    if "START" not in text or IS_OURS.search(text):
        return text
    tags = " ".join(FILE_TAGS.findall(text))
    found = text
    for pattern in (BLOCK, OPEN_BLOCK, INLINE):
        found = _without_blocks(found, pattern, tags)
    return found if found == text else FILE_LINE.sub(lambda line: "\n" * line[0].count("\n"), found)


def _without_blocks(text: str, pattern: re.Pattern[str], tags: str) -> str:
    """Return a text with comments in place of those blocks that do not begin in fenced code."""
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    code = {start for start, is_code in zip(starts, fenced(lines), strict=False) if is_code}
    return pattern.sub(lambda block: block[0] if block.start() in code else _comment(block, tags), text)


def _comment(block: re.Match[str], file_tags: str) -> str:
    is_inline = "\n" not in block[0]
    text = f"{ID.sub('', block['text'])} "
    values = _values(block["type"].strip(), text, INLINE_FIELD if is_inline else FIELD, file_tags)
    if not values["back"] and values["kind"] != spelling_of(CLOZE):
        return f"Q: {values['front']}".replace("\n", " ") + "\n" * block[0].count("\n")  # which is named there
    comment = json.dumps(values, ensure_ascii=False).replace("\u2028", " ")
    return f"<!-- note {comment} -->" + "\n" * block[0].count("\n")


def _values(type_: str, text: str, field: re.Pattern[str], file_tags: str) -> dict[str, object]:
    """Return the values of a note: its first field is the front, and what is neither front nor back is below these."""
    sides: dict[str, list[str]] = {"front": [], "back": [], "extra": [], "tags": []}
    for name, value in _fields(text, field):
        side = "front" if name in FRONTS else "back" if name in BACKS else "tags" if name == "tags" else "extra"
        if value:
            sides[side].append(value)
    if not sides["back"] and sides["extra"] and "cloze" not in type_.lower():
        sides["back"] = [sides["extra"].pop(0)]
    kind = CLOZE if "cloze" in type_.lower() else REVERSED if "revers" in type_.lower() else BASIC
    front, back, extra = (with_line_ends("\n\n".join(sides[name])) for name in ("front", "back", "extra"))
    if kind == CLOZE:
        front, extra, back = _with_blanks(front), "\n\n".join(filter(None, (back, extra))), ""
    tags = " ".join([*sides["tags"], file_tags]).replace(",", " ").split()
    return {"kind": spelling_of(kind), "front": front, "back": back, "extra": extra, "tags": tags}


def _fields(text: str, field: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of fields, in small letters, and what they hold; the first may have no name."""
    names = list(field.finditer(text))
    yield "", text[: names[0].start() if names else len(text)].strip()
    ends = [*(each.start() for each in names[1:]), len(text)]
    for each, end in zip(names, ends, strict=True) if names else ():
        yield each["name"].strip().lower(), text[each.end() : end].strip()


def _with_blanks(text: str) -> str:
    """Return a sentence with our blanks: those in single braces count from 1 where they have no number."""
    if blanks.OURS.search(text):
        return text
    numbers = iter(range(1, 1_000))
    return CURLY.sub(lambda found: f"{{{{c{found['number'] or next(numbers)}::{found['text']}}}}}", text)
