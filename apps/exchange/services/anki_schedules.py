"""Turns what Anki knows of a learner's cards into schedules here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from apps.accounts.models import User
from apps.cards.models import Card
from apps.exchange.importing.import_plan import PlannedNote
from apps.exchange.importing.targets import TargetDeck
from apps.formats.anki.records import NEW, AnkiCard, AnkiReview
from apps.formats.import_source import ImportSource
from apps.formats.progress import ProgressCallback, with_progress
from apps.reviews.imported_schedules import ImportedSchedule, PastReview
from apps.reviews.services.import_schedules import import_schedules
from apps.scheduler.sm2 import CardState

REVIEW = 2  # Anki's type of a card that has an interval
DEFAULT_EASE, MIN_EASE = 250, 130
GRADES = {1: 1, 2: 3, 3: 4, 4: 5}  # Anki's buttons: Again, Hard, Good, Easy
SECOND_INTERVAL = 6  # days; SM-2 multiplies from there on
BATCH_SIZE = 1_000  # cards of a deck whose schedules are saved together
MAX_INTERVAL_DAYS = 100_000


@dataclass(slots=True)
class _PendingSchedule:
    """A card of the package, and the deck and card here that its schedule is to be saved for."""

    deck: int
    pk: int
    anki_card: AnkiCard


class ScheduleImporter:
    """The schedules of one learner in one file: first the cards here are found, then their schedules saved."""

    def __init__(self, learner: User, source: ImportSource, now: datetime, today: date) -> None:
        self._learner, self._source, self._now, self._today = learner, source, now, today
        self._pending: dict[int, _PendingSchedule] = {}

    def find_cards(self, batch: Sequence[PlannedNote], note_pks: Sequence[int]) -> None:
        """Find which cards here are those of the package."""
        keys = Card.objects.filter(note__in=note_pks).values_list("note_id", "ordinal", "pk")
        pks = {(note, ordinal): pk for note, ordinal, pk in keys}
        for planned, note_pk in zip(batch, note_pks, strict=True):
            for card in planned.anki_cards:
                pk = pks.get((note_pk, card.ordinal))
                if pk:
                    self._pending[card.id] = _PendingSchedule(planned.deck, pk, card)

    def save(self, decks: Sequence[TargetDeck], progress: ProgressCallback) -> int:
        """Save the schedules of all cards that were found; return how many reviews they have."""
        waiting: dict[int, list[ImportedSchedule]] = defaultdict(list)
        reviews = 0
        for pending, of_card in with_progress(self._with_reviews(), 0, progress):
            schedules = waiting[pending.deck]
            schedules.append(self._schedule(pending, of_card))
            if len(schedules) == BATCH_SIZE:
                reviews += self._save_batch(decks[pending.deck], waiting.pop(pending.deck))
        return reviews + sum(self._save_batch(decks[index], rest) for index, rest in waiting.items())

    def _save_batch(self, target: TargetDeck, schedules: list[ImportedSchedule]) -> int:
        return import_schedules(self._learner, target.deck, schedules, now=self._now).reviews

    def _with_reviews(self) -> Iterator[tuple[_PendingSchedule, list[AnkiReview]]]:
        """Yield each card that was found with its reviews, which the package gives card by card."""
        rows = self._source.reviews() if self._source.reviews else ()
        for card_id, reviews in groupby(rows, key=lambda review: review.card):
            if pending := self._pending.pop(card_id, None):
                yield pending, list(reviews)
        yield from ((pending, []) for pending in self._pending.values() if pending.anki_card.has_schedule)

    def _schedule(self, pending: _PendingSchedule, reviews: list[AnkiReview]) -> ImportedSchedule:
        card = pending.anki_card
        return ImportedSchedule(
            card_id=pending.pk,
            state=_state(card),
            due_on=self._due_on(card),
            suspended=card.suspended,
            flag=card.flag,
            reviews=list(_past(reviews)),
        )

    def _due_on(self, card: AnkiCard) -> date | None:
        """Return the study day on which a card is due: today for one in learning."""
        if card.type == NEW:
            return None
        if card.type != REVIEW or self._source.began_on is None:
            return self._today
        days = max(-MAX_INTERVAL_DAYS, min(card.due, MAX_INTERVAL_DAYS))
        return self._source.began_on + timedelta(days=days)


def _state(card: AnkiCard) -> CardState:
    """Return the state of a card that Anki schedules; one in learning starts its repetitions again."""
    easiness = max(MIN_EASE, card.ease // 10) if card.ease > 0 else DEFAULT_EASE
    lapses = max(0, min(card.lapses, card.reps))
    if card.type == NEW:
        return CardState()
    if card.type != REVIEW:
        return CardState(0, 1, easiness, lapses)
    interval = max(1, card.interval)
    repetitions = 1 if interval < SECOND_INTERVAL else max(2, card.reps - 2 * lapses)
    return CardState(repetitions, interval, easiness, lapses)


def _past(reviews: Iterable[AnkiReview]) -> Iterator[PastReview]:
    """Yield the answers among Anki's reviews; what was changed by hand is none."""
    easiness = DEFAULT_EASE
    for review in reviews:
        if review.grade not in GRADES:
            continue
        easiness = max(MIN_EASE, review.ease // 10) if review.ease >= 1000 else easiness
        yield PastReview(review.at, GRADES[review.grade], max(1, review.interval), easiness, review.taken_ms)
