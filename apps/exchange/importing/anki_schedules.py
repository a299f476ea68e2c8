"""Carries what Anki knows of a learner's cards into schedules here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from apps.accounts.models import User
from apps.cards.models import Card
from apps.exchange.importing.plan import PlannedNote
from apps.exchange.importing.targets import TargetDeck
from apps.formats.anki.records import AnkiCard, Review
from apps.formats.import_source import ImportSource
from apps.reviews.schedule_import import ImportedSchedule, PastReview
from apps.reviews.services.import_schedules import import_schedules
from apps.scheduler.sm2 import CardState

NEW, REVIEW = 0, 2  # types of Anki's cards
EASE_UNKNOWN, EASE_LEAST = 250, 130
GRADES = {1: 1, 2: 3, 3: 4, 4: 5}  # Anki's buttons: Again, Hard, Good, Easy
SECOND_INTERVAL = 6  # days; SM-2 multiplies from there on
BATCH_SIZE = 1_000  # cards of a deck that are brought together
MAX_TAKEN_MS = 24 * 3600 * 1000
MAX_INTERVAL_DAYS = 100_000


@dataclass(slots=True)
class _Met:
    place: int
    card_pk: int
    card: AnkiCard


class ScheduleImporter:
    """What one learner knows, card by card: first the cards are met, then their schedules brought."""

    def __init__(self, learner: User, incoming: ImportSource, now: datetime, today: date) -> None:
        self._learner, self._incoming, self._now, self._today = learner, incoming, now, today
        self._met: dict[int, _Met] = {}
        self._places: Sequence[TargetDeck] = ()
        self._reviews = 0

    def meet(self, places: Sequence[TargetDeck], batch: Sequence[PlannedNote], note_pks: Sequence[int]) -> None:
        """Remember which cards here are those of the package, as far as the learner has begun with them."""
        self._places = places
        keys = Card.objects.filter(note__in=note_pks).values_list("note_id", "ordinal", "pk")
        pks = {(note, ordinal): pk for note, ordinal, pk in keys}
        for ready, note_pk in zip(batch, note_pks, strict=True):
            for card in ready.anki_cards:
                pk = pks.get((note_pk, card.ordinal))
                if pk and (card.type != NEW or card.suspended or card.flag):
                    self._met[card.id] = _Met(ready.place, pk, card)

    def bring(self) -> int:
        """Bring all schedules; return how many reviews came with them."""
        waiting: dict[int, list[ImportedSchedule]] = defaultdict(list)
        for met, reviews in self._with_reviews():
            deck = waiting[met.place]
            deck.append(self._brought(met, reviews))
            if len(deck) == BATCH_SIZE:
                self._flush(met.place, deck)
        for place, rest in waiting.items():
            self._flush(place, rest)
        return self._reviews

    def _flush(self, place: int, brought: list[ImportedSchedule]) -> None:
        if brought:
            counts = import_schedules(self._learner, self._places[place].deck, brought, now=self._now)
            self._reviews += counts.reviews
            brought.clear()

    def _with_reviews(self) -> Iterator[tuple[_Met, list[Review]]]:
        """Yield each card that was met with its reviews, which the package gives card by card."""
        rows = self._incoming.reviews() if self._incoming.reviews else ()
        for card_id, reviews in groupby(rows, key=lambda review: review.card):
            if met := self._met.pop(card_id, None):
                yield met, list(reviews)
        yield from ((met, []) for met in self._met.values())

    def _brought(self, met: _Met, reviews: list[Review]) -> ImportedSchedule:
        card = met.card
        return ImportedSchedule(
            card_id=met.card_pk,
            state=_state(card),
            due_on=self._due_on(card),
            suspended=card.suspended,
            flag=card.flag,
            reviews=[] if card.type == NEW else list(_past(reviews)),
        )

    def _due_on(self, card: AnkiCard) -> date | None:
        """Return the study day a card is due: one that is being learned, today."""
        if card.type == NEW:
            return None
        if card.type != REVIEW or self._incoming.began_on is None:
            return self._today
        days = max(-MAX_INTERVAL_DAYS, min(card.due, MAX_INTERVAL_DAYS))
        return self._incoming.began_on + timedelta(days=days)


def _state(card: AnkiCard) -> CardState:
    """Return the state of a card that Anki schedules; one that is being learned begins its repetitions anew."""
    easiness = max(EASE_LEAST, card.ease // 10) if card.ease > 0 else EASE_UNKNOWN
    lapses = max(0, min(card.lapses, card.reps))
    if card.type == NEW:
        return CardState()
    if card.type != REVIEW:
        return CardState(0, 1, easiness, lapses)
    interval = max(1, card.interval)
    repetitions = 1 if interval < SECOND_INTERVAL else max(2, card.reps - 2 * lapses)
    return CardState(repetitions, interval, easiness, lapses)


def _past(reviews: Iterable[Review]) -> Iterator[PastReview]:
    """Yield the answers among Anki's reviews; what was changed by hand is none."""
    easiness = EASE_UNKNOWN
    for review in reviews:
        if review.grade not in GRADES:
            continue
        easiness = max(EASE_LEAST, review.ease // 10) if review.ease >= 1000 else easiness
        taken_ms = max(0, min(review.taken_ms, MAX_TAKEN_MS))
        yield PastReview(review.at, GRADES[review.grade], max(1, review.interval), easiness, taken_ms)
