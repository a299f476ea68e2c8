"""Reads outlines of note-taking programs: bullets with #card, and bullets whose sides are divided by >>, << or ::."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise, zip_longest

from apps.cards.kinds.registry import BASIC, CLOZE, REVERSED
from apps.formats.losses import Losses
from apps.formats.markdown.syntax import obsidian_links, spellings
from apps.formats.markdown.syntax.markdown_lexer import fences
from apps.formats.markdown.syntax.paragraphs import with_line_ends
from apps.formats.messages import ngettext
from apps.formats.problems import Place
from apps.formats.records import UNTITLED, DeckRecord, NoteRecord, SectionRecord

BULLET = re.compile(r"(?P<indent>[ \t]*)[-*+][ \t]+(?P<text>.*)\Z")
TAGGED = re.compile(r"[ \t]*#(?:flash)?cards?(?=\s|\Z)", re.IGNORECASE)
CARD_LINK = re.compile(r"(?<![#\w])\[\[(?P<name>(?:flash)?cards?)\]\]", re.IGNORECASE)
TAG_LINK = re.compile(r"#\[\[(?P<name>[\w/-]+)\]\]")
SIDES = re.compile(
    r"(?P<front>.*?\S)[ \t]*(?P<mark>>>|<<|<>|::|(?<=[ \t]);;(?=[ \t;]|\Z))"
    r"(?P<below>>|(?<=<)<|(?<=:):|(?<=;);)?(?P<sort>A\)|1\.)?(?:[ \t]+(?P<back>\S.*))?\Z"
)
TAGGED_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+[^\n]*(?:#|(?:#|(?<![\w#]))\[\[)(?:flash)?cards?\b", re.MULTILINE)
ARROW_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+[^\n`]*\S[ \t]*(?:>>>?|<<<?|<>)(?:A\)|1\.)?(?:[ \t]|$)", re.MULTILINE)
MARKED = re.compile(r"^[QC]:[ \t]?\S", re.MULTILINE)
PROPERTY = re.compile(r"[ \t]*[\w-]+::(?: .*)?\Z")  # which Logseq keeps in lines below a bullet
OF_PAGE = re.compile(  # which Logseq and Obsidian keep for a page or a bullet
    r"(?:type|tags?|alias(?:es)?|title|icon|id|collapsed|template|public|heading|status|created|updated|author|date|"
    r"url|source|card-[\w-]+):: .*"
)
BLANK = re.compile(
    r"\{\{cloze[ \t]+(?P<text>[^{}\n]+?)[ \t]*(?:\\\\[ \t]*(?P<cue>[^{}\\\n]+?)[ \t]*)?\}\}", re.IGNORECASE
)
BRACES = re.compile(r"\{\{[^{}\n]+\}\}")
NO_ANSWER = ngettext(
    "A card without an answer. Write the answer below it, in bullets that are indented.",
    "{count} cards have no answer: {places}. Write the answer below each, in bullets that are indented.",
    1,
)
NOT_READ = ngettext(
    "This blank in braces was not read. Write “C:” before the sentence and [brackets] around the blank.",
    "{count} sentences with blanks in braces were not read: {places}. Write “C:” before each and [brackets] around the "
    "blanks.",
    1,
)
SET_APART = re.compile(r"^(?:`{3}|~{3}|\$\$)|\$\$$", re.MULTILINE)  # code and formulas, which are no line among others
CHOICES_NOT_READ = ngettext(
    "Choices below “>>A)” were not read. Write them as a list to tick below the question: “- [x] …”.",
    "The choices of {count} questions with “>>A)” were not read: {places}. Write them as lists to tick below the "
    "questions: “- [x] …”.",
    1,
)
TAB = 4  # columns


@dataclass
class Bullet:
    """A bullet of an outline with those below it; `text` may have several lines."""

    number: int
    indent: int
    text: str
    below: list["Bullet"] = field(default_factory=list)


def is_outline(text: str) -> bool:
    """Return whether a text has bullets that are cards; an arrow in a deck of Q: and A: is part of a text."""
    return bool(TAGGED_BULLET.search(text) or (ARROW_BULLET.search(text) and not MARKED.search(text)))


def read(text: str) -> DeckRecord:
    """Return the deck of an outline; what is no card is the outline's own."""
    notes: list[NoteRecord] = []
    losses = Losses()
    for bullet in _all(_bullets(text)):
        note = _note(bullet)
        if _has_choices(bullet):
            losses.add(CHOICES_NOT_READ, Place(line=bullet.number))
        elif note and note.kind != CLOZE and not (note.front and note.back):
            losses.add(NO_ANSWER, Place(line=bullet.number))
        elif note:
            notes.append(note)
        elif BRACES.search(bullet.text):
            losses.add(NOT_READ, Place(line=bullet.number))
    return DeckRecord(sections=(SectionRecord(UNTITLED),), notes=tuple(notes), warnings=tuple(losses.warnings()))


