"""An import of decks as it was planned: what is saved when it is applied."""

from dataclasses import dataclass, field

from django.db.models import Count, Max

from apps.cards.models import Note
from apps.cards.siblings import RenderedCard
from apps.exchange.importing.pictures import Pictures
from apps.exchange.importing.report import Report
from apps.exchange.importing.spool import Spool
from apps.exchange.importing.targets import Target, TargetDecks
from apps.formats.anki.records import AnkiCard
from apps.formats.import_source import OriginRecord

UNMOVED = -1  # instead of a section: the note stays in its own


@dataclass(slots=True)
class PlannedNote:
    """A note as it will be saved; `pk` is that of an existing one, which without `values` stays as it is.

    `deck` is the index of its deck in the plan, `section` that of its section in the deck.
    """

    deck: int
    section: int
    pk: int | None
    values: dict[str, object]
    cards: list[RenderedCard]
    origin: OriginRecord | None
    anki_cards: tuple[AnkiCard, ...]


@dataclass
class ImportPlan:
    """An import that can be saved, or dropped."""

    target: Target
    decks: TargetDecks
    report: Report
    stamp: object
    pictures: Pictures
    batches: Spool[PlannedNote] = field(repr=False)  # in the order of the file

    def close(self) -> None:
        """Free what it holds outside of memory."""
        self.batches.close()
        self.pictures.close()


def stamp(target: Target) -> object:
    """Return what changes when somebody adds notes to the decks of a target."""
    return Note.objects.filter(deck__in=target.decks()).aggregate(Count("pk"), Max("pk"))
