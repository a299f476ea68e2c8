"""Note types and decks as both forms of the database have them: named, counted, by id."""

from collections.abc import Iterable

from apps.formats.anki.records import DEFAULT_DECK, NAMELESS, AnkiDeck, AnkiNoteType
from apps.formats.limits import PackageLimits
from apps.formats.messages import gettext as _
from apps.formats.problems import Code, ImportProblem, Place, too_many


def note_types(found: Iterable[AnkiNoteType], limits: PackageLimits) -> dict[int, AnkiNoteType]:
    """Return the note types by id, or raise ImportProblem for one with more than the limits allow, or too little."""
    types: dict[int, AnkiNoteType] = {}
    for note_type in found:
        _check(note_type, limits)
        types[note_type.id] = note_type
    if len(types) > limits.note_types:
        raise too_many(limits.note_types, "note types")
    return types


def decks(found: Iterable[tuple[int, str]], levels: str, limits: PackageLimits) -> dict[int, AnkiDeck]:
    """Return the decks by id, with the default one, from their full names. Raises ImportProblem."""
    by_id = {DEFAULT_DECK.id: DEFAULT_DECK}
    for id_, name in found:
        _check_name(name, limits)
        by_id[id_] = AnkiDeck(id_, tuple(level.strip() or NAMELESS for level in name.split(levels)))
    if len(by_id) > limits.decks:
        raise too_many(limits.decks, "decks")
    return by_id


def _check(note_type: AnkiNoteType, limits: PackageLimits) -> None:
    place = Place(note_type=note_type.name[:50])
    if not (note_type.fields and note_type.templates):
        raise ImportProblem(
            Code.DAMAGED, _("This note type has no fields or makes no cards. Export the package again."), place
        )
    if len(note_type.fields) > limits.fields_per_type:
        raise too_many(limits.fields_per_type, "fields", place)
    if len(note_type.templates) > limits.templates_per_type:
        raise too_many(limits.templates_per_type, "templates", place)
    for name in (note_type.name, *note_type.fields, *(template.name for template in note_type.templates)):
        _check_name(name, limits)
    if any(len(template.front) + len(template.back) > limits.template for template in note_type.templates):
        raise ImportProblem(
            Code.TOO_LARGE, _("One of its templates is too long. Make it shorter, and export again."), place
        )


def _check_name(name: str, limits: PackageLimits) -> None:
    if len(name) > limits.names:
        message = _("This name is too long. Make it shorter, and export again.")
        raise ImportProblem(Code.TOO_LARGE, message, Place(name=name[:50]))
