"""Which cards an act of the browser is done to: those that were ticked, or all that the search found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from apps.accounts.models import User
from apps.cards.models import CardQuerySet
from apps.library.browse.listing import NOTES, PER_PAGE
from apps.search.search import finds_archived, search_cards
from apps.web.http import is_row_id

EVERYTHING = "deck:*"
ARCHIVED_TOO = "(is:archived or -is:archived)"


@dataclass(frozen=True)
class CardSelection:
    """A search, and the keys that were ticked of what it found; without any, all of it."""

    query: str
    of_notes: bool = False
    ticked: tuple[int, ...] | None = None

    @classmethod
    def of(cls, values: QueryDict) -> "CardSelection | None":
        """Read the form of the browser; None where nothing was ticked."""
        ticked = tuple(int(key) for key in values.getlist("pick")[:PER_PAGE] if is_row_id(key))
        everything = "all" in values
        if not everything and not ticked:
            return None
        return cls(values.get("q", "").strip(), values.get("kind") == NOTES, None if everything else ticked)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "CardSelection":
        """Return what `as_dict` returned."""
        ticked = values["ticked"]
        return cls(values["query"], values["of_notes"], None if ticked is None else tuple(ticked))

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON can hold it."""
        ticked = None if self.ticked is None else list(self.ticked)
        return {"query": self.query, "of_notes": self.of_notes, "ticked": ticked}

    def cards(self, person: User, now: datetime) -> CardQuerySet:
        """Return the cards, of notes all their cards; archived ones where the search names them. Raises SearchError."""
        if self.ticked is not None:
            return search_cards(person, self.as_query(), now=now)
        found = search_cards(person, self.query, now=now)
        if not self.of_notes:
            return found
        notes = found.order_by().values("note")
        return search_cards(person, self._archived_too, now=now).filter(note__in=notes)

    def keys(self, person: User, now: datetime, *, of_notes: bool) -> list[int]:
        """Return the keys of the cards, or of their notes. Raises SearchError."""
        column = "note_id" if of_notes else "pk"
        return list(dict.fromkeys(self.cards(person, now).order_by("pk").values_list(column, flat=True)))

    def as_query(self) -> str:
        """Return a search that finds what is selected; it is never empty. Raises SearchError."""
        if self.ticked is None:
            return self.query or EVERYTHING
        keys = f"{'nid' if self.of_notes else 'cid'}:{','.join(map(str, self.ticked))}"
        return f"{keys} {self._archived_too}".strip()

    @property
    def _archived_too(self) -> str:
        """Return what lets a search find archived notes too, where that of the list may; empty otherwise."""
        return ARCHIVED_TOO if finds_archived(self.query) else ""
