"""Reads what is below the second-level headings of a practice page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from apps.formats.limits import MAX_SECTIONS
from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _
from apps.formats.practice_page.exercises import exercise_reader, expected_outcomes
from apps.formats.practice_page.exercises.choices import keyed_choices
from apps.formats.practice_page.markdown import stated_counts, task_lists
from apps.formats.practice_page.markdown.questions import bold_pairs, flashcards, questions
from apps.formats.practice_page.markdown.syntax.blocks import HEADING, RULE, Block, span
from apps.formats.practice_page.markdown.syntax.inline_html import markdown, without_html
from apps.formats.practice_page.markdown.syntax.items import NO_ANSWER, Warnings
from apps.formats.practice_page.markdown.syntax.markup import DETAILS, FLASHCARD, PART, Element
from apps.formats.practice_page.records import (
    EXERCISE,
    FLASHCARDS,
    LETTERS,
    NAMED,
    NUMBERS,
    SELF_CHECK,
    WHOLE,
    Part,
)
from apps.formats.problems import page_problem

IS_SELF_CHECK = re.compile(r"\W*self[\s_-]*check", re.IGNORECASE)
IS_FLASHCARDS = re.compile(r"\W*flash[\s-]*cards?\b", re.IGNORECASE)
IS_EXERCISE = re.compile(r"\W*(?:try it\b|applied exercise|exercise|practice)", re.IGNORECASE)
KINDS, NUMBERINGS = (SELF_CHECK, EXERCISE, FLASHCARDS), (LETTERS, NUMBERS, NAMED, WHOLE)
COUNTED = {SELF_CHECK: "questions", FLASHCARDS: "cards"}


@dataclass
class SourceSection:
    """A heading and what is below it."""

    name: str
    line: int
    pieces: list[Block | Element] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What the section is by its heading and its tags."""
        if IS_SELF_CHECK.match(self.name):
            return SELF_CHECK
        return FLASHCARDS if IS_FLASHCARDS.match(self.name) or self.has(FLASHCARD) else EXERCISE

    def has(self, *names: str) -> bool:
        """Return whether a tag of one of these names is in the section."""
        return any(isinstance(piece, Element) and piece.name in names for piece in self.pieces)

    @property
    def mark(self) -> Mapping[str, str]:
        """The section's values in the mark of its part."""
        marks = [piece for piece in self.pieces if isinstance(piece, Element) and piece.name == PART]
        return marks[0].attributes if marks else {}


def is_empty(title: str) -> Message:
    """Return the warning of a section with nothing in it."""
    return ngettext(
        "“{title}” is empty and was left out.",
        "{count} sections are empty and were left out: {places}.",
        1,
        title=title,
    )


def has_no_questions(title: str) -> Message:
    """Return the warning of a section that becomes closing words."""
    return ngettext(
        "“{title}” has no questions. It was added to the end of the section above.",
        "{count} sections have no questions: {places}. They were added to the ends of the sections above them.",
        1,
        title=title,
    )


def divide(pieces: Sequence[Block | Element]) -> tuple[list[Block | Element], list[SourceSection]]:
    """Return what is before the first section, and the sections."""
    preamble: list[Block | Element] = []
    sections: list[SourceSection] = []
    for piece in pieces:
        if isinstance(piece, Block) and piece.kind == HEADING and _begins_section(piece, first=not sections):
            sections.append(SourceSection(without_html(piece.name), piece.line))
        else:
            (sections[-1].pieces if sections else preamble).append(piece)
    return preamble, sections


def _begins_section(heading: Block, *, first: bool) -> bool:
    """Return whether a heading begins a section; a first-level one before all others is the page's title."""
    known = IS_SELF_CHECK.match(heading.name) or IS_FLASHCARDS.match(heading.name)
    return heading.level == 2 or (heading.level == 1 and (not first or bool(known)))


def is_practice(sections: Sequence[SourceSection]) -> bool:
    """Return whether headings or tags show that this is a practice page, not any file of questions."""
    known = (IS_SELF_CHECK, IS_FLASHCARDS, IS_EXERCISE)
    return any(
        section.has(FLASHCARD, PART) or any(pattern.match(section.name) for pattern in known) for section in sections
    )


def read(sections: Sequence[SourceSection], warnings: Warnings) -> list[Part]:
    """Return the parts of a practice page; what asks nothing after the flashcards becomes their closing words."""
    if len(sections) > MAX_SECTIONS:
        line = sections[MAX_SECTIONS].line
        raise page_problem(
            _("This page has more than {count} second-level headings. Split it.", count=MAX_SECTIONS), line
        )
    parts: list[Part] = []
    words: list[str] = []
    after_cards = False
    for section in with_keys(sections):
        if _is_empty(section):
            warnings.add(section.line, is_empty(section.name))
        elif parts and _is_key(section) and parts[-1].labels:
            _compare_key(section, parts, warnings)
        elif after_cards and _asks_nothing(section):
            words.append(f"### {section.name}\n\n{_text(section.pieces)}")
            warnings.add(section.line, has_no_questions(section.name))
        else:
            _close(parts, words)
            chosen = task_lists.read(section.name, section.pieces, warnings)
            chosen = chosen or keyed_choices.read(section.name, section.pieces)
            parts.extend(chosen or [read_section(section, warnings)])
            after_cards = after_cards or parts[-1].kind == FLASHCARDS
    _close(parts, words)
    return parts


