"""Kindle's “My Clippings.txt”: a highlight with a note is a card, and each book is a deck.

The line above each text is in the language of the device. What it is about is found by the words of a dozen languages,
and in any other by its numbers: a highlight is from one location to another, a note is at one.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from apps.formats.limits import MAX_ATTRIBUTION_LENGTH, MAX_TITLE_LENGTH
from apps.formats.losses import Losses
from apps.formats.messages import gettext as _
from apps.formats.messages import ngettext
from apps.formats.problems import Code, ImportProblem, ImportWarning, Place
from apps.formats.records import DeckRecord, NoteRecord
from apps.formats.text import plain_to_markdown
from apps.formats.validation import checked

END = "=========="
ENTRY_END = re.compile(r"^={10}[ \t]*$\n?", re.MULTILINE)
ABOUT = re.compile(r"[-–—](?P<what>[^\n]*)\|[^\n|]*\Z")  # what it is and where, then the date
BOOK = re.compile(r"(?P<title>.*\S)\s*\((?P<author>[^()]*(?:\([^()]*\)[^()]*)*)\)\Z")
RANGE = re.compile(r"(?P<start>\d{1,9})(?:\s?(?:[-–—]|t/m)\s?(?P<end>\d{1,9}))?")
NOTE = re.compile(
    r"\bnot(?:e|a|iz|itie|at|atka)\b|anteckning|aantekening|opmerking|замет|メモ|笔记|筆記|备注|備註|메모|नोट",
    re.IGNORECASE,
)
HIGHLIGHT = re.compile(
    r"highlight|markier|surlign|subrayado|evidenzia|destaque|realce|markering|выделен|ハイライト|标注|標註|標記|重点"
    r"|하이라이트|\bclip\b",
    re.IGNORECASE,
)
NO_TEXT = re.compile(r"<[^<>\n]+>\Z")  # <You have reached the clipping limit for this item>
ASKS = ("?", "？", "؟", ";")  # the last is the question mark of Greek
MAX_NAME_LENGTH = 300  # of a book with its authors
MAX_CANDIDATES = 50  # highlights that begin before a note
NOTHING = _(
    "No highlight in this file has a note, so there is nothing to ask. On your Kindle, add notes to highlights: your "
    "question, or the answer."
)
NO_NOTE = ngettext(
    "{count} highlight has no note and is not asked: {places}. Add your question or the answer as a note.",
    "{count} highlights have no note and are not asked: {places}. Add your question or the answer as a note.",
    1,
)
NO_HIGHLIGHT = ngettext(
    "{count} note belongs to no highlight and is not asked: {places}.",
    "{count} notes belong to no highlight and are not asked: {places}.",
    1,
)


@dataclass(frozen=True, slots=True)
class _Clipping:
    """A highlight or a note, from one location of its book to another; of one without a location, both are 0."""

    book: str
    is_note: bool
    start: int
    end: int
    text: str
    line: int


def are_clippings(text: str) -> bool:
    """Return whether a text begins as a file of clippings does."""
    first, end, _rest = text.partition(f"\n{END}")
    lines = first.strip("\ufeff\n\r ").split("\n", 2)
    return bool(end) and len(lines) > 1 and bool(ABOUT.match(lines[1].rstrip()))


def read(text: str) -> list[DeckRecord]:
    """Return a deck for each book that has cards. Raises ImportProblem."""
    books: dict[str, list[_Clipping]] = defaultdict(list)
    for each in _clippings(text):
        books[each.book].append(each)
    decks: dict[str, DeckRecord] = {}
    alone: list[int] = []  # the lines of highlights without a note, and of notes without a highlight
    lost: list[int] = []
    for name, clippings in books.items():
        highlights = _latest([each for each in clippings if not each.is_note])
        notes = _attached([each for each in clippings if each.is_note], highlights, lost)
        alone += [each.line for each in highlights if each.line not in notes]
        if notes:
            deck = _deck(name, [_note(each, notes[each.line]) for each in highlights if each.line in notes])
            deck = replace(deck, title=name[:MAX_TITLE_LENGTH]) if deck.title in decks else deck
            decks[deck.title] = checked(deck)
    if not decks:
        raise ImportProblem(Code.NOT_A_DECK, NOTHING)
    first, *others = decks.values()
    return [replace(first, warnings=(*first.warnings, *_warnings(sorted(alone), sorted(lost)))), *others]


def _clippings(text: str) -> Iterator[_Clipping]:
    """Yield the highlights and notes that have a text: bookmarks have none."""
    line = 1
    for entry in ENTRY_END.split(text):
        book, _line_end, rest = entry.lstrip("\n").partition("\n")
        about, _line_end, written = rest.partition("\n")
        found = ABOUT.match(about.strip())
        written = written.strip()
        if found and written and not NO_TEXT.match(written):
            start, end = _location(found["what"])
            is_note = _is_note(found["what"], is_range=end > start)
            yield _Clipping(
                " ".join(book.split())[:MAX_NAME_LENGTH], is_note, start, end, written, line + _blank_lines(entry)
            )
        line += entry.count("\n") + 1


def _blank_lines(entry: str) -> int:
    return len(entry) - len(entry.lstrip("\n"))


def _location(what: str) -> tuple[int, int]:
    """Return where a clipping begins and ends: its location, which comes last, or else its page."""
    found = list(RANGE.finditer(what))
    if not found:
        return 0, 0
    start, end = found[-1]["start"], found[-1]["end"] or ""
    if end and len(end) < len(start):  # 1254-56
        end = start[: -len(end)] + end
    return int(start), max(int(start), int(end or start))


def _is_note(what: str, *, is_range: bool) -> bool:
    if NOTE.search(what):
        return True
    return not is_range and not HIGHLIGHT.search(what)


def _latest(highlights: Sequence[_Clipping]) -> list[_Clipping]:
    """Return highlights without those that were changed later: a Kindle keeps them all."""
    seen: dict[tuple[str, int], _Clipping] = {}
    replaced: set[int] = set()
    for each in highlights:
        places = (("start", each.start), ("end", each.end))
        older = (seen[place] for place in places if place in seen)
        replaced.update(found.line for found in older if found.text in each.text or each.text in found.text)
        seen |= dict.fromkeys(places, each)
    return [each for each in highlights if each.line not in replaced]


def _attached(notes: Iterable[_Clipping], highlights: Sequence[_Clipping], lost: list[int]) -> dict[int, list[str]]:
    """Return the notes of highlights, by the lines of these; the lines of all others are `lost`."""
    in_order = sorted(highlights, key=lambda each: (each.start, each.line))
    starts = [each.start for each in in_order]
    found: dict[int, list[str]] = {}
    for note in notes:
        at = bisect_right(starts, note.start)
        around = [each for each in in_order[max(0, at - MAX_CANDIDATES) : at] if each.end >= note.start]
        if not around:
            lost.append(note.line)
            continue
        best = min(around, key=lambda each: (each.end != note.start, each.line in found, abs(each.line - note.line)))
        texts = found.setdefault(best.line, [])
        if texts and texts[-1] in note.text:
            texts.pop()  # it was changed
        texts.append(note.text)
    return found


def _note(highlight: _Clipping, notes: Sequence[str]) -> NoteRecord:
    """Return the card of a highlight: a note that asks is its front, any other one its back."""
    quoted, noted = (plain_to_markdown.markdown(text) for text in (highlight.text, "\n\n".join(notes)))
    front, back = (noted, quoted) if notes[-1].endswith(ASKS) else (quoted, noted)
    return NoteRecord(front, back, place=Place(line=highlight.line))


def _deck(name: str, notes: Sequence[NoteRecord]) -> DeckRecord:
    found = BOOK.match(name)
    title, author = (found["title"], found["author"]) if found else (name, "")
    return DeckRecord(title=title[:MAX_TITLE_LENGTH], attribution=author[:MAX_ATTRIBUTION_LENGTH], notes=tuple(notes))


def _warnings(alone: Iterable[int], lost: Iterable[int]) -> list[ImportWarning]:
    losses = Losses()
    for sort, lines in ((NO_NOTE, alone), (NO_HIGHLIGHT, lost)):
        for line in lines:
            losses.add(sort, Place(line=line))
    return losses.warnings()
