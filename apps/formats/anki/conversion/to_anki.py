"""Notes of ours as Anki's: their note types and fields."""

from collections.abc import Mapping, Sequence
from html import escape

from apps.cards.kinds import choice, multi_card, occlusion
from apps.cards.kinds.anki_type import AnkiField
from apps.formats.anki import own_note_types
from apps.formats.anki.fields import markdown_to_html
from apps.formats.anki.occlusion import occlusion_blanks
from apps.formats.anki.records import AnkiNoteType
from apps.formats.records import EXERCISE, NoteRecord, SectionRecord


def note_type_of(note: NoteRecord) -> AnkiNoteType:
    """Return the note type in which a note goes to Anki that did not come from there."""
    return own_note_types.of_note(note.kind, note.front)


def fields_of(note: NoteRecord, section: SectionRecord | None = None) -> tuple[str, ...]:
    """Return the fields of that note type; an exercise's prompt and its labels come along with each scenario."""
    fields = own_note_types.fields_of(note_type_of(note))
    divided = any(field.part for field in fields)
    parts = {role: multi_card.parts(getattr(note, role)) for role in ("front", "back")} if divided else {}
    return tuple(_value(field, note, section, parts) for field in fields)


def _value(
    field: AnkiField, note: NoteRecord, section: SectionRecord | None, parts: Mapping[str, Sequence[str]]
) -> str:
    if field.role == "choices":
        return _choices(note, section)
    if field.role == "context":
        return _context(section)
    if field.role == "label":
        return escape(note.label)
    if field.role == "masks":
        return occlusion_blanks.blanks(note.back)
    if field.role == "picture":
        return markdown_to_html.html(occlusion.picture_of(note.front))
    if field.role == "header":
        return markdown_to_html.html(occlusion.header_of(note.front))
    if field.part:
        return markdown_to_html.html("".join(parts[field.role][field.part - 1 : field.part]))
    return markdown_to_html.html(getattr(note, field.role))


def _choices(note: NoteRecord, section: SectionRecord | None) -> str:
    labels = choice.choices(note, section.labels if section else ())
    return f'<ul class="choices">{"".join(f"<li>{escape(label)}</li>" for label in labels)}</ul>'


def _context(section: SectionRecord | None) -> str:
    """Return the title and the prompt of an exercise, without which a scenario alone makes no sense."""
    if section is None or section.kind != EXERCISE:
        return ""
    return f"<b>{escape(section.title)}</b><br>{markdown_to_html.html(section.introduction)}"
