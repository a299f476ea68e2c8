"""Reads Markdown files of cards: Q: and A:, C: with blanks, Front :: Back, **Term** - definition, text around a ?.

Headings become sections. Comments of our own hold what such files cannot express.
"""

from dataclasses import replace

from apps.formats import ditcards_json
from apps.formats.limits import MAX_NOTES, MAX_SECTIONS
from apps.formats.markdown import choices_below
from apps.formats.markdown.draft_note import DraftNote, joined
from apps.formats.markdown.markdown_losses import DOUBTS, IN_ANSWER, LEFT_OUT, NO_QUESTION
from apps.formats.markdown.open_note import INSIDE
from apps.formats.markdown.syntax import blanks, bold_terms, paragraphs
from apps.formats.markdown.syntax.comments import values_of
from apps.formats.markdown.syntax.markdown_lexer import (
    ANSWERS,
    ASKS,
    BELOW,
    BLANK,
    CLOZES,
    CODE,
    COMMENT,
    DEFINES,
    DOUBTFUL,
    HEADING,
    PAIR,
    RULE,
    TERM,
    TEXT,
    MarkdownLine,
    cut,
)
from apps.formats.markdown.syntax.spellings import without_tags
from apps.formats.problems import Place, too_many
from apps.formats.records import UNTITLED, DeckRecord, NoteRecord, SectionRecord

CARDS = (ASKS, CLOZES, PAIR, BELOW, DEFINES)  # lines that show that a file has cards


def read(
    text: str, first: int = 1, *, bold_cloze: bool = False, has_definitions: bool = False, has_terms: bool = False
) -> DeckRecord:
    """Return the deck of a text whose first line has that number; its title is its first heading's, if that is alone.

    With `bold_cloze`, paragraphs of no other card are cloze notes that blank their bold words. With `has_definitions`,
    terms with definitions below are cards even where no others are; with `has_terms`, lists of bold terms with
    definitions. Raises ImportProblem.
    """
    spelling, lines = cut(text, first, has_definitions=has_definitions)
    has_others = not bold_cloze and any(line.shape in CARDS for line in lines)
    lines = bold_terms.marked(lines, in_sections=has_others, in_lists=has_terms)
    is_titled = sum(line.shape == HEADING and line.mark == "#" for line in lines) == 1
    reader = _DeckReader(is_titled=is_titled, is_tagged=spelling.is_tagged, bold_cloze=bold_cloze)
    for line in lines:
        reader.read_line(line)
    return reader.deck()


