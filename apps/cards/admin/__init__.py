"""The admin of decks, sections and notes, for the instructors of their courses."""

from apps.cards.admin.decks import DeckAdmin
from apps.cards.admin.notes import NoteAdmin

__all__ = ["DeckAdmin", "NoteAdmin"]
