"""Reads a practice page of copied plain text: bold, code and lists are lost, and lines run into each other.

A browser copies a heading as its text and `Section titled “...”`, to which the next sentence is glued.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _
from apps.formats.practice_page.markdown import stated_counts
from apps.formats.practice_page.markdown.sections import (
    COUNTED,
    IS_FLASHCARDS,
    IS_SELF_CHECK,
    has_no_questions,
    is_empty,
)
from apps.formats.practice_page.markdown.syntax.items import Warnings
from apps.formats.practice_page.plain_text import plain_cards, plain_choices, plain_exercises
from apps.formats.practice_page.plain_text.plain_lines import PlainLine, lines_of, markdown_of
from apps.formats.practice_page.records import (
    EXERCISE,
    FLASHCARDS,
    SELF_CHECK,
    WHOLE,
    Page,
    Part,
)
from apps.formats.text.escaping import as_markdown

TITLED = re.compile(r"Section titled[ \t]+[“„«\"'](?P<title>.{1,300}?)[”“»\"']")
EXERCISE_HEADING = re.compile(r"(?:Try it(?: yourself)?|Applied exercise|Exercise)\b.{0,120}(?<![.,;])$")
QUIZ = re.compile(
    r"(?:(?:(?:pop |quick |mini[- ]?|short )?quiz|knowledge check|check your (?:understanding|knowledge|progress)"
    r"|test your(?:self| knowledge| understanding)|(?:review|practice|quiz) questions|questions))(?:[ ]?[:#]?[ ]?\d+)?",
    re.IGNORECASE,
)
INSIDE_EXERCISE = re.compile(r"(?:Part|Step|String|Scenario|Case|Example|Question|Task)[ ](?:[A-Z]|\d{1,3})(?![\w-])")
MAX_HEADING_LENGTH = 40
AROUND_PAGE = re.compile(r"Skip to (?:main )?content\b")
FOOTER = re.compile(r"Edit (?:this )?page|Last updated\b.*|Previous|Next|←.*|.*→|©.*|Copyright\b.*", re.IGNORECASE)
NOTHING = _(
    "No questions, scenarios, or flashcards were found in this text. Copy the whole page, including the lines "
    "“Show answer” below its questions and “Q.” before its cards."
)


@dataclass
class _Section:
    """A heading and the lines below it."""

    name: str
    line: int
    lines: list[PlainLine] = field(default_factory=list)


def read(text: str) -> Page:
    """Return the page of a text that is decoded and has LF at its line ends. Raises ImportProblem."""
    lines = _page_itself(lines_of(text))
    warnings = Warnings()
    head, sections = _divide(lines)
    title, introduction = _with_title(head, alone=not sections)
    if not sections:
        sections, introduction = [_Section("", introduction[0].number if introduction else 1, introduction)], []
    parts = _parts(sections, warnings)
    if not any(_asks(part) for part in parts):
        raise warnings.nothing(NOTHING)
    return Page(
        title=title,
        introduction=markdown_of(introduction),
        parts=tuple(parts),
        warnings=warnings.in_order(),
        formatted=False,
    )


def _page_itself(lines: list[PlainLine]) -> list[PlainLine]:
    """Return lines without what a site shows above and below its pages."""
    first = _first_of_page(lines)
    last = len(lines)
    while last > first and FOOTER.fullmatch(lines[last - 1].text):
        last -= 1
    cards = max((index for index, line in enumerate(lines) if plain_cards.ASKS.match(line.text)), default=last)
    end = next((index for index in range(cards, last) if FOOTER.fullmatch(lines[index].text)), last)
    return lines[first:end]


def _first_of_page(lines: Sequence[PlainLine]) -> int:
    """Return where the page begins: in a copy of the whole window, at its last line that names a practice page."""
    if not lines or not AROUND_PAGE.match(lines[0].text):
        return 0
    named = [index for index, line in enumerate(lines) if line.text.startswith("Practice:")]
    return named[-1] if named else 1


def _divide(lines: Sequence[PlainLine]) -> tuple[list[PlainLine], list[_Section]]:
    """Return the lines before the first heading, and the sections."""
    head: list[PlainLine] = []
    sections: list[_Section] = []
    titled = any(TITLED.search(line.text) for line in lines)
    for line in lines:
        into = sections[-1].lines if sections else head
        name, before, after = _heading(line, into, titled=titled)
        if not name:
            into.append(line)
            continue
        if before:
            into.append(PlainLine(before, line.number))
        number = into.pop().number if into and into[-1].text == name else line.number
        rest = [PlainLine(after, line.number)] if after else []
        if sections and INSIDE_EXERCISE.match(name):
            into.extend([PlainLine(name, number), *rest])
        else:
            sections.append(_Section(name, number, rest))
    return head, sections


def _heading(line: PlainLine, above: Sequence[PlainLine], *, titled: bool) -> tuple[str, str, str]:
    """Return the heading that a line holds or ends, and what is in the line before and behind it."""
    if not titled:
        return (line.text if _looks_like_heading(line.text) else "", "", "")
    found = TITLED.search(line.text)
    if not found:
        return "", "", ""
    before, quoted = line.text[: found.start()].strip(), line.text[found.start("title") :]
    known = before or (above[-1].text if above else "")
    for name in (known, found["title"]):
        if name and quoted.startswith(name) and quoted[len(name) : len(name) + 1] in tuple("”“»\"'"):
            return name, before.removesuffix(name).strip(), quoted[len(name) + 1 :].strip()
    return found["title"], before, quoted[len(found["title"]) + 1 :].strip()


def _looks_like_heading(text: str) -> bool:
    if EXERCISE_HEADING.fullmatch(text) or QUIZ.fullmatch(text):
        return True
    known = IS_SELF_CHECK.match(text) or IS_FLASHCARDS.match(text)
    return bool(known) and len(text) <= MAX_HEADING_LENGTH and text[-1] not in ".,;:!?"


def _with_title(head: list[PlainLine], *, alone: bool) -> tuple[str, list[PlainLine]]:
    """Return the title, and the other lines before the first heading."""
    if not head:
        return "", []
    first = head[0].text
    asks = plain_cards.ASKS.match(first) or plain_cards.NUMBER.match(first) or plain_cards.begins(head)
    return ("", head) if alone and asks else (first, head[1:])


def _parts(sections: Sequence[_Section], warnings: Warnings) -> list[Part]:
    parts: list[Part] = []
    for section in sections:
        if not section.lines:
            warnings.add(section.line, is_empty(section.name))
            continue
        if _kind(section) != FLASHCARDS and (chosen := plain_choices.read(section.name, section.lines)):
            parts.extend(chosen)
            continue
        part = _part(section, warnings)
        if parts and parts[-1].kind == FLASHCARDS and part.kind == EXERCISE and not _asks(part):
            words = f"### {as_markdown(section.name)}\n\n{markdown_of(section.lines)}"
            parts[-1] = replace(parts[-1], closing=f"{parts[-1].closing}\n\n{words}".strip())
            warnings.add(section.line, has_no_questions(section.name))
        else:
            parts.append(part)
    return parts


def _asks_nothing(title: str) -> Message:
    return ngettext(
        "“{title}” has no question that could be read. Number its questions, and write “Show answer” below each.",
        "{count} sections have no question that could be read: {places}. Number their questions, and write “Show "
        "answer” below each.",
        1,
        title=title,
    )


def _asks(part: Part) -> bool:
    """Return whether a part has questions, scenarios or an answer."""
    return bool(part.items) and (part.numbering != WHOLE or any(item.back for item in part.items))


def _part(section: _Section, warnings: Warnings) -> Part:
    kind = _kind(section)
    if kind == EXERCISE:
        return plain_exercises.read(section.name, section.line, section.lines, warnings)
    reader = plain_cards.cards if kind == FLASHCARDS else plain_cards.questions
    introduction, items, closing = reader(section.lines, warnings)
    title = section.name or ("Flashcards" if kind == FLASHCARDS else "Self-check")
    part = Part(kind, title, introduction, closing, items=items, line=section.line)
    if not items:
        warnings.add(section.line, _asks_nothing(title))
    message = stated_counts.mismatch(introduction, COUNTED[kind], len(items))
    if message:
        warnings.add(section.lines[0].number, message)
    return part


def _kind(section: _Section) -> str:
    """Return what a section is: by its heading, or by what is below it."""
    if IS_SELF_CHECK.match(section.name) or (QUIZ.fullmatch(section.name) and plain_cards.asks(section.lines)):
        return SELF_CHECK
    if IS_FLASHCARDS.match(section.name) or plain_cards.holds_cards(section.lines):
        return FLASHCARDS
    return EXERCISE if section.name else SELF_CHECK
