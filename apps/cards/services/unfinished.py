"""Decks of an import or a copy that exist for nobody until all of them is saved.

Each names the job that makes it, if one does: while that runs, the worker removes none of it (`library/services/
removal.py`), and its next attempt begins by taking back what the last one left.
"""

from datetime import datetime

from apps.cards.models import Deck
from apps.cards.services.delete_deck import delete_deck
from apps.jobs.current import current_job


class TakenBack(Exception):
    """What was made is gone: another worker took the job of this one, which had sent no heartbeat for too long."""


def hide(deck: Deck, *, at: datetime) -> None:
    """Let a deck that is about to be saved exist for nobody."""
    deck.deleted_at, deck.deleted_as, deck.made_by = at, Deck.Deletion.UNFINISHED, current_job()


def reveal(deck: Deck) -> None:
    """Let a hidden deck exist. Raises TakenBack."""
    deck.deleted_at, deck.deleted_as, deck.made_by = None, Deck.Deletion.RESTORABLE, None
    hidden = Deck.with_deleted.filter(pk=deck.pk, deleted_as=Deck.Deletion.UNFINISHED)
    if not hidden.update(deleted_at=None, deleted_as=deck.deleted_as, made_by=None):
        raise TakenBack


def take_back_earlier(*, at: datetime) -> None:
    """Delete what earlier attempts at the job that runs here left hidden, and free its slugs."""
    if job := current_job():
        for deck in Deck.with_deleted.filter(made_by=job, deleted_as=Deck.Deletion.UNFINISHED).order_by("pk"):
            delete_deck(deck, at=at)
