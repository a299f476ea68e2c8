"""Puts notes and cards together, both sorted by the note, and leaves out what belongs to nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum, auto
from itertools import groupby

from apps.formats.anki.losses import place_of
from apps.formats.anki.records import DEFAULT_DECK, AnkiCard, AnkiDeck, AnkiNote, AnkiNoteType
from apps.formats.limits import PackageLimits, as_size
from apps.formats.losses import Losses, note_left_out
from apps.formats.messages import Message, ngettext
from apps.formats.messages import gettext as _
from apps.formats.problems import ImportWarning

MAX_CLOZES = 500
NO_NOTE_TYPE = _("Its note type is not in the package.")


class SkipReason(Enum):
    """Why a card is skipped."""

    NO_NOTE = auto()
    NO_TEMPLATE = auto()
    REPEATED = auto()


class NoteCards:
    """One pass over a package's notes and cards; `warnings` has afterwards what was left out."""

    def __init__(
        self, note_types: Mapping[int, AnkiNoteType], decks: Mapping[int, AnkiDeck], limits: PackageLimits
    ) -> None:
        self._note_types = note_types
        self._decks = decks
        self._limits = limits
        self._skipped: Counter[SkipReason] = Counter()
        self._refused = Losses()

    @property
    def warnings(self) -> list[ImportWarning]:
        """Return what was left out; cards only by their number."""
        return [
            *self._refused.warnings(),
            *(
                ImportWarning(_skipped_cards(reason, count))
                for reason in SkipReason
                if (count := self._skipped[reason])
            ),
        ]

    @property
    def refused(self) -> int:
        """Return how many notes were left out."""
        return len(self._refused)

    def pairs(self, notes: Iterable[AnkiNote], cards: Iterable[AnkiCard]) -> Iterator[tuple[AnkiNote, list[AnkiCard]]]:
        """Yield the notes that can be used, each with its cards."""
        groups = groupby(cards, key=lambda card: card.note)
        pending = next(groups, None)
        for note in notes:
            while pending and pending[0] < note.id:
                self._skipped[SkipReason.NO_NOTE] += sum(1 for _ in pending[1])
                pending = next(groups, None)
            own: list[AnkiCard] = []
            if pending and pending[0] == note.id:
                own = list(pending[1])
                pending = next(groups, None)
            if usable := self._usable(note):
                yield usable, self._of_type(own, self._note_types[note.type])
        while pending:
            self._skipped[SkipReason.NO_NOTE] += sum(1 for _ in pending[1])
            pending = next(groups, None)

    def _usable(self, note: AnkiNote) -> AnkiNote | None:
        """Return the note with as many fields as its type has, or nothing where it has to be left out."""
        note_type = self._note_types.get(note.type)
        if not note_type:
            self._refused.add(note_left_out(NO_NOTE_TYPE), place_of(note))
        elif any(len(field.encode()) > self._limits.field for field in note.fields):
            problem = _("One of its fields is larger than {size}.", size=as_size(self._limits.field))
            self._refused.add(note_left_out(problem), place_of(note))
        elif len(note.fields) == len(note_type.fields):
            return note
        else:
            return replace(note, fields=_fitted(note.fields, len(note_type.fields)))
        return None

    def _of_type(self, cards: list[AnkiCard], note_type: AnkiNoteType) -> list[AnkiCard]:
        """Return the cards that the note type can make, one of each ordinal, in decks that are there."""
        count = MAX_CLOZES if note_type.is_cloze else len(note_type.templates)
        by_ordinal: dict[int, AnkiCard] = {}
        for card in cards:
            if not 0 <= card.ordinal < count:
                self._skipped[SkipReason.NO_TEMPLATE] += 1
            elif card.ordinal in by_ordinal:
                self._skipped[SkipReason.REPEATED] += 1
            else:
                by_ordinal[card.ordinal] = card if card.deck in self._decks else replace(card, deck=DEFAULT_DECK.id)
        return list(by_ordinal.values())


def _skipped_cards(reason: SkipReason, count: int) -> Message:
    if reason is SkipReason.NO_NOTE:
        return ngettext(
            "{count} card of a note that is not in the package was left out.",
            "{count} cards of notes that are not in the package were left out.",
            count,
        )
    if reason is SkipReason.NO_TEMPLATE:
        return ngettext(
            "{count} card of a template that its note type does not have was left out.",
            "{count} cards of templates that their note types do not have were left out.",
            count,
        )
    return ngettext(
        "{count} card that another card of the same note repeats was left out.",
        "{count} cards that other cards of the same notes repeat were left out.",
        count,
    )


def _fitted(fields: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return so many fields: missing ones are empty, and what is too much comes after the last one, as in Anki."""
    if len(fields) <= count:
        return fields + ("",) * (count - len(fields))
    return (*fields[: count - 1], "; ".join(fields[count - 1 :]))
