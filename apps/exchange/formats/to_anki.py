"""Notes of ours as Anki's: their note types and fields. Pure."""

from html import escape

from apps.cards import several
from apps.exchange.formats import anki_html
from apps.exchange.formats.apkg import standard
from apps.exchange.formats.apkg.records import NoteType
from apps.exchange.records import BASIC, CHOICE, CLOZE, EXERCISE, REVERSED, SEVERAL, Note, Section

TYPES = {BASIC: standard.BASIC, REVERSED: standard.REVERSED, CLOZE: standard.CLOZE, CHOICE: standard.CHOICE}


def note_type_of(note: Note) -> NoteType:
    """Return the note type in which a note goes to Anki that did not come from there."""
    if note.kind == SEVERAL:
        return standard.several(min(len(several.parts(note.front)), standard.MOST_CARDS))
    return TYPES[note.kind]


def fields_of(note: Note, section: Section | None = None) -> tuple[str, ...]:
    """Return the fields of that note type; an exercise's prompt and its labels come along with each scenario."""
    front, back, extra = (anki_html.html(text) for text in (note.front, note.back, note.extra))
    if note.kind == SEVERAL:
        return _of_several(note, extra)
    if note.kind == CHOICE:
        return front, _choices(note, section), escape(note.label), back, extra, _context(section)
    return (front, back, extra, _context(section)) if note.kind == BASIC else (front, back, extra)


def _of_several(note: Note, extra: str) -> tuple[str, ...]:
    fronts, backs = several.parts(note.front), several.parts(note.back)
    backs += [""] * (len(fronts) - len(backs))
    sides = (anki_html.html(text) for pair in zip(fronts, backs, strict=False) for text in pair)
    return (*sides, extra)


def _choices(note: Note, section: Section | None) -> str:
    labels = section.labels if section else ()
    labels = labels if note.label in labels else (*labels, note.label)
    return f'<ul class="choices">{"".join(f"<li>{escape(label)}</li>" for label in labels)}</ul>'


def _context(section: Section | None) -> str:
    """Return the title and the prompt of an exercise, without which a scenario alone makes no sense."""
    if section is None or section.kind != EXERCISE:
        return ""
    return f"<b>{escape(section.title)}</b><br>{anki_html.html(section.introduction)}"
