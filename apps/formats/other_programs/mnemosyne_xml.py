"""Mnemosyne's XML: of version 2, the log of what was added (`cards.xml`), and of version 1, a list of items."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from apps.formats.limits import MAX_GUID_LENGTH, MAX_NOTES, MAX_TITLE_LENGTH
from apps.formats.messages import gettext as _
from apps.formats.other_programs.mnemosyne_notes import FactCard, FactNotes, View, view_of
from apps.formats.problems import Code, ImportProblem, too_many
from apps.formats.records import DeckRecord, NoteRecord, ScheduleRecord
from apps.formats.text import xml_elements
from apps.formats.validation import checked

LOG, ITEMS = "openSM2sync", "mnemosyne"  # the roots of version 2 and of version 1
UNTAGGED = ("__UNTAGGED__", "<default>", "")
STARTED = re.compile(r"<mnemosyne\b[^>]{0,500}?\btime_of_start\s*=\s*[\"'](\d{1,11})")
NUMBER = re.compile(r"-?\d{1,11}(?:\.\d{1,20})?")
EPOCH, DAY = date(1970, 1, 1), 86_400
MAX_DAYS = 100_000
REMEMBERED = 2  # the lowest grade of a card that has an interval
DEFAULT_EASINESS = 250
BACKWARDS = ".inv"  # ends the ID of an item of version 1 that asks its pair the other way round
NOTHING = _("There is no card in this file. In Mnemosyne, choose File, Export.")


@dataclass
class _Log:
    """What a log adds, by its IDs; the tags of cards are IDs as well."""

    tags: dict[str, str] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    cards: dict[str, list[FactCard]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entry: Element) -> None:
        """Add an entry. Raises ImportProblem for too many."""
        id_, texts = entry.get("o_id", ""), {child.tag.removeprefix("___"): child.text or "" for child in entry}
        match entry.get("type"):  # of what was added: a card, a tag, a fact, a view
            case "6":
                self.cards[entry.get("fact", "")].append(_card(entry))
            case "10":
                self.tags[id_] = texts.get("name", "")
            case "16":
                self.facts[id_] = texts
                if len(self.facts) > MAX_NOTES:
                    raise too_many(MAX_NOTES, "notes")
            case "19" if found := view_of(texts.get("q_fact_keys", ""), texts.get("a_fact_keys", "")):
                self.views[id_] = found

    def tagged(self, card: FactCard) -> FactCard:
        """Return a card with the names of its tags."""
        return replace(card, tags=tuple(name for tag in card.tags if (name := self.tags.get(tag, "")) not in UNTAGGED))


@dataclass(frozen=True, slots=True)
class _MnemosyneItem:
    """An item of version 1."""

    question: str
    answer: str
    card: FactCard


def read(text: str) -> DeckRecord:
    """Return the deck of XML of either version, named after its category if it has one. Raises ImportProblem."""
    maker = FactNotes()
    notes = _of_log(text, maker) if xml_elements.root_name(text) == LOG else _of_items(text, maker)
    found = tuple(notes)
    deck = checked(DeckRecord(title=maker.only_category[:MAX_TITLE_LENGTH], notes=found))
    if not deck.notes:
        raise ImportProblem(Code.NOT_A_DECK, NOTHING)
    return replace(deck, warnings=(*deck.warnings, *maker.warnings()))


def _of_log(text: str, maker: FactNotes) -> Iterator[NoteRecord]:
    """Yield the notes of a log: its facts that have cards."""
    log = _Log()
    for entry in xml_elements.elements(text, ("log",)):
        log.add(entry)
    maker.views = log.views
    for id_, fields in log.facts.items():
        if id_ in log.cards:
            yield from maker.notes(_guid(id_), fields, [log.tagged(card) for card in log.cards[id_]])


def _of_items(text: str, maker: FactNotes) -> Iterator[NoteRecord]:
    """Yield the notes of items: two that ask each other's answers are one."""
    started = STARTED.search(text)
    items: dict[str, _MnemosyneItem] = {}
    for number, element in enumerate(xml_elements.elements(text, ("item",))):
        if number >= MAX_NOTES:
            raise too_many(MAX_NOTES, "notes")
        items[element.get("id") or f"#{number}"] = _item(element, int(started[1]) // DAY if started else 0)
    for id_, item in items.items():
        fields, guid = {"f": item.question, "b": item.answer}, "" if id_[0] in "#_" else _guid(id_)
        other, pair = items.get(f"{id_}{BACKWARDS}"), items.get(id_.removesuffix(BACKWARDS))
        if other and _are_pair(item, other):
            cards = [item.card, replace(other.card, view="2.2")]
            yield from maker.notes(guid, fields, cards)
        elif not (id_.endswith(BACKWARDS) and pair and _are_pair(pair, item)):
            yield from maker.notes(guid, fields, [item.card])


def _are_pair(one: _MnemosyneItem, other: _MnemosyneItem) -> bool:
    return (one.question, one.answer) == (other.answer, other.question)


def _item(element: Element, first_day: int) -> _MnemosyneItem:
    values = {name: element.findtext(name) or "" for name in ("cat", "Q", "A")}
    tags = () if values["cat"].strip() in UNTAGGED else (values["cat"],)
    last, due = _number(element, "l_rp"), _number(element, "n_rp")
    schedule = _schedule(element, first_day + last, first_day + due) if first_day else None
    return _MnemosyneItem(values["Q"].strip(), values["A"].strip(), FactCard("2.1", tags, schedule))


def _card(entry: Element) -> FactCard:
    last, due = _number(entry, "l_rp"), _number(entry, "n_rp")
    schedule = _schedule(entry, last / DAY, due / DAY) if last > 0 else None
    return FactCard(entry.get("fact_v", ""), tuple(entry.get("tags", "").split(",")), schedule)


def _schedule(element: Element, last: float, due: float) -> ScheduleRecord | None:
    """Return the schedule of a card between two days since 1970; none of a card that was never remembered."""
    if _number(element, "gr") < REMEMBERED or not 0 < last <= due <= MAX_DAYS:
        return None
    easiness = round(_number(element, "e") * 100) or DEFAULT_EASINESS
    return ScheduleRecord(EPOCH + timedelta(days=int(due)), max(1, round(due - last)), easiness)


def _number(element: Element, name: str) -> float:
    text = element.get(name, "").strip()
    return float(text) if NUMBER.fullmatch(text) else 0.0


def _guid(id_: str) -> str:
    return id_ if len(id_) <= MAX_GUID_LENGTH - 2 else ""
