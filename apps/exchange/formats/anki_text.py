"""Writes a deck in the text form that Anki exports and imports: fields in HTML, between tabs. Pure."""

from collections.abc import Iterator, Sequence

from apps.exchange.formats import to_anki
from apps.exchange.records import Deck, Note, Section
from apps.exchange.telling import Say, silent, told

HEAD = ("#separator:tab", "#html:true", "#guid column:1", "#notetype column:2", "#deck column:3")
BEFORE_FIELDS = 3  # columns


def write(deck: Deck, say: Say = silent) -> bytes:
    """Return the deck in UTF-8. Archived notes stay out: Anki would ask them. Raises what `say` raises."""
    notes = [note for note in deck.notes if not note.archived]
    rows = [_row(note, _section(deck, note), deck.title) for note in told(notes, len(notes), say)]
    tags = max((len(row) for row in rows), default=BEFORE_FIELDS) + 1
    lines = [*HEAD, f"#tags column:{tags}", *_lines(rows, [note.tags for note in notes], tags)]
    return "".join(f"{line}\n" for line in lines).encode()


def _section(deck: Deck, note: Note) -> Section | None:
    return deck.sections[note.section] if deck.sections else None


def _row(note: Note, section: Section | None, title: str) -> tuple[str, ...]:
    return note.guid, to_anki.note_type_of(note).name, title, *to_anki.fields_of(note, section)


def _lines(rows: Sequence[tuple[str, ...]], tags: Sequence[tuple[str, ...]], width: int) -> Iterator[str]:
    for row, words in zip(rows, tags, strict=True):
        cells = (*row, *[""] * (width - 1 - len(row)), " ".join(words))
        yield "\t".join(map(_cell, cells))


def _cell(text: str) -> str:
    quoted = any(sign in text for sign in '"\t\n\r') or text.startswith("#")
    return f'"{text.replace('"', '""')}"' if quoted else text
