"""The results of a room that has ended: what it was asked, and how many chose what. Only reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from apps.cards.models import Card
from apps.lessons.models import Lesson
from apps.teaching.models import Room, RoomAnswer, RoomQuestion
from apps.teaching.models.room import KNEW, NOT_YET


@dataclass(frozen=True)
class Bar:
    """A label with the number of people who chose it."""

    label: str
    count: int
    total: int
    is_right: bool

    @property
    def percent(self) -> int:
        """Its share of all answers."""
        return round(100 * self.count / self.total) if self.total else 0


@dataclass(frozen=True)
class QuestionResult:
    """A question that a room was asked, as its card is now, and what was answered."""

    card: Card
    bars: list[Bar]
    is_self_check: bool

    @property
    def total(self) -> int:
        """How many people answered it."""
        return sum(bar.count for bar in self.bars)


def past_rooms(lesson: Lesson, now: datetime) -> QuerySet[Room]:
    """Return the rooms of the lesson that have ended, the latest first, each with its number of results."""
    with_card = Count("questions", filter=Q(questions__note__cards__ordinal=0))
    return Room.objects.filter(lesson=lesson).past(now).annotate(question_count=with_card).order_by("-pk")


def results_of(room: Room) -> list[QuestionResult]:
    """Return the results of the questions of a room, in the order in which they were asked."""
    questions = list(room.questions.select_related("note__section").order_by("pk"))
    counts = counts_of(questions)
    asked = Card.objects.filter(note__in=[each.note_id for each in questions], ordinal=0).select_related("note")
    cards = {card.note_id: card for card in asked}
    return [
        QuestionResult(cards[each.note_id], bars_of(each, cards[each.note_id], counts[each.pk]), each.is_self_check)
        for each in questions
        if each.note_id in cards
    ]


def bars_of(question: RoomQuestion, card: Card, counts: dict[str, int]) -> list[Bar]:
    """Return a bar for each label of the question, and for those that were chosen and are none of it any more."""
    options = options_of(question, card)
    total, known = sum(counts.values()), {value for value, _text in options}
    options += [(label, label) for label in counts if label not in known]
    return [Bar(text, counts.get(value, 0), total, value == card.label) for value, text in options]


def options_of(question: RoomQuestion, card: Card) -> list[tuple[str, str]]:
    """Return what people choose from: what is stored, and what they read."""
    if question.is_self_check:
        return [(KNEW, _("Knew it")), (NOT_YET, _("Not yet"))]
    return [(label, label) for label in card.choices]


def counts_of(questions: Iterable[RoomQuestion]) -> dict[int, dict[str, int]]:
    """Return how many people chose each label of each question, by its primary key."""
    counts = {question.pk: dict(question.counts or {}) for question in questions}
    live = [question.pk for question in questions if question.counts is None]
    answers = RoomAnswer.objects.filter(question__in=live).order_by().values_list("question", "label")
    for question, label, number in answers.annotate(number=Count("pk")):
        counts[question][label] = number
    return counts
