"""Reads and writes our own JSON, which holds all of a deck: docs/decks-as-text.md."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from apps.cards.kinds.registry import SPELLINGS, name_of_spelling, spelling_of
from apps.formats.messages import Message
from apps.formats.messages import gettext as _
from apps.formats.problems import EVERYWHERE, Code, ImportProblem, Place
from apps.formats.records import NUMBERINGS, SECTION_KINDS, DeckRecord, NoteRecord, SectionRecord
from apps.formats.text import decode
from apps.formats.validation import checked

FORMAT, VERSION = "ditcards-deck", 1
MAX_VALUES = 3_000_000
NEWER = _("This file was written by a newer Ditcards. Update Ditcards, or export the deck as CSV there.")
NOT_OURS = _("This is JSON, but not a Ditcards deck. Choose a file that was exported as JSON here.")
UNWRITTEN = {"place", "schedules", "created_at"}  # what belongs to one file, to one learner, or only to a whole deck
OF_DECK = ("title", "slug", "language", "licence", "attribution", "source_url")
OF_SECTION, OF_NOTE = (  # what is written, and the default with which it is left out
    {field.name: field.default for field in fields(kind) if field.name not in UNWRITTEN}
    for kind in (SectionRecord, NoteRecord)
)
STRUCTURE = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{,]', re.DOTALL)
SURROGATE = re.compile("[\ud800-\udfff]")
A_LIST = _("Here should be a list. Export the deck again, or fix the file.")
A_LIST_OF_TEXTS = _("Here should be a list of texts. Export the deck again, or fix the file.")
A_NUMBER = _("Here should be a whole number. Export the deck again, or fix the file.")
A_TEXT = _("Here should be a text. Export the deck again, or fix the file.")
AN_OBJECT = _("Here should be an object. Export the deck again, or fix the file.")
A_MOMENT = _("Here should be a moment, such as 2026-11-23T18:30:00Z. Export the deck again, or fix the file.")
TRUE_OR_FALSE = _("Here should be true or false. Export the deck again, or fix the file.")
ONE_OF_THESE = _("Here should be one of {values}. Export the deck again, or fix the file.")
ONE_OF = {"SectionRecord.kind": SECTION_KINDS, "SectionRecord.numbering": NUMBERINGS, "NoteRecord.kind": SPELLINGS}


def write(deck: DeckRecord) -> bytes:
    """Return the deck as JSON: what is empty is left out, one line for each value, always in the same order."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "deck": {name: getattr(deck, name) for name in OF_DECK if getattr(deck, name)},
        "sections": [to_dict(section) for section in deck.sections],
        "notes": [to_dict(note) | _creation(note) for note in deck.notes],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def to_dict(record: SectionRecord | NoteRecord) -> dict[str, object]:
    """Return the fields of a record that differ from their defaults."""
    defaults = OF_NOTE if isinstance(record, NoteRecord) else OF_SECTION
    shown = {name: value for name, default in defaults.items() if (value := getattr(record, name)) != default}
    if isinstance(record, NoteRecord) and "kind" in shown:
        shown["kind"] = spelling_of(record.kind)
    return shown


def _creation(note: NoteRecord) -> dict[str, object]:
    return {"created_at": note.created_at.isoformat(timespec="seconds")} if note.created_at else {}


def read(data: bytes) -> DeckRecord:
    """Return the deck of a file. Raises ImportProblem."""
    decode.check_size(data)
    return of_value(parsed(data))


def of_value(value: object) -> DeckRecord:
    """Return the deck of a value of JSON. Raises ImportProblem."""
    whole = _object(value, EVERYWHERE)
    _check_version(whole)
    head = _object(whole.get("deck", {}), Place(name="deck"))
    texts: dict[str, Any] = {name: _text(head.get(name, ""), Place(name=f"deck.{name}")) for name in OF_DECK}
    deck = DeckRecord(
        **texts,
        sections=tuple(section_of(each, place) for each, place in _listed(whole, "sections")),
        notes=tuple(note_of(each, place) for each, place in _listed(whole, "notes")),
    )
    for note in deck.notes:
        if note.section >= max(1, len(deck.sections)):
            last = max(0, len(deck.sections) - 1)
            message = _("Here should be a section from 0 to {last}. Export the deck again, or fix the file.", last=last)
            raise ImportProblem(Code.DAMAGED, message, note.place.child("section"))
    return checked(deck)


