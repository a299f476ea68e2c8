"""Makes the record of the note of a Markdown file that is open while its lines are read."""

from collections.abc import Mapping
from dataclasses import replace

from apps.cards.kinds.registry import BASIC, CHOICE, CLOZE, REVERSED, spelling_of
from apps.formats import ditcards_json
from apps.formats.limits import MAX_FIELD_LENGTH
from apps.formats.losses import Losses
from apps.formats.markdown import choices_below
from apps.formats.markdown.choices_below import ChoiceQuestion
from apps.formats.markdown.markdown_losses import NO_ANSWER
from apps.formats.markdown.open_note import OpenNote
from apps.formats.markdown.syntax import blanks
from apps.formats.markdown.syntax.choice_labels import without_label
from apps.formats.markdown.syntax.markdown_lexer import ASKS, CLOZES
from apps.formats.markdown.syntax.paragraphs import with_line_ends
from apps.formats.messages import Message
from apps.formats.problems import Place
from apps.formats.records import NoteRecord


class DraftNote(OpenNote):
    """An open note with what a comment above it and the headings around it give it."""

    def __init__(self, *, is_tagged: bool) -> None:
        super().__init__()
        self.is_tagged = is_tagged
        self.tags: tuple[str, ...] = ()  # of the headings that notes are below
        self.fields: Mapping[str, object] = {}  # of the next note
        self.losses = Losses()

    def made(self, section: int) -> tuple[NoteRecord, tuple[str, ...]]:
        """Return the open note, and its choices if it is a question with one right one."""
        if self.mark == ASKS and not self.fields and (asked := choices_below.question_in(self.lines)):
            return self._choice(asked, section), asked.choices if len(asked.right) == 1 else ()
        return self._plain(section), ()

    def warn(self, number: int, message: Message) -> None:
        """Add a loss in a line."""
        self.losses.add(message, Place(line=number))

    def _plain(self, section: int) -> NoteRecord:
        front, back = joined(self.front), joined(self.back or [])
        if self.is_tagged and self.mark != CLOZES:
            front, back = map(blanks.highlighted, (front, back))
        if self.is_tagged and self.mark in ("?", "??"):  # a line end is one in Obsidian
            front, back = map(with_line_ends, (front, back))
        kind = BASIC if self.mark in (ASKS, "::", "?", ":") else REVERSED
        if self.mark == CLOZES:
            front, kind = blanks.numbered(front) if len(front) <= MAX_FIELD_LENGTH else front, CLOZE
        elif self.mark == ASKS and not back and "back" not in self.fields and not self._is_choice():
            self.warn(self.line, NO_ANSWER)
        plain = {"front": front, "back": back, "kind": spelling_of(kind), "tags": list(self.tags)}
        source = {**plain, **self.fields, "section": section}
        note = ditcards_json.note_of(source, Place(line=self.line))
        if note.kind == CHOICE and "back" not in self.fields:
            return replace(note, back=without_label(note.back, note.label))
        return note

    def _choice(self, asked: ChoiceQuestion, section: int) -> NoteRecord:
        """Return a question with choices; an open one where several are right."""
        plain = NoteRecord(asked.front, section=section, tags=self.tags, place=Place(line=self.line))
        if len(asked.right) == 1:
            return replace(plain, kind=CHOICE, label=asked.right[0])
        choices, right = ("\n".join(f"- {text}" for text in texts) for texts in (asked.choices, asked.right))
        return replace(plain, front=f"{asked.front}\n\n{choices}", back=right)

    def _is_choice(self) -> bool:
        return self.fields.get("kind") == spelling_of(CHOICE)


def joined(lines: list[str]) -> str:
    """Return lines as a text without blank ones around it."""
    return "\n".join(lines).strip("\n")