def with_keys(sections: Sequence[SourceSection]) -> list[SourceSection]:
    """Return sections in which a key belongs to the exercise above that has neither answers nor ticks."""
    result: list[SourceSection] = []
    for section in sections:
        if result and _is_key(section) and not section.has(PART) and _lacks_answers(result[-1]):
            heading = Block(HEADING, [f"## {section.name}"], 0, 1, section.line, 2, section.name)
            above = [] if section.has(DETAILS) else [heading]  # what opens is an answer without its heading, too
            result[-1] = replace(result[-1], pieces=[*result[-1].pieces, *above, *section.pieces])
        else:
            result.append(section)
    return result


def _lacks_answers(section: SourceSection) -> bool:
    """Return whether a section is an exercise of which neither a tag, a tick nor a line gives an answer."""
    if section.kind != EXERCISE or section.has(DETAILS, FLASHCARD, PART) or task_lists.are_in(_text(section.pieces)):
        return False
    return not any(isinstance(piece, Element) for piece in expected_outcomes.as_answers(section.pieces))


def _is_key(section: SourceSection) -> bool:
    """Return whether a section repeats the right choices of the one above."""
    found = [piece for piece in section.pieces if isinstance(piece, Element) or piece.kind != RULE]
    is_plain = not section.has(DETAILS, FLASHCARD)
    return bool(expected_outcomes.AS_HEADING.fullmatch(section.name)) and (
        is_plain or (len(found) == 1 and section.has(DETAILS))
    )


def _compare_key(section: SourceSection, parts: Sequence[Part], warnings: Warnings) -> None:
    """Warn where a key says something else than the choices that are ticked."""
    key = _text(section.pieces) + "".join(piece.text for piece in section.pieces if isinstance(piece, Element))
    asked = [item for part in parts for item in part.items if item.label]
    if not all(item.label in key for item in asked):
        warnings.add(section.line, _key_differs(section.name))


def _key_differs(title: str) -> Message:
    return ngettext(
        "“{title}” says something else than what is ticked. Check both.",
        "{count} answer keys say something else than what is ticked: {places}. Check both.",
        1,
        title=title,
    )


def _close(parts: list[Part], words: list[str]) -> None:
    """Give the words that were gathered to the last part."""
    if words:
        parts[-1] = replace(parts[-1], closing="\n\n".join([parts[-1].closing, *words]).strip())
        words.clear()


def _is_empty(section: SourceSection) -> bool:
    return all(isinstance(piece, Block) and piece.kind == RULE for piece in section.pieces)


def _asks_nothing(section: SourceSection) -> bool:
    """Return whether a section holds neither tags nor scenarios."""
    if section.kind != EXERCISE or section.has(DETAILS, PART) or flashcards.holds_pairs(section.pieces):
        return False
    part = exercise_reader.read(section.name, section.line, section.pieces, Warnings())
    return part.numbering == WHOLE and not any(item.back for item in part.items)


def _text(pieces: Sequence[Block | Element]) -> str:
    return markdown(span([piece for piece in pieces if isinstance(piece, Block)]))


def read_section(section: SourceSection, warnings: Warnings) -> Part:
    """Return the part of one section, as its mark has it where there is one."""
    mark = section.mark
    pieces = [piece for piece in section.pieces if not (isinstance(piece, Element) and piece.name == PART)]
    kind = mark["data-part"] if mark.get("data-part") in KINDS else section.kind
    if _holds_pairs(section, kind):
        found = flashcards.read(pieces, warnings, empty=NO_ANSWER)
        part = Part(SELF_CHECK, section.name, found.introduction, found.closing, items=found.items, line=section.line)
    elif kind == EXERCISE and not section.has(FLASHCARD):
        part = exercise_reader.read(section.name, section.line, pieces, warnings)
    else:
        mixed = kind == FLASHCARDS or section.has(FLASHCARD)
        found = (flashcards if mixed else questions).read(pieces, warnings)
        part = Part(kind, section.name, found.introduction, found.closing, items=found.items, line=section.line)
        if not any(item.back for item in found.items):
            introduction, pairs = bold_pairs.read(pieces)
            part = replace(part, introduction=introduction, closing="", items=tuple(pairs)) if pairs else part
    part = _as_marked(part, mark)
    _compare_count(part, pieces, warnings)
    return part


def _holds_pairs(section: SourceSection, kind: str) -> bool:
    """Return whether questions and their answers are lines from Q: and A:, which would show the answers as text."""
    if section.has(FLASHCARD, PART) or kind == FLASHCARDS or (kind == EXERCISE and section.has(DETAILS)):
        return False
    return flashcards.holds_pairs(section.pieces)


def _as_marked(part: Part, mark: Mapping[str, str]) -> Part:
    """Return a part with the values of its mark in place of the page's."""
    for name, key in (("title", "data-title"), ("introduction", "data-introduction"), ("closing", "data-closing")):
        part = replace(part, **{name: mark.get(key, getattr(part, name))})
    if mark.get("data-numbering") in NUMBERINGS:
        part = replace(part, numbering=mark["data-numbering"])
    if "data-labels" in mark:
        part = replace(part, labels=tuple(label for label in mark["data-labels"].split("\n") if label))
    return part


def _compare_count(part: Part, pieces: Sequence[Block | Element], warnings: Warnings) -> None:
    if part.kind in COUNTED:
        message = stated_counts.mismatch(part.introduction, COUNTED[part.kind], len(part.items))
        if message:
            warnings.add(pieces[0].line if pieces else part.line, message)
