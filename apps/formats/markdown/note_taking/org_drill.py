"""Reads Org files with cards of org-drill: headings with the tag :drill:, the answer in a heading below."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from apps.cards.kinds.registry import BASIC, CLOZE, REVERSED
from apps.formats.losses import Losses
from apps.formats.markdown.syntax import blanks
from apps.formats.messages import ngettext
from apps.formats.problems import Place
from apps.formats.records import UNTITLED, DeckRecord, NoteRecord, SectionRecord

HEADING = re.compile(r"(?P<stars>\*+)[ \t]+(?P<title>.*?)(?:[ \t]+(?P<tags>:[\w@#%:]+:))?[ \t]*\Z")
IS_ORG = re.compile(r"^\*+[ \t][^\n]*:drill:", re.MULTILINE)
TITLE = re.compile(r"^#\+title:[ \t]*(?P<title>.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
DRAWER = re.compile(r"[ \t]*:[\w-]+:.*\Z")  # a line of properties
PLANNING = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED):|[ \t]*#\+")
TWO_SIDED = re.compile(r":DRILL_CARD_TYPE:[ \t]+(?:twosided|multisided)", re.IGNORECASE)
CODE = re.compile(r"(?<![\w=~])([=~])(?P<code>\S(?:[^=~\n]*\S)?)\1(?![\w=~])")
BOLD = re.compile(r"(?<![\w*])\*(?P<text>\S(?:[^*\n]*\S)?)\*(?![\w*])")
ITALIC = re.compile(r"(?<![\w/:])/(?P<text>\S(?:[^/\n]*\S)?)/(?![\w/])")
LINK = re.compile(r"\[\[(?P<url>[^\[\]\n]+)\](?:\[(?P<text>[^\[\]\n]+)\])?\]")
HINT = re.compile(r"(?P<blank>\{\{c\d{1,4}::[^{}|\n]+)\|\|(?P<hint>[^{}|\n]+)\}\}")  # "[blank||hint]"
NO_ANSWER = ngettext(
    "A card without an answer. Write it under a heading below, or hide a part of the question in [brackets].",
    "{count} cards have no answer: {places}. Write it under a heading below, or hide a part of the question in "
    "[brackets].",
    1,
)


@dataclass
class _Item:
    """A heading with :drill:, its text, and the headings right below it with theirs."""

    title: str
    level: int
    number: int
    is_two_sided: bool = False
    lines: list[str] = field(default_factory=list)
    below: list[list[str]] = field(default_factory=list)


def read(text: str) -> DeckRecord | None:
    """Return the deck of an Org file; None for a text without such cards."""
    if not IS_ORG.search(text):
        return None
    notes: list[NoteRecord] = []
    losses = Losses()
    for item in _items(text):
        note = _note(item)
        if note.kind == CLOZE or note.back:
            notes.append(note)
        else:
            losses.add(NO_ANSWER, Place(line=item.number))
    title = TITLE.search(text)
    return DeckRecord(
        title=title["title"] if title else "",
        sections=(SectionRecord(UNTITLED),),
        notes=tuple(notes),
        warnings=tuple(losses.warnings()),
    )


def _items(text: str) -> Iterator[_Item]:
    item: _Item | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        heading = HEADING.match(line)
        if heading and item and len(heading["stars"]) > item.level:
            item.below.append([])
        elif heading:
            if item:
                yield item
            is_card = ":drill:" in (heading["tags"] or "")
            item = _Item(heading["title"].strip(), len(heading["stars"]), number) if is_card else None
        elif item and DRAWER.match(line):
            item.is_two_sided = item.is_two_sided or bool(TWO_SIDED.search(line))
        elif item and not PLANNING.match(line):
            (item.below[-1] if item.below else item.lines).append(line)
    if item:
        yield item


def _note(item: _Item) -> NoteRecord:
    """Return the note of a card: its text asks, or its title where it has none."""
    place = Place(line=item.number)
    text, below = _markdown(item.lines), [_markdown(lines) for lines in item.below]
    if item.is_two_sided and len(below) > 1:
        return NoteRecord(below[0], below[1], REVERSED, place=place)
    answer = "\n\n".join(filter(None, below))
    front = text or _markdown([item.title])
    if not answer and (hidden := blanks.numbered(front)) != front:
        return NoteRecord(HINT.sub(r"\g<blank>::\g<hint>}}", hidden), "", CLOZE, place=place)
    return NoteRecord(front, answer, BASIC, place=place)


def _markdown(lines: list[str]) -> str:
    """Return lines of Org as Markdown: code, bold, italics and links."""
    text = "\n".join(line.strip() for line in lines).strip("\n")
    text = BOLD.sub(r"**\g<text>**", text)
    text = ITALIC.sub(r"*\g<text>*", text)
    text = CODE.sub(r"`\g<code>`", text)
    return LINK.sub(lambda found: f"[{found['text'] or found['url']}]({found['url']})", text)
