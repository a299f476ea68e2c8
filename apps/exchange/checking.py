"""What every deck that was read must keep to, whatever it was read from. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from apps.exchange.limits import (
    MOST_IN_CREDIT,
    MOST_IN_FIELD,
    MOST_IN_GUID,
    MOST_IN_LABEL,
    MOST_IN_TAGS,
    MOST_IN_TITLE,
    MOST_LABELS,
    MOST_NOTES,
    MOST_SECTIONS,
)
from apps.exchange.problems import Code, Problem, too_many
from apps.exchange.records import Deck, Note, Section, Warned

OF_DECK = dict.fromkeys(("title", "licence"), MOST_IN_TITLE) | {
    "slug": 100,
    "language": 35,
    "attribution": MOST_IN_CREDIT,
    "source_url": MOST_IN_TITLE,
}
OF_SECTION = {"title": MOST_IN_TITLE, "introduction": MOST_IN_FIELD, "closing": MOST_IN_FIELD}
OF_NOTE = {"front": MOST_IN_FIELD, "back": MOST_IN_FIELD, "extra": MOST_IN_FIELD}
OF_NOTE |= {"label": MOST_IN_LABEL, "guid": MOST_IN_GUID, "deck": 1_000}


def checked(deck: Deck) -> Deck:
    """Return the deck with each identifier once, or raise Problem where it holds more than we keep."""
    if len(deck.notes) > MOST_NOTES:
        raise too_many(MOST_NOTES, "notes")
    if len(deck.sections) > MOST_SECTIONS:
        raise too_many(MOST_SECTIONS, "sections")
    _check_lengths(deck, OF_DECK, "")
    for section in deck.sections:
        _check_section(section)
    for note in deck.notes:
        _check_lengths(note, OF_NOTE, note.where)
        if len(" ".join(note.tags)) > MOST_IN_TAGS:
            raise _too_long("tags", MOST_IN_TAGS, note.where)
    return _each_once(deck)


def _check_section(section: Section) -> None:
    where = f"Section “{section.title[:40]}”"
    _check_lengths(section, OF_SECTION, where)
    if len(section.labels) > MOST_LABELS:
        raise too_many(MOST_LABELS, "labels", where)
    if any(len(label) > MOST_IN_LABEL for label in section.labels):
        raise _too_long("label", MOST_IN_LABEL, where)


def _check_lengths(record: Deck | Section | Note, most: dict[str, int], where: str) -> None:
    for name, length in most.items():
        if len(getattr(record, name)) > length:
            raise _too_long(name.replace("_", " "), length, where)


def _too_long(name: str, most: int, where: str) -> Problem:
    return Problem(Code.TOO_LARGE, f"The {name} here has more than {most:,} characters. Shorten it.", where)


def _each_once(deck: Deck) -> Deck:
    """Take an identifier from a note that shares it with an earlier one: it is known by its front then."""
    seen: dict[tuple[str, str], str] = {}
    warnings: list[Warned] = []
    notes = tuple(_only_once(deck.notes, seen, warnings))
    return replace(deck, notes=notes, warnings=(*deck.warnings, *warnings)) if warnings else deck


def _only_once(notes: Iterable[Note], seen: dict[tuple[str, str], str], warnings: list[Warned]) -> Iterable[Note]:
    for note in notes:
        key = (note.deck, note.guid)
        if note.guid and key in seen:
            message = f"The identifier “{note.guid}” is that of another note already ({seen[key]}). It was left out."
            warnings.append(Warned(note.where, message))
            yield replace(note, guid="")
            continue
        seen[key] = note.where
        yield note
