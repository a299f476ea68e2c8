"""Makes cards of Anki's notes, as Anki would show them: HTML that nobody has cleaned yet."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from apps.formats.anki.fields import cloze
from apps.formats.anki.records import DEFAULT_DECK, AnkiDeck, AnkiNote, AnkiNoteType, CardTemplate
from apps.formats.anki.templates import filters, template_syntax
from apps.formats.anki.templates.template_syntax import Field, Template
from apps.formats.problems import ImportProblem, Place

EMPTY = re.compile(r"(?:\s|</?(?:br|div)\s*/?>)*", re.IGNORECASE)
FRONT_SIDE = "FrontSide"
TEXT_FILTERS: Mapping[str, Callable[[str], str]] = {
    "text": filters.without_tags,
    "furigana": filters.furigana,
    "kanji": filters.kanji,
    "kana": filters.kana,
}
SPEECH_FILTERS = ("tts ", "tts-voices")


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a card in HTML."""

    front: str
    back: str


class CardMaker:
    """Makes the cards of one note type; a template that cannot be read makes none, and `problems` has why."""

    def __init__(self, note_type: AnkiNoteType) -> None:
        self._type = note_type
        self.problems: list[ImportProblem] = []
        sides = enumerate(map(self._parsed, note_type.templates))
        self._templates = {index: both for index, both in sides if both}
        self._front_fields = set().union(*(template_syntax.names(front) for front, _ in self._templates.values()))
        self._names = self._front_fields.union(*(template_syntax.names(back) for _, back in self._templates.values()))

    def ordinals(self, note: AnkiNote) -> list[int]:
        """Return which cards Anki makes of a note: one per blank, or per template whose front shows a filled field."""
        if self._type.is_cloze:
            texts = (self._fields(note).get(name, "") for name in self._cloze_fields())
            return sorted({number - 1 for text in texts for number in cloze.numbers(text)})
        only_fields = self._front_fields.issubset(self._type.fields)
        filled = _filled(self._fields(note) if only_fields else self._values(note, 0, AnkiDeck(0, ("",)), 0))
        return [
            index for index, (front, _) in self._templates.items() if template_syntax.shows_something(front, filled)
        ]

    def front_fields(self, note: AnkiNote, ordinal: int) -> set[str]:
        """Name the fields of a note that a front shows, hidden or not."""
        filled = _filled(self._fields(note))
        return {field.name for field in template_syntax.fields_shown(self._sides(ordinal)[0], filled)}

    def render(
        self, note: AnkiNote, ordinal: int, deck: AnkiDeck, *, flag: int = 0, repeats_front: bool = True
    ) -> Sides:
        """Return the sides of the card with this ordinal, or raise ImportProblem where they get too long.

        Where Anki repeats the front above the answer, the back does so too, unless `repeats_front` is off.
        """
        filled, card = self._card(note, ordinal, deck, flag)
        front = self._front(note, ordinal, filled, card)
        card.front = front if repeats_front else ""
        back = template_syntax.render(self._sides(ordinal)[1], filled, card.on_back, _place(note))
        return Sides(front, back)

    def front(self, note: AnkiNote, ordinal: int) -> str:
        """Return only the front of a card, wherever the card is. Raises ImportProblem where it gets too long."""
        return self._front(note, ordinal, *self._card(note, ordinal, DEFAULT_DECK, 0))

    def _front(self, note: AnkiNote, ordinal: int, filled: set[str], card: "_Card") -> str:
        return template_syntax.render(self._sides(ordinal)[0], filled, card.on_front, _place(note))

    def _card(self, note: AnkiNote, ordinal: int, deck: AnkiDeck, flag: int) -> tuple[set[str], "_Card"]:
        """Return the names of what is filled on a card, and what shows its fields."""
        values = self._values(note, ordinal, deck, flag)
        filled = _filled(values)
        shown = (template_syntax.fields_shown(side, filled) for side in self._sides(ordinal))
        return filled, _Card(values, ordinal + 1, *shown)

    def _parsed(self, template: CardTemplate) -> tuple[Template, Template] | None:
        place = Place(note_type=self._type.name[:50], template=template.name[:50])
        try:
            return template_syntax.parse(template.front, place), template_syntax.parse(template.back, place)
        except ImportProblem as problem:
            self.problems.append(problem)
            return None

    def _sides(self, ordinal: int) -> tuple[Template, Template]:
        return self._templates.get(0 if self._type.is_cloze else ordinal, ((), ()))

    def _cloze_fields(self) -> list[str]:
        front = self._sides(0)[0]
        return [step.name for step in front if isinstance(step, Field) and "cloze" in step.filters]

    def _fields(self, note: AnkiNote) -> dict[str, str]:
        return dict(zip(self._type.fields, note.fields, strict=False))

    def _values(self, note: AnkiNote, ordinal: int, deck: AnkiDeck, flag: int) -> dict[str, str]:
        """Return the text of each field, and of what Anki itself knows about the card where templates name it."""
        template = self._type.templates[0 if self._type.is_cloze else ordinal]
        own = {
            "Tags": " ".join(note.tags),
            "Type": self._type.name,
            "Deck": "::".join(deck.path),
            "Subdeck": deck.path[-1],
            "Card": template.name,
            "CardFlag": f"flag{flag}",
        }
        numbered = {f"c{ordinal + 1}": "1"} if self._type.is_cloze else {}
        return numbered | {name: escape(own[name]) for name in own.keys() & self._names} | self._fields(note)


