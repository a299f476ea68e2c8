"""Checks every deck that was read, whatever it was read from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from apps.formats.limits import (
    MAX_ATTRIBUTION_LENGTH,
    MAX_DECK_PATH_LENGTH,
    MAX_FIELD_LENGTH,
    MAX_GUID_LENGTH,
    MAX_LABEL_LENGTH,
    MAX_LABELS,
    MAX_LANGUAGE_LENGTH,
    MAX_LICENCE_LENGTH,
    MAX_NOTES,
    MAX_SECTIONS,
    MAX_SLUG_LENGTH,
    MAX_TAGS_LENGTH,
    MAX_TITLE_LENGTH,
    MAX_URL_LENGTH,
)
from apps.formats.messages import gettext as _
from apps.formats.messages import listed, ngettext
from apps.formats.problems import EVERYWHERE, Code, ImportProblem, ImportWarning, Place, too_many
from apps.formats.records import DeckRecord, NoteRecord, SectionRecord

MAX_NAMED = 3  # notes, in a warning
DECK_LENGTHS = {
    "title": MAX_TITLE_LENGTH,
    "slug": MAX_SLUG_LENGTH,
    "language": MAX_LANGUAGE_LENGTH,
    "licence": MAX_LICENCE_LENGTH,
    "attribution": MAX_ATTRIBUTION_LENGTH,
    "source_url": MAX_URL_LENGTH,
}
SECTION_LENGTHS = {"title": MAX_TITLE_LENGTH, "introduction": MAX_FIELD_LENGTH, "closing": MAX_FIELD_LENGTH}
NOTE_LENGTHS = {"front": MAX_FIELD_LENGTH, "back": MAX_FIELD_LENGTH, "extra": MAX_FIELD_LENGTH}
NOTE_LENGTHS |= {"label": MAX_LABEL_LENGTH, "guid": MAX_GUID_LENGTH, "deck": MAX_DECK_PATH_LENGTH}
TOO_LONG = {
    "title": _("The title has more than {limit} characters. Shorten it."),
    "slug": _("The slug has more than {limit} characters. Shorten it."),
    "language": _("The language has more than {limit} characters. Shorten it."),
    "licence": _("The license has more than {limit} characters. Shorten it."),
    "attribution": _("The attribution has more than {limit} characters. Shorten it."),
    "source_url": _("The source URL has more than {limit} characters. Shorten it."),
    "introduction": _("The introduction has more than {limit} characters. Shorten it."),
    "closing": _("The closing text has more than {limit} characters. Shorten it."),
    "front": _("The front has more than {limit} characters. Shorten it."),
    "back": _("The back has more than {limit} characters. Shorten it."),
    "extra": _("The extra text has more than {limit} characters. Shorten it."),
    "label": _("A label has more than {limit} characters. Shorten it."),
    "guid": _("The ID has more than {limit} characters. Shorten it."),
    "deck": _("The name of the deck has more than {limit} characters. Shorten it."),
    "tags": _("The tags have more than {limit} characters together. Remove some."),
}


def checked(deck: DeckRecord) -> DeckRecord:
    """Return the deck with each identifier once, or raise ImportProblem where it holds more than we keep."""
    if len(deck.notes) > MAX_NOTES:
        raise too_many(MAX_NOTES, "notes")
    if len(deck.sections) > MAX_SECTIONS:
        raise too_many(MAX_SECTIONS, "sections")
    _check_lengths(deck, DECK_LENGTHS, EVERYWHERE)
    for section in deck.sections:
        _check_section(section)
    for note in deck.notes:
        _check_lengths(note, NOTE_LENGTHS, note.place)
        if len(" ".join(note.tags)) > MAX_TAGS_LENGTH:
            raise _too_long("tags", MAX_TAGS_LENGTH, note.place)
    return _without_repeated_ids(deck)


def _check_section(section: SectionRecord) -> None:
    place = section.place or Place(section=section.title[:40])
    _check_lengths(section, SECTION_LENGTHS, place)
    if len(section.labels) > MAX_LABELS:
        raise too_many(MAX_LABELS, "labels", place)
    if any(len(label) > MAX_LABEL_LENGTH for label in section.labels):
        raise _too_long("label", MAX_LABEL_LENGTH, place)


def _check_lengths(record: DeckRecord | SectionRecord | NoteRecord, max_lengths: dict[str, int], place: Place) -> None:
    for name, length in max_lengths.items():
        if len(getattr(record, name)) > length:
            raise _too_long(name, length, place)


def _too_long(name: str, limit: int, place: Place) -> ImportProblem:
    return ImportProblem(Code.TOO_LARGE, TOO_LONG[name].with_parameters(limit=limit), place)


def _without_repeated_ids(deck: DeckRecord) -> DeckRecord:
    """Remove an ID from a note that shares it with an earlier one: the note is matched by its front then."""
    seen: set[tuple[str, str]] = set()
    repeated: list[NoteRecord] = []
    notes = tuple(_with_ids_once(deck.notes, seen, repeated))
    return replace(deck, notes=notes, warnings=(*deck.warnings, _repeated_ids(repeated))) if repeated else deck


def _with_ids_once(
    notes: Iterable[NoteRecord], seen: set[tuple[str, str]], repeated: list[NoteRecord]
) -> Iterable[NoteRecord]:
    for note in notes:
        key = (note.deck, note.guid)
        if note.guid and key in seen:
            repeated.append(note)
            yield replace(note, guid="")
            continue
        seen.add(key)
        yield note


def _repeated_ids(notes: Sequence[NoteRecord]) -> ImportWarning:
    """Return the warning of notes whose IDs earlier notes have."""
    message = ngettext(
        "{count} note has the ID of an earlier one and is imported without it: {notes}.",
        "{count} notes have the IDs of earlier ones and are imported without them: {notes}.",
        len(notes),
        notes=listed([_("{place} (“{guid}”)", place=each.place.label, guid=each.guid) for each in notes], MAX_NAMED),
    )
    return ImportWarning(message)
