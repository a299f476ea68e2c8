"""Reads lists of words and what they mean: "1. Hund - dog", "- Hund = dog", "Hund -> dog"."""

import re
from collections import Counter
from collections.abc import Iterable, Set
from itertools import pairwise

from apps.formats.losses import Losses
from apps.formats.markdown.markdown_losses import DOUBTS, LEFT_OUT
from apps.formats.markdown.syntax.markdown_lexer import BLANK, CODE, HEADING, RULE, MarkdownLine, cut
from apps.formats.problems import ImportWarning, Place
from apps.formats.records import UNTITLED, DeckRecord, NoteRecord, SectionRecord
from apps.formats.tables.columns import role_of

ITEM = re.compile(r" {0,3}(?![-*+][ \t]+\[[ xX]\])(?:(?:[-*+•]|\d{1,4}[.)])[ \t]+)?(?P<text>\S.*)\Z")
SEPARATOR = re.compile(
    r"(?<![ \t])[ \t]++(?:(?P<dash>-{1,2}|[–—])|(?P<sign>=|→|->|=>))[ \t]++|(?P<colon>(?<=\w):)[ \t]++"
)
LABEL = re.compile(r"[*_(]*(?:[A-Za-z]|\d{1,3})[.):*_]*")  # of a choice or an answer
MAX_FRONT_LENGTH = 100
MIN_CARDS = 2

type Sides = tuple[str, str, str]  # the mark of a line, and what is before and behind it


def read(text: str) -> DeckRecord | None:
    """Return the deck of a text most of whose lines have two sides, all divided alike; None for any other."""
    _spelling, lines = cut(text)
    used = [line for line in lines if line.shape not in (BLANK, RULE)]
    bodies = [line for line in used if line.shape != HEADING]
    found = {line.number: sides(line) for line in bodies if line.shape != CODE}
    marks = Counter(sides[0] for sides in found.values() if sides)
    mark, count = marks.most_common(1)[0] if marks else ("", 0)
    if count < MIN_CARDS or 2 * count <= len(bodies) or (mark == ":" and count < len(bodies)):
        return None
    alike = cards = {number: sides for number, sides in found.items() if sides and sides[0] == mark}
    if mark == ":" and {role_of(front) for _mark, front, _back in alike.values()} == {"front", "back"}:
        cards = _paired(alike)
    return _deck(used, cards, alike.keys()) if cards else None


def _paired(named: dict[int, Sides]) -> dict[int, Sides]:
    """Return the cards of lines that name what they hold: "Term: cell" and below it "Definition: a unit"."""
    cards: dict[int, Sides] = {}
    for (number, (mark, name, front)), (_below, (_mark, other, back)) in pairwise(named.items()):
        if (role_of(name), role_of(other)) == ("front", "back"):
            cards[number] = (mark, front, back)
    return cards


def sides(line: MarkdownLine) -> Sides | None:
    """Return the mark of a line that has just one, and what is on its sides."""
    item = ITEM.match(line.text)
    found = list(SEPARATOR.finditer(item["text"])) if item else []
    named = [each for each in found if not each["colon"]] or found
    if item is None or len(named) != 1:
        return None
    front, back = item["text"][: named[0].start()].strip(), item["text"][named[0].end() :].strip()
    if not front or not back or len(front) > MAX_FRONT_LENGTH or LABEL.fullmatch(front):
        return None
    return "-" if named[0]["dash"] else named[0]["sign"] or ":", front, back


def _deck(lines: list[MarkdownLine], sides: dict[int, Sides], read: Set[int]) -> DeckRecord:
    """Return the deck of these cards below their headings; a single first-level heading is its title.

    `read` are the lines that they are made of.
    """
    top = [line for line in lines if line.shape == HEADING and line.mark == "#"]
    title = top[0].rest.strip() if len(top) == 1 else ""
    titles: dict[str, int] = {}  # of sections, with their indices
    notes: list[NoteRecord] = []
    section = ""
    for line in lines:
        if line.shape == HEADING:
            section = "" if line in top and title else line.rest.strip()
        elif found := sides.get(line.number):
            index = titles.setdefault(section, len(titles))
            notes.append(NoteRecord(found[1], found[2], section=index, place=Place(line=line.number)))
    return DeckRecord(
        title=title,
        sections=tuple(SectionRecord(each or UNTITLED) for each in titles),
        notes=tuple(notes),
        warnings=_warnings(line for line in lines if line.shape != HEADING and line.number not in read),
    )


def _warnings(lines: Iterable[MarkdownLine]) -> tuple[ImportWarning, ...]:
    """Return warnings of lines that no card is made of."""
    losses = Losses()
    for line in lines:
        losses.add(DOUBTS if SEPARATOR.search(line.text) else LEFT_OUT, Place(line=line.number))
    return tuple(losses.warnings())
