"""Mnemosyne's facts as notes: which fields each card of a fact asks and answers decides the kind."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from apps.cards.kinds import multi_card
from apps.cards.kinds.registry import BASIC, CLOZE, MULTI_CARD, REVERSED
from apps.formats.losses import Losses
from apps.formats.messages import ngettext
from apps.formats.other_programs import mnemosyne_texts
from apps.formats.problems import EVERYWHERE, ImportWarning, Place
from apps.formats.records import NoteRecord, ScheduleRecord

type View = tuple[tuple[str, ...], tuple[str, ...]]  # the fields that a card asks, and those that answer

VIEWS: dict[str, View] = {
    "1.1": (("f",), ("b",)),  # front to back
    "2.1": (("f",), ("b",)),  # both ways
    "2.2": (("b",), ("f",)),
    "3.1": (("f",), ("p_1", "m_1", "n")),  # vocabulary
    "3.2": (("m_1",), ("f", "p_1", "n")),
    "4.1": (("loc", "blank"), ("marked",)),  # a map
    "4.2": (("marked",), ("loc",)),
    "6.1": (("f",), ("p_1", "m_1")),  # a sentence, whose blanks another card asks for
}
SENTENCE = "6.1"
CLOZE_VIEWS = {"5.1": "text", "6.2": "f"}  # and their field with blanks
MAX_NAME_LENGTH = 40
EMPTY_SIDE = ngettext(
    "{count} note has an empty side and was left out: {places}.",
    "{count} notes have an empty side and were left out: {places}.",
    1,
)


@dataclass(frozen=True, slots=True)
class FactCard:
    """A card of a fact: its view, the names of its tags, its schedule where it has one."""

    view: str
    tags: tuple[str, ...] = ()
    schedule: ScheduleRecord | None = None


@dataclass
class FactNotes:
    """Makes notes, and names what none can be made of. `views` are those of the file beside Mnemosyne's own."""

    views: Mapping[str, View] = field(default_factory=dict)
    losses: Losses = field(default_factory=Losses)
    place: Place = EVERYWHERE  # of the fact that is read
    categories: set[tuple[str, ...]] = field(default_factory=set)  # the tags of each fact

    def notes(self, guid: str, fields: Mapping[str, str], cards: Sequence[FactCard]) -> Iterator[NoteRecord]:
        """Yield the notes of a fact: one, and one more where it asks both with blanks and without."""
        self.place = Place(note=_name(fields))
        ordered = sorted({card.view: card for card in cards}.values(), key=lambda card: card.view)
        categories = tuple(dict.fromkeys(tag.strip() for card in cards for tag in card.tags))
        self.categories.add(categories)
        tags = tuple(dict.fromkeys("_".join(tag.split()) for tag in categories))
        blanked = [card for card in ordered if _parent(card.view) in CLOZE_VIEWS]
        asked = [card for card in ordered if card not in blanked]
        found = [self._cloze(fields, CLOZE_VIEWS[_parent(card.view)]) for card in blanked[:1]]
        found += [self._of_sides(fields, asked)] if asked else []
        for number, note in enumerate(filter(None, found)):
            kind, front, back, extra = note
            schedules = () if kind == CLOZE else _schedules(asked)
            guid = f"{guid}-{number + 1}" if guid and number else guid
            yield NoteRecord(front, back, kind, extra=extra, tags=tags, guid=guid, schedules=schedules)

    @property
    def only_category(self) -> str:
        """Return the category that all facts are in, and no other; empty where there is none."""
        return next(iter(self.categories))[0] if [len(each) for each in self.categories] == [1] else ""

    def warnings(self) -> list[ImportWarning]:
        """Return a warning of each sort of loss."""
        return self.losses.warnings()

    def _cloze(self, fields: Mapping[str, str], name: str) -> tuple[str, str, str, str] | None:
        written = fields.get(name, "")
        blanked = mnemosyne_texts.blanked(written)
        if blanked == written:
            self.losses.add(EMPTY_SIDE, self.place)
            return None
        others = [self._text(text) for other, text in fields.items() if other != name]
        return CLOZE, self._text(blanked), "", "\n\n".join(filter(None, others))

    def _of_sides(self, fields: Mapping[str, str], cards: Sequence[FactCard]) -> tuple[str, str, str, str] | None:
        """Return the kind and the texts of what asks fields for others."""
        if any(_parent(card.view) == SENTENCE for card in cards):
            fields = {name: mnemosyne_texts.unblanked(text) for name, text in fields.items()}
        texts = {name: self._text(text) for name, text in fields.items()}
        views = [self._view(card.view, fields) for card in cards]
        joined = [(_joined(texts, asked), _joined(texts, answers)) for asked, answers in views]
        sides = [(front, back) for front, back in joined if front and back]
        if not sides:
            self.losses.add(EMPTY_SIDE, self.place)
            return None
        (front, back), *others = sides
        if others in ([], [(back, front)]):
            return REVERSED if others else BASIC, front, back, ""
        fronts, backs = zip(*sides, strict=True)
        return MULTI_CARD, multi_card.joined(fronts), multi_card.joined(backs), ""

    def _view(self, view: str, fields: Mapping[str, str]) -> View:
        """Return what a card asks; of a view that is not in the file, the first field asks for all others."""
        known = self.views.get(view) or VIEWS.get(_parent(view))
        names = tuple(fields)
        return known or (names[:1], names[1:])

    def _text(self, field_: str) -> str:
        converted = mnemosyne_texts.markdown(field_)
        for sort in converted.removed:
            self.losses.add(sort, self.place)
        return converted.text.strip()


def view_of(asks: str, answers: str) -> View | None:
    """Return the view of two lists of fields, as Mnemosyne writes them; None for what is no list."""
    try:
        lists = [ast.literal_eval(text) for text in (asks[:1_000], answers[:1_000])]
        front, back = (tuple(str(name) for name in each) for each in lists)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return None
    return front, back


def _name(fields: Mapping[str, str]) -> str:
    """Return what people know a fact by: the first words of it."""
    texts = (" ".join(text.split()) for text in fields.values())
    return next(filter(None, texts), "…")[:MAX_NAME_LENGTH]


def _parent(view: str) -> str:
    """Return Mnemosyne's own view of which a view is a copy: 3.1 of 3::French.1."""
    type_, _dot, number = view.rpartition(".")
    return f"{type_.partition('::')[0]}.{number}"


def _joined(texts: Mapping[str, str], names: Sequence[str]) -> str:
    return "\n\n".join(texts[name] for name in names if texts.get(name))


def _schedules(cards: Sequence[FactCard]) -> tuple[ScheduleRecord, ...]:
    """Return the schedules of cards, as far as each before has one."""
    found = []
    for card in cards:
        if card.schedule is None:
            break
        found.append(card.schedule)
    return tuple(found)
