"""Notes of ours as Anki's: their note types and fields. Pure."""

from html import escape

from apps.cards.kinds import multi_card
from apps.formats.anki import markdown_to_html
from apps.formats.anki.records import AnkiNoteType
from apps.formats.anki.writer import own_note_types
from apps.formats.records import BASIC, CHOICE, CLOZE, EXERCISE, MULTI_CARD, REVERSED, NoteRecord, SectionRecord

TYPES = {
    BASIC: own_note_types.BASIC,
    REVERSED: own_note_types.REVERSED,
    CLOZE: own_note_types.CLOZE,
    CHOICE: own_note_types.CHOICE,
}


def note_type_of(note: NoteRecord) -> AnkiNoteType:
    """Return the note type in which a note goes to Anki that did not come from there."""
    if note.kind == MULTI_CARD:
        return own_note_types.several(min(len(multi_card.parts(note.front)), own_note_types.MAX_CARDS))
    return TYPES[note.kind]


def fields_of(note: NoteRecord, section: SectionRecord | None = None) -> tuple[str, ...]:
    """Return the fields of that note type; an exercise's prompt and its labels come along with each scenario."""
    front, back, extra = (markdown_to_html.html(text) for text in (note.front, note.back, note.extra))
    if note.kind == MULTI_CARD:
        return _of_several(note, extra)
    if note.kind == CHOICE:
        return front, _choices(note, section), escape(note.label), back, extra, _context(section)
    return (front, back, extra, _context(section)) if note.kind == BASIC else (front, back, extra)


def _of_several(note: NoteRecord, extra: str) -> tuple[str, ...]:
    fronts, backs = multi_card.parts(note.front), multi_card.parts(note.back)
    backs += [""] * (len(fronts) - len(backs))
    sides = (markdown_to_html.html(text) for pair in zip(fronts, backs, strict=False) for text in pair)
    return (*sides, extra)


def _choices(note: NoteRecord, section: SectionRecord | None) -> str:
    labels = section.labels if section else ()
    labels = labels if note.label in labels else (*labels, note.label)
    return f'<ul class="choices">{"".join(f"<li>{escape(label)}</li>" for label in labels)}</ul>'


def _context(section: SectionRecord | None) -> str:
    """Return the title and the prompt of an exercise, without which a scenario alone makes no sense."""
    if section is None or section.kind != EXERCISE:
        return ""
    return f"<b>{escape(section.title)}</b><br>{markdown_to_html.html(section.introduction)}"
