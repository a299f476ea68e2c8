"""What a person just added and saved, in their session: to take it back, and to end the drafts of it."""

from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase

from apps.cards.front_line import as_line
from apps.cards.models import Card, Deck

ADDED, DRAFTS = "added_notes", "saved_drafts"
MAX_REMEMBERED = 5


@dataclass(frozen=True)
class AddedNote:
    """A note that was just added: its key, the key of its first card, and that card's front as a line."""

    note: int
    card: int
    title: str


def remember(session: SessionBase, note: int, draft: str) -> None:
    """Remember a note that was added, and the draft that it was."""
    session[ADDED] = [*keys(session), note][-MAX_REMEMBERED:]
    remember_draft(session, draft)


def remember_draft(session: SessionBase, draft: str) -> None:
    """Remember that a draft is saved, so that its browser forgets it."""
    if draft:
        session[DRAFTS] = [*saved_drafts(session), draft][-MAX_REMEMBERED:]


def forget(session: SessionBase, note: int) -> None:
    """Forget a note that was taken back."""
    session[ADDED] = [each for each in keys(session) if each != note]


def keys(session: SessionBase) -> list[int]:
    """Return the primary keys of the notes that were added last."""
    return list(session.get(ADDED, []))


def saved_drafts(session: SessionBase) -> list[str]:
    """Return the drafts that were saved last."""
    return list(session.get(DRAFTS, []))


def notes(session: SessionBase, deck: Deck) -> list[AddedNote]:
    """Return the notes that were added last to this deck, the newest first."""
    cards = Card.objects.filter(note__deck=deck, note__archived=False, note__in=keys(session))
    by_note = {card.note_id: card for card in cards.select_related("note").order_by("note", "-ordinal")}
    return [AddedNote(key, card.pk, as_line(card.front)) for key, card in sorted(by_note.items(), reverse=True)]
