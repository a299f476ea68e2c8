"""Reads and writes our own JSON, which says all of a deck: docs/decks-as-text.md. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from itertools import islice
from typing import Any

from apps.formats.problems import Code, ImportProblem
from apps.formats.records import KINDS, NUMBERINGS, SECTION_KINDS, DeckRecord, NoteRecord, SectionRecord
from apps.formats.text import decode
from apps.formats.validation import checked

FORMAT, VERSION = "ditcards-deck", 1
MAX_VALUES = 3_000_000
NEWER = "This file was written by a newer Ditcards. Update Ditcards, or export the deck as CSV there."
NOT_OURS = "This is JSON, but no deck of Ditcards. Choose a file that was exported as JSON here."
OF_DECK = ("title", "slug", "language", "licence", "attribution", "source_url")
STRUCTURE = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{,]', re.DOTALL)
SURROGATE = re.compile("[\ud800-\udfff]")
ONE_OF = {"SectionRecord.kind": SECTION_KINDS, "SectionRecord.numbering": NUMBERINGS, "NoteRecord.kind": KINDS}


def write(deck: DeckRecord) -> bytes:
    """Return the deck as JSON: what is empty is left out, one line for each value, always in the same order."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "deck": {name: getattr(deck, name) for name in OF_DECK if getattr(deck, name)},
        "sections": [said(section) for section in deck.sections],
        "notes": [said(note) for note in deck.notes],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def said(record: SectionRecord | NoteRecord) -> dict[str, Any]:
    """Return the fields of a record that are not as they are by themselves."""
    values = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "where"}
    usual = {field.name: field.default for field in fields(record)}
    return {name: value for name, value in values.items() if value != usual[name]}


def read(data: bytes) -> DeckRecord:
    """Return the deck of a file. Raises Problem."""
    decode.check_size(data)
    whole = _object(_parsed(data), "The file")
    _check_version(whole)
    head = _object(whole.get("deck", {}), "deck")
    texts: dict[str, Any] = {name: _text(head.get(name, ""), f"deck.{name}") for name in OF_DECK}
    deck = DeckRecord(
        **texts,
        sections=tuple(section_of(each, where) for each, where in _listed(whole, "sections")),
        notes=tuple(note_of(each, where) for each, where in _listed(whole, "notes")),
    )
    for note in deck.notes:
        if note.section >= max(1, len(deck.sections)):
            raise _wrong(f"{note.where}.section", f"a section from 0 to {max(0, len(deck.sections) - 1)}")
    return checked(deck)


def _parsed(data: bytes) -> Any:
    """Return what JSON holds, after counting how much that is. Raises Problem."""
    text = decode.to_text(data)
    if next(islice(STRUCTURE.finditer(text), MAX_VALUES, None), None):
        raise ImportProblem(
            Code.TOO_LARGE, "There is more in this file than can be read. Divide the deck into several."
        )
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        message = "This is no JSON, or it is damaged. Export the deck again."
        raise ImportProblem(Code.DAMAGED, message, f"Line {error.lineno}, column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise ImportProblem(Code.DAMAGED, "This JSON is damaged. Export the deck again.") from error


def _check_version(whole: Mapping[str, Any]) -> None:
    version = whole.get("version")
    if whole.get("format") != FORMAT or not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ImportProblem(Code.NOT_A_DECK, NOT_OURS)
    if version > VERSION:
        raise ImportProblem(Code.TOO_NEW, NEWER)


def _listed(whole: Mapping[str, Any], name: str) -> list[tuple[Mapping[str, Any], str]]:
    """Return the objects of a list, each with its place."""
    found = whole.get(name, [])
    if not isinstance(found, list):
        raise _wrong(name, "a list")
    return [(_object(each, f"{name}[{index}]"), f"{name}[{index}]") for index, each in enumerate(found)]


def section_of(source: Mapping[str, Any], where: str) -> SectionRecord:
    """Return the section that an object of JSON says. Raises Problem."""
    return SectionRecord(
        title=_text(source.get("title", ""), f"{where}.title"),
        kind=_choice(source, "kind", SectionRecord, where),
        introduction=_text(source.get("introduction", ""), f"{where}.introduction"),
        labels=_texts(source.get("labels", []), f"{where}.labels"),
        numbering=_choice(source, "numbering", SectionRecord, where),
        closing=_text(source.get("closing", ""), f"{where}.closing"),
    )


def note_of(source: Mapping[str, Any], where: str) -> NoteRecord:
    """Return the note that an object of JSON says. Raises Problem."""
    names = ("front", "back", "label", "extra", "guid", "deck")
    section = source.get("section", 0)
    if not isinstance(section, int) or isinstance(section, bool) or section < 0:
        raise _wrong(f"{where}.section", "a number")
    archived = source.get("archived", False)
    if not isinstance(archived, bool):
        raise _wrong(f"{where}.archived", "true or false")
    tags = _texts(source.get("tags", []), f"{where}.tags")
    return NoteRecord(
        **{name: _text(source.get(name, ""), f"{where}.{name}") for name in names},
        kind=_choice(source, "kind", NoteRecord, where),
        tags=tuple(dict.fromkeys(word for tag in tags for word in tag.split())),
        section=section,
        archived=archived,
        where=where,
    )


def _choice(source: Mapping[str, Any], name: str, record: type[SectionRecord | NoteRecord], where: str) -> str:
    """Return a value that is one of a few; what the file does not say is as usual."""
    usual = next(str(field.default) for field in fields(record) if field.name == name)
    value, known = source.get(name, usual), ONE_OF[f"{record.__name__}.{name}"]
    if value not in known:
        raise _wrong(f"{where}.{name}", f"one of {', '.join(known)}")
    return str(value)


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _wrong(where, "a list of texts")
    return tuple(_text(each, where) for each in value)


def _text(value: Any, where: str) -> str:
    """Return a text without what no database keeps. Raises Problem for anything else."""
    if not isinstance(value, str):
        raise _wrong(where, "a text")
    return SURROGATE.sub("", value.replace("\0", ""))


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ImportProblem(Code.NOT_A_DECK, NOT_OURS) if where == "The file" else _wrong(where, "an object")
    return value


def _wrong(where: str, wanted: str) -> ImportProblem:
    return ImportProblem(Code.DAMAGED, f"Here should be {wanted}. Export the deck again, or mend the file.", where)
