"""Makes cards of Anki's notes, as Anki would show them: HTML that nobody has cleaned yet."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from apps.formats.anki import cloze, filters, templates
from apps.formats.anki.records import AnkiDeck, AnkiNote, AnkiNoteType, CardTemplate
from apps.formats.anki.templates import Field, Template
from apps.formats.problems import Place

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
    """The two sides of a card in HTML. A blank card's front shows none of its note's fields: it cannot be reviewed."""

    front: str
    back: str
    is_blank: bool


class CardMaker:
    """Makes the cards of one note type. Raises ImportProblem where a template of it cannot be read."""

    def __init__(self, note_type: AnkiNoteType) -> None:
        self._type = note_type
        self._templates = [self._parsed(template) for template in note_type.templates]
        self._front_fields = set().union(*(templates.names(front) for front, _ in self._templates))

    def ordinals(self, note: AnkiNote) -> list[int]:
        """Return which cards Anki makes of a note: one per blank, or per template whose front shows a filled field."""
        if self._type.is_cloze:
            texts = (self._fields(note).get(name, "") for name in self._cloze_fields())
            return sorted({number - 1 for text in texts for number in cloze.numbers(text)})
        only_fields = self._front_fields.issubset(self._type.fields)
        filled = _filled(self._fields(note) if only_fields else self._values(note, 0, AnkiDeck(0, ("",)), 0))
        return [place for place, (front, _) in enumerate(self._templates) if templates.shows_something(front, filled)]

    def render(
        self, note: AnkiNote, ordinal: int, deck: AnkiDeck, *, flag: int = 0, repeats_front: bool = True
    ) -> Sides:
        """Return the sides of the card with this ordinal, or raise ImportProblem where they get too long.

        Where Anki repeats the front above the answer, the back does so too, unless `repeats_front` is off.
        """
        index = 0 if self._type.is_cloze else ordinal
        place = Place(note=note.guid[:50])
        values = self._values(note, ordinal, deck, flag)
        filled = _filled(values)
        card = _Card(values, ordinal + 1)
        front = templates.render(self._templates[index][0], filled, card.on_front, place)
        card.front = front if repeats_front else ""
        back = templates.render(self._templates[index][1], filled, card.on_back, place)
        return Sides(front, back, is_blank=ordinal not in self.ordinals(note))

    def _parsed(self, template: CardTemplate) -> tuple[Template, Template]:
        place = Place(note_type=self._type.name[:50], template=template.name[:50])
        return templates.parse(template.front, place), templates.parse(template.back, place)

    def _cloze_fields(self) -> list[str]:
        front = self._templates[0][0]
        return [step.name for step in front if isinstance(step, Field) and "cloze" in step.filters]

    def _fields(self, note: AnkiNote) -> dict[str, str]:
        return dict(zip(self._type.fields, note.fields, strict=False))

    def _values(self, note: AnkiNote, ordinal: int, deck: AnkiDeck, flag: int) -> dict[str, str]:
        """Return the text of each field and of what Anki itself knows about the card."""
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
        return numbered | {name: escape(value) for name, value in own.items()} | self._fields(note)


class _Card:
    """Shows the fields of one card."""

    def __init__(self, values: dict[str, str], number: int) -> None:
        self._values = values
        self._number = number
        self.front = ""

    def on_front(self, field: Field) -> str:
        """Return what stands for a field in a question."""
        return self._shown(field, reveal=False)

    def on_back(self, field: Field) -> str:
        """Return what stands for a field in an answer."""
        return self.front if field.name == FRONT_SIDE else self._shown(field, reveal=True)

    def _shown(self, field: Field, *, reveal: bool) -> str:
        text = self._values.get(field.name, "")
        if "type" in field.filters:
            return self._typed(text, field) if reveal else ""
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
        if name.startswith(SPEECH_FILTERS):
            return ""  # it is spoken and not shown
        return TEXT_FILTERS[name](text) if name in TEXT_FILTERS else text

    def _typed(self, text: str, field: Field) -> str:
        """Return the answer that was to be typed."""
        return cloze.only(text, self._number, reveal=True) if "cloze" in field.filters else text


def _filled(values: Mapping[str, str]) -> set[str]:
    return {name for name, value in values.items() if not EMPTY.fullmatch(value)}