def parsed(data: bytes) -> object:
    """Return what JSON holds, after counting how much that is. Raises ImportProblem."""
    text = decode.to_text(data)
    if next(islice(STRUCTURE.finditer(text), MAX_VALUES, None), None):
        message = _("There is more in this file than can be read. Divide the deck into several.")
        raise ImportProblem(Code.TOO_LARGE, message)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        message = _("This isn’t JSON, or it is damaged. Export the deck again.")
        raise ImportProblem(Code.DAMAGED, message, Place(line=error.lineno, column=error.colno)) from error
    except (ValueError, RecursionError) as error:
        raise ImportProblem(Code.DAMAGED, _("This JSON is damaged. Export the deck again.")) from error


def _check_version(whole: Mapping[str, object]) -> None:
    version = whole.get("version")
    if whole.get("format") != FORMAT or not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ImportProblem(Code.NOT_A_DECK, NOT_OURS)
    if version > VERSION:
        raise ImportProblem(Code.TOO_NEW, NEWER)


def _listed(whole: Mapping[str, object], name: str) -> list[tuple[Mapping[str, object], Place]]:
    """Return the objects of a list, each with its place."""
    found = whole.get(name, [])
    if not isinstance(found, list):
        raise _wrong(Place(name=name), A_LIST)
    places = [Place(name=f"{name}[{index}]") for index in range(len(found))]
    return [(_object(each, place), place) for each, place in zip(found, places, strict=True)]


def section_of(source: Mapping[str, object], place: Place) -> SectionRecord:
    """Return the section that an object of JSON holds. Raises ImportProblem."""
    return SectionRecord(
        title=_text(source.get("title", ""), place.child("title")),
        kind=_choice(source, "kind", SectionRecord, place),
        introduction=_text(source.get("introduction", ""), place.child("introduction")),
        labels=_texts(source.get("labels", []), place.child("labels")),
        numbering=_choice(source, "numbering", SectionRecord, place),
        closing=_text(source.get("closing", ""), place.child("closing")),
    )


def note_of(source: Mapping[str, object], place: Place) -> NoteRecord:
    """Return the note that an object of JSON holds. Raises ImportProblem."""
    names = ("front", "back", "label", "extra", "guid", "deck")
    section = source.get("section", 0)
    if not isinstance(section, int) or isinstance(section, bool) or section < 0:
        raise _wrong(place.child("section"), A_NUMBER)
    archived = source.get("archived", False)
    if not isinstance(archived, bool):
        raise _wrong(place.child("archived"), TRUE_OR_FALSE)
    tags = _texts(source.get("tags", []), place.child("tags"))
    return NoteRecord(
        **{name: _text(source.get(name, ""), place.child(name)) for name in names},
        kind=name_of_spelling(_choice(source, "kind", NoteRecord, place)),
        tags=tuple(dict.fromkeys(word for tag in tags for word in tag.split())),
        section=section,
        archived=archived,
        schedules=(),
        created_at=_moment(source.get("created_at"), place.child("created_at")),
        place=place,
    )


def _choice(source: Mapping[str, object], name: str, record: type[SectionRecord | NoteRecord], place: Place) -> str:
    """Return a value that is one of a few; what the file leaves out is the default."""
    default = next(str(field.default) for field in fields(record) if field.name == name)
    value, known = source.get(name, default), ONE_OF[f"{record.__name__}.{name}"]
    if value not in known:
        raise _wrong(place.child(name), ONE_OF_THESE.with_parameters(values=", ".join(known)))
    return str(value)


def _moment(value: object, place: Place) -> datetime | None:
    """Return a moment in UTC; None where the file has none. Raises ImportProblem."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(_text(value, place)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _wrong(place, A_MOMENT) from error


def _texts(value: object, place: Place) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _wrong(place, A_LIST_OF_TEXTS)
    return tuple(_text(each, place) for each in value)


def _text(value: object, place: Place) -> str:
    """Return a text without what no database keeps. Raises ImportProblem for anything else."""
    if not isinstance(value, str):
        raise _wrong(place, A_TEXT)
    return SURROGATE.sub("", value.replace("\0", ""))


def _object(value: object, place: Place) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _wrong(place, AN_OBJECT) if place else ImportProblem(Code.NOT_A_DECK, NOT_OURS)
    return value


def _wrong(place: Place, message: Message) -> ImportProblem:
    return ImportProblem(Code.DAMAGED, message, place)
