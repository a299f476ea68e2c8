"""Where the new notes of an import are until all of them are there: in decks that exist for nobody yet.

A new deck is hidden itself. For notes that are new to an existing deck, a hidden one is made, from which they move.
What is left of an import that broke off, its next attempt takes back, or the worker.
"""

import secrets
from datetime import datetime

from apps.cards.models import Deck, Note, Section
from apps.cards.services import unfinished
from apps.exchange.importing.targets import TargetDeck
from apps.web.pieces import piece
from apps.web.services.removal import delete_unreferenced, remove

MOVE_BATCH_SIZE = 1_000  # notes that move to their deck in one transaction


class Staging:
    """The hidden decks of one import, and their sections."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._new_decks: list[Deck] = []
        self._holders: dict[int, Deck] = {}  # by the key of the deck that their notes move to
        self._sections: dict[int, Section] = {}  # hidden ones, by the identity of the section that theirs move to
        self._moves: list[tuple[Section, Section]] = []

    def hide(self, deck: Deck) -> None:
        """Let a deck that is about to be saved exist for nobody."""
        unfinished.hide(deck, at=self._at)
        self._new_decks.append(deck)

    def is_new(self, deck: Deck) -> bool:
        """Whether a deck is new, and hidden itself."""
        return any(deck is each for each in self._new_decks)

    def section(self, target: TargetDeck, section: Section) -> Section:
        """Return the section for the new notes of one: itself in a new deck, or a hidden one."""
        if self.is_new(target.deck):
            return section
        if id(section) not in self._sections:
            hidden = Section(deck=self._holder(target.deck), title=section.title, position=section.position)
            hidden.save()
            self._sections[id(section)] = hidden
            self._moves.append((hidden, section))
        return self._sections[id(section)]

    def move_most(self) -> bool:
        """Move notes to their sections, piece by piece, until few are left; return whether any moved."""
        moved = False
        for hidden, section in self._moves:
            keys = Note.objects.filter(section=hidden).order_by("pk").values_list("pk", flat=True)
            while len(batch := list(keys[: MOVE_BATCH_SIZE + 1])) > MOVE_BATCH_SIZE:
                with piece():
                    _move(batch[:-1], section)
                moved = True
        return moved

    def reveal(self) -> None:
        """Let all of it exist, in the transaction of the caller. Raises TakenBack."""
        for hidden, section in self._moves:
            _move(list(Note.objects.filter(section=hidden).values_list("pk", flat=True)), section)
        for deck in self._new_decks:
            unfinished.reveal(deck)
        holders = [holder.pk for holder in self._holders.values()]
        delete_unreferenced(Section.history.filter(deck_id__in=holders))
        delete_unreferenced(Section.objects.filter(deck_id__in=holders))
        delete_unreferenced(Deck.with_deleted.filter(pk__in=holders))

    def take_back(self) -> None:
        """Remove what is still hidden, piece by piece."""
        hidden = [*self._new_decks, *self._holders.values()]
        keys = [deck.pk for deck in hidden if deck.pk]
        still = Deck.with_deleted.filter(pk__in=keys, deleted_as=Deck.Deletion.UNFINISHED)
        for pk in list(still.values_list("pk", flat=True)):
            for _step in remove(Deck, [pk]):
                pass
        for deck in self._new_decks:
            deck.pk = None

    def _holder(self, deck: Deck) -> Deck:
        if deck.pk not in self._holders:
            slug, values = f"import--{secrets.token_hex(16)}", {"course_id": deck.course_id, "owner_id": deck.owner_id}
            holder = self._holders[deck.pk] = Deck(slug=slug, title=deck.title, **values)
            unfinished.hide(holder, at=self._at)
            holder.save(force_insert=True)
        return self._holders[deck.pk]


def _move(keys: list[int], section: Section) -> None:
    for rows in (Note.objects.filter(pk__in=keys), Note.history.filter(id__in=keys)):
        rows.update(deck_id=section.deck_id, section_id=section.pk)