class _DeckReader(DraftNote):
    """Takes line after line. A note is open from its mark to the next one, and its lines go to one of its sides."""

    def __init__(self, *, is_titled: bool, is_tagged: bool, bold_cloze: bool) -> None:
        super().__init__(is_tagged=is_tagged)
        self.is_titled, self.bold_cloze = is_titled, bold_cloze
        self.title = ""
        self.title_tags: tuple[str, ...] = ()
        self.choices: dict[int, tuple[str, ...]] = {}  # of notes, by their indices
        self.sections: list[SectionRecord] = []
        self.commented: set[int] = set()  # sections that stay though they have no note
        self.notes: list[NoteRecord] = []
        self.handlers = {
            HEADING: self._heading,
            RULE: self._rule,
            COMMENT: self._comment,
            ASKS: self._begin,
            CLOZES: self._begin,
            ANSWERS: self._answer,
            PAIR: self._pair,
            BELOW: self._below,
            DEFINES: self._define,
            TERM: self._term,
            DOUBTFUL: self._doubtful,
            BLANK: self._blank,
            TEXT: self._text,
            CODE: self.add,
        }

    def read_line(self, line: MarkdownLine) -> None:
        """Read a line."""
        if self.mark in (ASKS, CLOZES) and line.shape in INSIDE and not self.ends_with(line):
            if line.shape == PAIR and line.is_certain:
                self.warn(line.number, IN_ANSWER)
            self.add(line)
        else:
            self.handlers[line.shape](line)
        if line.schedules and self.notes and not self.mark:
            self.notes[-1] = replace(self.notes[-1], schedules=line.schedules)

    def deck(self) -> DeckRecord:
        """Return what was read. Raises ImportProblem."""
        self._close()
        self._leave_out()
        self._close_comment()
        used = sorted({note.section for note in self.notes} | self.commented)
        positions = {old: new for new, old in enumerate(used)}
        deck = DeckRecord(
            title=self.title,
            sections=tuple(self.sections[index] for index in used),
            notes=tuple(replace(note, section=positions[note.section]) for note in self.notes),
            warnings=tuple(self.losses.warnings()),
        )
        return choices_below.with_exercises(deck, self.choices)

    def _heading(self, line: MarkdownLine) -> None:
        self._close()
        self._close_comment()
        if self.is_titled and line.mark == "#" and not self.sections:
            self.title, self.title_tags = without_tags(line.rest.strip())
            self.tags = self.title_tags
            return
        if self.sections:
            self._leave_out()
        title, tags = without_tags(line.rest.strip())
        self.tags = (*self.title_tags, *tags)
        self._begin_section(SectionRecord(title))

    def _begin_section(self, section: SectionRecord) -> None:
        if len(self.sections) >= MAX_SECTIONS:
            raise too_many(MAX_SECTIONS, "sections")
        self.sections.append(section)

    def _rule(self, _line: MarkdownLine) -> None:
        self._close()

    def _comment(self, line: MarkdownLine) -> None:
        """Read what a comment holds for the note below it, or for the section it is in."""
        self._close()
        if line.mark == "section" and self.sections:
            known = ditcards_json.to_dict(self.sections[-1])
            self.sections[-1] = ditcards_json.section_of({**known, **values_of(line)}, Place(line=line.number))
            self.commented.add(len(self.sections) - 1)
            return
        self._close_comment()
        self.fields = values_of(line)
        self.line = line.number
        if "front" in self.fields:
            self._close_comment()

    def _close_comment(self) -> None:
        """Make a note of a comment that holds all of it."""
        if self.fields:
            self.mark = ASKS
            self._close()

    def _begin(self, line: MarkdownLine) -> None:
        self._close()
        self.mark, self.line = line.shape, line.number
        self.front, self.back = [line.rest], None

    def _answer(self, line: MarkdownLine) -> None:
        if self.mark == ASKS and self.back is None:
            self.back = [line.rest]
        elif self.mark:
            self.add(line)
        else:
            self.warn(line.number, NO_QUESTION)

    def _pair(self, line: MarkdownLine) -> None:
        self._close()
        self.mark, self.line = line.mark, line.number
        self.front, self.back = [line.front], [line.rest]
        self._close()

    def _define(self, line: MarkdownLine) -> None:
        """Make a question of the term in the line above, and its answer of the definition; a term may have several."""
        if self.mark == ":" and self.back and len(self.back) == self.defined:
            self.back += ["", line.rest]
        elif term := self.take_term():
            self._close()
            self.mark, self.line = ":", line.number - 1
            self.front, self.back = [term], [line.rest]
        else:
            self.add(line)
        self.defined = len(self.back or ())

    def _term(self, line: MarkdownLine) -> None:
        self._close()
        self.mark, self.line = ":", line.number
        self.front, self.back = [line.front], [line.rest]
        self.defined = 0

    def _doubtful(self, line: MarkdownLine) -> None:
        self.add(line)
        self.warn(line.number, DOUBTS)

    def _below(self, line: MarkdownLine) -> None:
        """Make a question of the text above, which the lines below answer."""
        above = self.take_question() or self.take_loose()
        if not any(above):
            self.add(line)
            return
        is_spacious = not above[-1]
        self._close()
        self.mark, self.line, self.is_spacious = line.mark, line.number - len(above), is_spacious
        self.front, self.back = above, []

    def _text(self, line: MarkdownLine) -> None:
        """Add a line; a question inside an answer that has text of its own below is named."""
        if self.question_inside:
            self.warn(self.question_inside, IN_ANSWER)
        self.question_inside = line.number if self.asks_inside(line) else 0
        self.add(line)

    def _blank(self, line: MarkdownLine) -> None:
        if self.mark in ("?", "??", ":") and self.back and not self.is_spacious:
            self._close()
            return
        if not self.mark:
            self._take_highlights()
        self.add(line)

    def _close(self) -> None:
        """End the note that is open, if one is."""
        if not self.mark:
            self._take_highlights()
            return
        if len(self.notes) >= MAX_NOTES:
            raise too_many(MAX_NOTES, "notes")
        self._introduce()
        note, choices = self.made(len(self.sections) - 1)
        if choices:
            self.choices[len(self.notes)] = choices
        self.notes.append(note)
        self.mark, self.fields, self.front, self.back, self.is_spacious = "", {}, [], None, False
        self.question_inside = 0

    def _take_highlights(self) -> None:
        """Make a cloze note of the last loose paragraph, if it has blanks as Anki or Obsidian writes them."""
        if not (self.loose and self.loose[-1].text):
            return
        texts = [line.text for line in self.loose]
        start = paragraphs.start_of_last(texts)
        front = "\n".join(texts[start:])
        if self.is_tagged or self.bold_cloze:
            front = blanks.of_obsidian(front, bold_cloze=self.bold_cloze)
        if blanks.OURS.search(front):
            self.mark, self.line, self.front = CLOZES, self.loose[start].number, [front]
            del self.loose[start:]
            self._close()

    def _introduce(self) -> None:
        """Make an introduction of the text before a section's first note; text between notes is left out."""
        if not self.sections:
            self._begin_section(SectionRecord(UNTITLED))
        here = len(self.sections) - 1
        section = self.sections[here]
        if any(note.section == here for note in self.notes[-1:]) or section.introduction:
            self._leave_out()
            return
        self.sections[here] = replace(section, introduction=joined([line.text for line in self.loose]))
        self.loose = []

    def _leave_out(self) -> None:
        """Warn of each paragraph that belongs to no card."""
        here = len(self.sections) - 1
        has_notes = any(note.section == here for note in self.notes[-1:])
        if here in self.commented and not has_notes and not self.sections[here].introduction:
            introduction = joined([line.text for line in self.loose])
            self.sections[here] = replace(self.sections[here], introduction=introduction)
            self.loose = []
        begins = True
        for line in self.loose:
            if begins and line.shape not in (BLANK, DOUBTFUL):
                self.warn(line.number, LEFT_OUT)
            begins = line.shape == BLANK
        self.loose = []
