"""How many cards the page of a lesson shows of a note, which is what its introduction may give the number of."""

from apps.cards.kinds.registry import BASIC, BY_NAME
from apps.cards.kinds.unreadable import UnreadableNote
from apps.cards.models import Section
from apps.formats.records import NoteRecord


def shown_count(note: NoteRecord, section: Section) -> int:
    """Return how many cards the page shows: all of a flashcard, the first one of a question or a scenario."""
    if section.kind != Section.Kind.FLASHCARDS or note.kind == BASIC:
        return 1
    try:
        return len(list(BY_NAME[note.kind].cards(note, section.labels))) or 1
    except UnreadableNote:
        return 1
