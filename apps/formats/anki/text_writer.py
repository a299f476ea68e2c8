"""Writes a deck in the text form that Anki exports and imports: fields in HTML, between tabs."""

from collections.abc import Iterator, Sequence

from apps.formats.anki.conversion import to_anki
from apps.formats.progress import ProgressCallback, no_progress, with_progress
from apps.formats.records import DeckRecord, NoteRecord, SectionRecord

HEAD = ("#separator:tab", "#html:true", "#guid column:1", "#notetype column:2", "#deck column:3")
BEFORE_FIELDS = 3  # columns


def write(deck: DeckRecord, progress: ProgressCallback = no_progress) -> bytes:
    """Return the deck in UTF-8. Archived notes are left out: Anki would show them. Raises what `progress` raises."""
    notes = [note for note in deck.notes if not note.archived]
    rows = [_row(note, _section(deck, note), deck.title) for note in with_progress(notes, len(notes), progress)]
    tags = max((len(row) for row in rows), default=BEFORE_FIELDS) + 1
    lines = [*HEAD, f"#tags column:{tags}", *_lines(rows, [note.tags for note in notes], tags)]
    return "".join(f"{line}\n" for line in lines).encode()


def _section(deck: DeckRecord, note: NoteRecord) -> SectionRecord | None:
    return deck.sections[note.section] if deck.sections else None


def _row(note: NoteRecord, section: SectionRecord | None, title: str) -> tuple[str, ...]:
    return note.guid, to_anki.note_type_of(note).name, title, *to_anki.fields_of(note, section)


def _lines(rows: Sequence[tuple[str, ...]], tags: Sequence[tuple[str, ...]], width: int) -> Iterator[str]:
    for row, words in zip(rows, tags, strict=True):
        cells = (*row, *[""] * (width - 1 - len(row)), " ".join(words))
        yield "\t".join(map(_cell, cells))


def _cell(text: str) -> str:
    quoted = any(sign in text for sign in '"\t\n\r') or text.startswith("#")
    return f'"{text.replace('"', '""')}"' if quoted else text
