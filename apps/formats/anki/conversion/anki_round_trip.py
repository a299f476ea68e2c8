"""How a note goes to Anki: in the note type and with the fields that it came in, but for what was changed here."""

from datetime import UTC, datetime
from functools import lru_cache

from apps.cards.kinds.registry import REVERSED
from apps.formats.anki.conversion import to_anki
from apps.formats.anki.conversion.from_anki import NoteMaker
from apps.formats.anki.fields import field_markdown, markdown_to_html
from apps.formats.anki.records import AnkiNote, AnkiNoteType
from apps.formats.anki.templates.note_types import Roles, roles_of
from apps.formats.import_source import OriginRecord
from apps.formats.problems import ImportProblem
from apps.formats.records import NoteRecord, SectionRecord

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def as_anki_note(note: NoteRecord, section: SectionRecord | None, origin: OriginRecord | None) -> OriginRecord:
    """Return the note type and the fields in which a note goes to Anki; `origin` is what it was when it came."""
    ours = to_anki.note_type_of(note)
    if origin is not None and origin.note_type != ours and (fields := _fields(note, origin)):
        return OriginRecord(origin.note_type, fields)
    return OriginRecord(ours, to_anki.fields_of(note, section))


def _fields(note: NoteRecord, origin: OriginRecord) -> tuple[str, ...]:
    """Return the fields of the type that a note came in; none where they cannot hold its texts of now."""
    try:
        roles = roles_of(origin.note_type)
        if roles and roles.kind in (note.kind, REVERSED) and (fields := _by_roles(note, roles, origin.fields)):
            return fields
        return origin.fields if _is_unchanged(note, origin) else ()
    except ImportProblem:
        return ()


def _by_roles(note: NoteRecord, roles: Roles, fields: tuple[str, ...]) -> tuple[str, ...]:
    texts = {roles.front: note.front, roles.back: note.back, roles.extra: note.extra}
    if any(text.strip() for text, index in ((note.back, roles.back), (note.extra, roles.extra)) if index is None):
        return ()
    return tuple(_field(field, texts.get(index)) for index, field in enumerate(fields))


def _field(field: str, text: str | None) -> str:
    """Return a field as it was, unless its text was changed."""
    return field if text is None or field_markdown.markdown(field).text == text else markdown_to_html.html(text)


def _is_unchanged(note: NoteRecord, origin: OriginRecord) -> bool:
    """Return whether the note is still what its templates made of its fields."""
    as_it_came = AnkiNote(0, note.guid, origin.note_type.id, origin.fields, (), NEVER)
    made = _maker(origin.note_type).note(as_it_came, [], "")
    return (made.kind, made.front, made.back, made.extra) == (note.kind, note.front, note.back, note.extra)


@lru_cache(maxsize=64)
def _maker(note_type: AnkiNoteType) -> NoteMaker:
    return NoteMaker(note_type)