def _bullets(text: str) -> list[Bullet]:
    """Return the top bullets of a text."""
    top: list[Bullet] = []
    path: list[Bullet] = []
    is_apart = False
    lines = text.split("\n")
    code = {index for start, end in fences(lines) for index in range(start + 1, end)}
    for number, line in enumerate(lines, start=1):
        if number - 1 in code:
            if path:
                path[-1].text += f"\n{_outdented(line, path[-1].indent + 2)}"
            continue
        found = BULLET.match(line)
        if not found:
            if is_apart and line[:1].strip():  # a paragraph of its own, behind the list
                path = []
            if path and line.strip() and not PROPERTY.match(line):
                path[-1].text += f"\n{line.strip()}"
            is_apart = not line.strip()
            continue
        is_apart = False
        text = obsidian_links.resolved(_with_tags(found["text"].strip()))
        bullet = Bullet(number, len(found["indent"].expandtabs(TAB)), text)
        while path and path[-1].indent >= bullet.indent:
            path.pop()
        (path[-1].below if path else top).append(bullet)
        path.append(bullet)
    return top


def _with_tags(text: str) -> str:
    """Return a text in which tags are no links: "#[[card]]"."""
    return CARD_LINK.sub(r"#\g<name>", TAG_LINK.sub(r"#\g<name>", text))


def _outdented(line: str, width: int) -> str:
    expanded = line.expandtabs(TAB)
    return expanded[min(width, len(expanded) - len(expanded.lstrip(" "))) :]


def _all(bullets: list[Bullet]) -> Iterator[Bullet]:
    """Yield the bullets in the order of the text; those below a card belong to it."""
    waiting = bullets[::-1]
    while waiting:
        bullet = waiting.pop()
        yield bullet
        if not _note(bullet):
            waiting.extend(bullet.below[::-1])


def _note(bullet: Bullet) -> NoteRecord | None:
    place = Place(line=bullet.number)
    below = _joined(bullet.below)
    if TAGGED.search(bullet.text):
        text = TAGGED.sub("", bullet.text).strip()
        blanked = _numbered(text)
        if blanked != text:
            return NoteRecord(blanked, below, CLOZE, place=place)
        return NoteRecord(text, below, place=place)
    sides = _sides(bullet)
    if not sides:
        return None
    front = bullet.text[: sides.end("front")].strip()
    back = bullet.text[sides.start("back") :].strip() if sides["back"] else below
    if sides["sort"] and not sides["back"]:
        back = "\n".join(f"{number}. {each.text}" for number, each in enumerate(bullet.below, 1))
    if sides["mark"] == "<<":
        front, back = back, front
    return NoteRecord(front, back, REVERSED if sides["mark"] == "<>" else BASIC, place=place)


def _sides(bullet: Bullet) -> re.Match[str] | None:
    """Return the sides that a mark divides; the second may be in the bullets below."""
    sides = SIDES.match(spellings.masked(bullet.text))
    if not sides or OF_PAGE.fullmatch(bullet.text):
        return None
    is_below = not sides["back"] and bool(bullet.below) and not PROPERTY.fullmatch(bullet.text)
    if sides["mark"] == "::" and not is_below and not spellings.pair_in(bullet.text):
        return None
    return sides


def _has_choices(bullet: Bullet) -> bool:
    sides = _sides(bullet)
    return sides is not None and sides["sort"] == "A)"


def _numbered(text: str) -> str:
    """Return a text whose {{cloze blanks}} are numbered; a cue behind two backslashes is a hint."""
    numbers = count(1)

    def blank(found: re.Match[str]) -> str:
        cue = f"::{found['cue']}" if found["cue"] else ""
        return f"{{{{c{next(numbers)}::{found['text'].strip()}{cue}}}}}"

    return BLANK.sub(blank, text)


def _joined(bullets: list[Bullet]) -> str:
    """Return what is below a card: a line for each bullet, or a list where some have bullets of their own."""
    if any(bullet.below for bullet in bullets):
        return "\n".join(_listed(bullets, ""))
    texts = [with_line_ends(bullet.text) for bullet in bullets]
    ends = ["\n\n" if SET_APART.search(f"{text}\n{after}") else "\\\n" for text, after in pairwise(texts)]
    return "".join(text + end for text, end in zip_longest(texts, ends, fillvalue=""))


def _listed(bullets: list[Bullet], indent: str) -> Iterator[str]:
    for bullet in bullets:
        yield f"{indent}- " + bullet.text.replace("\n", f"\n{indent}  ")
        yield from _listed(bullet.below, indent + "  ")
