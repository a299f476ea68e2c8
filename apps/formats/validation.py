"""What every deck that was read must keep to, whatever it was read from. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from apps.formats.limits import (
    MAX_CREDIT_LENGTH,
    MAX_FIELD_LENGTH,
    MAX_GUID_LENGTH,
    MAX_LABEL_LENGTH,
    MAX_LABELS,
    MAX_NOTES,
    MAX_SECTIONS,
    MAX_TAGS_LENGTH,
    MAX_TITLE_LENGTH,
)
from apps.formats.problems import Code, ImportProblem, ImportWarning, too_many
from apps.formats.records import DeckRecord, NoteRecord, SectionRecord

OF_DECK = dict.fromkeys(("title", "licence"), MAX_TITLE_LENGTH) | {
    "slug": 100,
    "language": 35,
    "attribution": MAX_CREDIT_LENGTH,
    "source_url": MAX_TITLE_LENGTH,
}
OF_SECTION = {"title": MAX_TITLE_LENGTH, "introduction": MAX_FIELD_LENGTH, "closing": MAX_FIELD_LENGTH}
OF_NOTE = {"front": MAX_FIELD_LENGTH, "back": MAX_FIELD_LENGTH, "extra": MAX_FIELD_LENGTH}
OF_NOTE |= {"label": MAX_LABEL_LENGTH, "guid": MAX_GUID_LENGTH, "deck": 1_000}


def checked(deck: DeckRecord) -> DeckRecord:
    """Return the deck with each identifier once, or raise Problem where it holds more than we keep."""
    if len(deck.notes) > MAX_NOTES:
        raise too_many(MAX_NOTES, "notes")
    if len(deck.sections) > MAX_SECTIONS:
        raise too_many(MAX_SECTIONS, "sections")
    _check_lengths(deck, OF_DECK, "")
    for section in deck.sections:
        _check_section(section)
    for note in deck.notes:
        _check_lengths(note, OF_NOTE, note.where)
        if len(" ".join(note.tags)) > MAX_TAGS_LENGTH:
            raise _too_long("tags", MAX_TAGS_LENGTH, note.where)
    return _each_once(deck)


def _check_section(section: SectionRecord) -> None:
    where = f"Section “{section.title[:40]}”"
    _check_lengths(section, OF_SECTION, where)
    if len(section.labels) > MAX_LABELS:
        raise too_many(MAX_LABELS, "labels", where)
    if any(len(label) > MAX_LABEL_LENGTH for label in section.labels):
        raise _too_long("label", MAX_LABEL_LENGTH, where)


def _check_lengths(record: DeckRecord | SectionRecord | NoteRecord, most: dict[str, int], where: str) -> None:
    for name, length in most.items():
        if len(getattr(record, name)) > length:
            raise _too_long(name.replace("_", " "), length, where)


def _too_long(name: str, most: int, where: str) -> ImportProblem:
    return ImportProblem(Code.TOO_LARGE, f"The {name} here has more than {most:,} characters. Shorten it.", where)


def _each_once(deck: DeckRecord) -> DeckRecord:
    """Take an identifier from a note that shares it with an earlier one: it is known by its front then."""
    seen: dict[tuple[str, str], str] = {}
    warnings: list[ImportWarning] = []
    notes = tuple(_only_once(deck.notes, seen, warnings))
    return replace(deck, notes=notes, warnings=(*deck.warnings, *warnings)) if warnings else deck


def _only_once(
    notes: Iterable[NoteRecord], seen: dict[tuple[str, str], str], warnings: list[ImportWarning]
) -> Iterable[NoteRecord]:
    for note in notes:
        key = (note.deck, note.guid)
        if note.guid and key in seen:
            message = f"The identifier “{note.guid}” is that of another note already ({seen[key]}). It was left out."
            warnings.append(ImportWarning(message, note.where))
            yield replace(note, guid="")
            continue
        seen[key] = note.where
        yield note
