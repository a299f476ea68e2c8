"""Two people who save rows of one deck do so one after the other, whichever of its rows they are."""

from typing import Any

from apps.cards.services.deck_lock import lock_deck
from apps.web.admin.merging import SavingInTurnMixin


class SavingInDeckMixin(SavingInTurnMixin):
    """An admin of rows that belong to a deck; `deck_path` leads from a row to the deck's primary key."""

    deck_path: str

    def lock(self, row: Any) -> None:
        """Wait until nobody else saves rows of the row's deck."""
        lock_deck(getattr(row, self.deck_path))