class _Card:
    """Shows the fields of one card, of whose two sides the fields are known."""

    def __init__(self, values: dict[str, str], number: int, front: Sequence[Field], back: Sequence[Field]) -> None:
        self._values = values
        self._number = number
        self._written = {field.name for field in front if _is_written(field)}
        self._written_on_back = {field.name for field in back if _is_written(field)}
        self._typed_fields = {field.name for field in front if "type" in field.filters}
        self._blanked = {field.name for field in front if "cloze" in field.filters and _is_written(field)}
        self.front = ""

    def on_front(self, field: Field) -> str:
        """Return what stands for a field in a question; one that is spoken is read, unless that answers it."""
        if _is_spoken(field) and self._is_better_unread(field.name):
            return ""
        return self._shown(field, reveal=False)

    def on_back(self, field: Field) -> str:
        """Return what stands for a field in an answer."""
        if _is_spoken(field) and field.name in self._written | self._written_on_back:
            return ""
        return self.front if field.name == FRONT_SIDE else self._shown(field, reveal=True)

    def _is_better_unread(self, name: str) -> bool:
        """Return whether a question is better without the text that it speaks: it is there, or is the answer."""
        is_answer = self._written and name in self._written_on_back
        return bool(name in self._written | self._typed_fields or is_answer)

    def _shown(self, field: Field, *, reveal: bool) -> str:
        text = self._values.get(field.name, "")
        if "type" in field.filters:
            return self._typed(text, field) if reveal else self._to_type(text, field)
        for name in field.filters:
            text = self._filtered(text, name, field.name, reveal=reveal)
        return text

    def _filtered(self, text: str, name: str, field_name: str, *, reveal: bool) -> str:
        """Return the text after one filter; one that only an add-on knows changes nothing, as in Anki without it."""
        if name == "cloze":
            return cloze.answer(text, self._number) if reveal else cloze.question(text, self._number)
        if name == "cloze-only":
            return cloze.only(text, self._number, reveal=reveal)
        if name == "hint":
            return filters.hint(text, field_name)
        return TEXT_FILTERS[name](text) if name in TEXT_FILTERS else text

    def _to_type(self, text: str, field: Field) -> str:
        """Return what asks for the answer that is to be typed: the text with its blanks, unless that is there."""
        is_missing = "cloze" in field.filters and field.name not in self._blanked
        return cloze.question(text, self._number) if is_missing else ""

    def _typed(self, text: str, field: Field) -> str:
        """Return the answer that was to be typed."""
        return cloze.only(text, self._number, reveal=True) if "cloze" in field.filters else text


def _place(note: AnkiNote) -> Place:
    return Place(note=note.guid[:50])


def _is_spoken(field: Field) -> bool:
    return any(name.startswith(SPEECH_FILTERS) for name in field.filters)


def _is_written(field: Field) -> bool:
    """Return whether a field is there to be read at once."""
    return not (_is_spoken(field) or {"type", "hint"} & {*field.filters})


def _filled(values: Mapping[str, str]) -> set[str]:
    return {name for name, value in values.items() if not EMPTY.fullmatch(value)}
