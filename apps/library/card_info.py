"""All that a person may know of one card: its text, how they stand with it, and every answer they gave."""

from dataclasses import dataclass
from functools import cached_property
from statistics import median

from django.db.models import Exists, OuterRef, Q

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.reviews.grading import explain
from apps.reviews.grading.explain import Step
from apps.reviews.models import Schedule
from apps.search.grammar import exact

SHOWN_BESIDE_A_LIST = 5


@dataclass(frozen=True)
class CardInfo:
    """A card with the person's schedule of it, if there is one, and their answers, the newest first."""

    card: Card
    schedule: Schedule | None
    answers: list[Step]
    may_edit: bool

    @property
    def deck(self) -> Deck:
        """The deck that the card is in."""
        return self.card.note.deck

    @property
    def tags(self) -> list[tuple[str, str]]:
        """The tags of its note, each with the search for it."""
        return [(tag, exact("tag", tag)) for tag in self.card.note.tags.split()]

    @cached_property
    def latest(self) -> list[Step]:
        """The last answers that stand."""
        return [step for step in self.answers if step.log and not step.log.undone_at][:SHOWN_BESIDE_A_LIST]

    @cached_property
    def median_seconds(self) -> int | None:
        """The median time of an answer, of those whose time is known."""
        times = [step.log.taken_ms for step in self.answers if step.log and step.log.taken_ms is not None]
        return round(median(times) / 1000) if times else None


def card_info(person: User, card_id: int) -> CardInfo | None:
    """Return what the person may know of the card; None where they may not see its deck and never learned it."""
    learned = Exists(Schedule.objects.filter(user=person, card=OuterRef("pk")))
    visible = Q(note__deck__in=Deck.objects.visible_to(person))
    cards = Card.objects.filter(visible | learned, note__deck__deleted_at=None).select_related("note__deck")
    card = cards.filter(pk=card_id).first()
    if card is None:
        return None
    schedule = person.schedules.filter(card=card).select_related("card", "deck").first()
    answers = list(explain.answers(schedule, person)) if schedule else []
    return CardInfo(card, schedule, answers, Deck.objects.editable_by(person).filter(pk=card.note.deck_id).exists())
