"""Image occlusions of Anki, as the notes that they become."""

from datetime import UTC, datetime

from apps.formats.anki.conversion.from_anki import NoteMaker
from apps.formats.anki.records import AnkiNote, AnkiNoteType, CardTemplate

PICTURE = '<img src="map.png">'
FILES = {"map.png": bytes}


def made(texts, fields, sides, files, is_cloze):
    """Return a note of ours of one of Anki's; `files` are those of its package."""
    maker = NoteMaker(AnkiNoteType(1, "Type", fields, (CardTemplate("1", *sides),), "", is_cloze), files=files)
    return maker.note(AnkiNote(1, "guid", 1, texts, (), datetime(2024, 1, 1, tzinfo=UTC)), [], "")
