"""The note types in which our own notes go to Anki, with the style of their cards."""

import re
from functools import cache, lru_cache

from apps.cards.kinds import multi_card
from apps.cards.kinds.anki_type import MAX_PARTS, AnkiField, AnkiType
from apps.cards.kinds.kind import NoteKind
from apps.cards.kinds.registry import BY_NAME, KINDS, MULTI_CARD
from apps.formats.anki.records import AnkiNoteType, CardTemplate

CHANGED = 1_767_312_000  # seconds since 1970: raise it with every change below, or Anki keeps what it has

CSS = """.card {
  font-family: system-ui, sans-serif;
  font-size: 20px;
  line-height: 1.5;
  max-width: 40em;
  margin: 1em auto;
  padding: 0 1em;
  color: #1f2328;
  background: #ffffff;
}
.context, .extra { font-size: 0.85em; color: #59636e; }
.context { border-bottom: 1px solid #d1d9e0; margin-bottom: 1em; }
.extra { margin-top: 1.5em; }
.choices { margin: 1em 0; padding-left: 1.5em; }
.right { font-weight: bold; }
.cloze { font-weight: bold; color: #0550ae; }
hr { border: 0; border-top: 1px solid #d1d9e0; margin: 1.5em 0; }
img { max-width: 100%; height: auto; }
ul, ol, pre, blockquote, table { text-align: left; }
pre, code { font-family: ui-monospace, monospace; font-size: 0.9em; background: #f6f8fa; }
pre { padding: 0.75em; overflow-x: auto; }
blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid #d1d9e0; }
table { border-collapse: collapse; }
th, td { border: 1px solid #d1d9e0; padding: 0.3em 0.6em; }
.nightMode .card, .card.nightMode, .night_mode .card, .card.night_mode { color: #e6edf3; background: #1b1f24; }
.nightMode .context, .nightMode .extra, .night_mode .context, .night_mode .extra { color: #9198a1; }
.nightMode .cloze, .night_mode .cloze { color: #79c0ff; }
.nightMode pre, .nightMode code, .night_mode pre, .night_mode code { background: #2a3038; }
"""
NAME = re.compile(r"Ditcards .+?(?: \((?P<parts>[1-9]\d{0,2})\))?")


def of_kind(kind: str, parts: int = 1) -> AnkiNoteType:
    """Return the note type of notes of a kind, each of so many parts."""
    return _with_style(BY_NAME[kind].anki_type(parts))


def of_note(kind: str, front: str) -> AnkiNoteType:
    """Return the note type of a note; the front has the number of parts of a multi-card note."""
    return of_kind(kind, min(len(multi_card.parts(front)), MAX_PARTS) if kind == MULTI_CARD else 1)


def fields_of(note_type: AnkiNoteType) -> tuple[AnkiField, ...]:
    """Return what the fields of a note type of ours hold; nothing for any other."""
    found = named(note_type.name)
    return found[1].fields if found else ()


@lru_cache(maxsize=256)
def named(name: str) -> tuple[NoteKind, AnkiType] | None:
    """Return the kind whose note type has this name, and that type; nothing for a name that is not ours."""
    found = NAME.fullmatch(name)
    parts = int(found["parts"] or 1) if found else 0
    if not 1 <= parts <= MAX_PARTS:
        return None
    types = ((kind, kind.anki_type(parts)) for kind in KINDS)
    return next(((kind, anki_type) for kind, anki_type in types if anki_type.name == name), None)


def is_ours(note_type: AnkiNoteType) -> bool:
    """Return whether a note type is one of these, as it is written here."""
    found = named(note_type.name)
    return found is not None and note_type == _with_style(found[1])


@cache
def _with_style(source: AnkiType) -> AnkiNoteType:
    templates = tuple(CardTemplate(f"Card {number}", *sides) for number, sides in enumerate(source.sides, start=1))
    fields = tuple(field.name for field in source.fields)
    return AnkiNoteType(source.id, source.name, fields, templates, CSS, source.is_cloze)
