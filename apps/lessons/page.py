"""What a practice page shows one visitor: its sections and cards, with their own answers and schedules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from string import ascii_uppercase

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note, Section
from apps.lessons.models import Lesson
from apps.lessons.services.answers import Answers
from apps.reviews.day import queue
from apps.reviews.models import Schedule
from apps.web.merged_form import fingerprint

MAX_CARDS = 500  # on one page; the PDF and the review have them all


@dataclass(frozen=True)
class ReviewStatus:
    """What a learner's daily review does with a card: a state, and the day it comes up next."""

    state: str  # "new", "due", "drill", "later", "suspended", "paused", "coming"; empty when it is not in the review
    on: date | None = None
    picked: bool = False  # on its own, and not answered yet, so that it can be removed


@dataclass(frozen=True)
class PageItem:
    """One question, scenario or flashcard, as one visitor sees it."""

    note: Note
    card: Card
    name: str = ""  # "A", "1": how the page names it
    review_status: ReviewStatus = ReviewStatus("")
    knew: bool | None = None
    attempts: list[str] = field(default_factory=list)
    writing: str = ""

    @property
    def writing_seen(self) -> str:
        """The fingerprint of what they wrote: the page that shows it sends it, so that it replaces no newer text."""
        return fingerprint([self.writing])

    @property
    def choices(self) -> list[str]:
        """The labels to choose from, where it has any."""
        return list(self.card.choices)

    @property
    def fragment(self) -> str:
        """The partial of the page's template that shows it."""
        if self.note.section.kind == Section.Kind.SELF_CHECK:
            return "question"
        return "choice" if self.choices else "scenario"

    @property
    def has_answer(self) -> bool:
        """Whether there is something to reveal."""
        return bool(self.card.back)

    @property
    def chosen(self) -> str:
        """The label chosen last; empty before the first."""
        return self.attempts[-1] if self.attempts else ""

    @property
    def is_correct(self) -> bool:
        """Whether the label chosen last is the correct one."""
        return self.chosen == self.card.label

    @property
    def is_first_correct(self) -> bool:
        """Whether the first attempt was correct; only that one counts."""
        return bool(self.attempts) and self.attempts[0] == self.card.label

    @property
    def is_answered(self) -> bool:
        """Whether the visitor has marked it, chosen a label or written an answer."""
        return self.knew is not None or bool(self.attempts) or bool(self.writing)


@dataclass(frozen=True)
class PageSection:
    """One section with its items."""

    section: Section
    items: list[PageItem]

    @cached_property
    def gradeable(self) -> list[PageItem]:
        """The scenarios with labels."""
        return [item for item in self.items if item.choices]

    @property
    def answerable(self) -> list[PageItem]:
        """The items to answer. A question of the self-check without an answer has no buttons."""
        self_check = self.section.kind == Section.Kind.SELF_CHECK
        return [item for item in self.items if item.has_answer or not self_check]

    @property
    def answered_count(self) -> int:
        """How many of these are answered."""
        return sum(item.is_answered for item in self.answerable)

    @property
    def checked_count(self) -> int:
        """How many scenarios have a label chosen."""
        return sum(bool(item.attempts) for item in self.gradeable)

    @property
    def unchecked_count(self) -> int:
        """How many scenarios have no label chosen yet."""
        return len(self.gradeable) - self.checked_count

    @property
    def first_correct_count(self) -> int:
        """How many scenarios were correct on the first try."""
        return sum(item.is_first_correct for item in self.gradeable)

    @property
    def is_complete(self) -> bool:
        """Whether every scenario with labels has an attempt, so that the closing words reveal nothing."""
        return bool(self.gradeable) and not self.unchecked_count

    @property
    def is_flashcards(self) -> bool:
        """Whether its cards are flashcards, not questions or scenarios."""
        return self.section.kind == Section.Kind.FLASHCARDS

    @property
    def unpicked(self) -> list[PageItem]:
        """The cards that are not in the visitor's daily review."""
        return [item for item in self.items if not item.review_status.state]


@dataclass(frozen=True)
class Visitor:
    """Who visits the page: their answers, and for a learner their account and study day."""

    answers: Answers
    user: User | None = None
    today: date | None = None


def sections_of(lesson: Lesson, visitor: Visitor, *, only: int | None = None) -> list[PageSection]:
    """Return the sections that have items, or only the one with a primary key."""
    cards = Card.objects.in_order().filter(note__deck=lesson.deck_id, note__archived=False)
    cards = cards.select_related("note__section")
    if only is not None:
        cards = cards.filter(note__section=only)
    return list(_sections(list(_on_page(cards[:MAX_CARDS])), visitor, lesson.deck))


def review_offer(sections: list[PageSection]) -> str:
    """Return whether a lesson without flashcards can be added to the daily review.

    "in" where all of it is there, "next" where nothing else is left to answer, "later" before that.
    """
    if any(part.is_flashcards for part in sections):
        return ""
    if not (answered := [item for part in sections for item in part.items if item.has_answer]):
        return ""
    if all(item.review_status.state for item in answered):
        return "in"
    return "next" if all(item.is_answered for item in answered) else "later"


def _on_page(cards: Iterable[Card]) -> Iterator[Card]:
    """Yield the cards that the page shows: of a flashcard all in use, of a question or a scenario the first.

    Of a note that has no card in use, because it has nothing to reveal, its first one.
    """
    for _note, group in groupby(cards, key=lambda card: card.note_id):
        siblings = list(group)
        in_use = [card for card in siblings if not card.archived] or siblings[:1]
        yield from in_use if siblings[0].note.section.kind == Section.Kind.FLASHCARDS else in_use[:1]


def _sections(cards: list[Card], visitor: Visitor, deck: Deck) -> Iterator[PageSection]:
    notes = {card.note_id for card in cards}
    marks, attempts = visitor.answers.marks(notes), visitor.answers.attempts(notes)
    writings, statuses = visitor.answers.writings(notes), _review_statuses(visitor, cards, deck)
    sections: dict[int, PageSection] = {}
    for card in cards:
        part = sections.setdefault(card.note.section_id, PageSection(card.note.section, []))
        item = PageItem(
            note=card.note,
            card=card,
            name=item_name(part.section, len(part.items)),
            review_status=statuses.get(card.pk, ReviewStatus("")),
            knew=marks.get(card.note_id),
            attempts=attempts.get(card.note_id, []),
            writing=writings.get(card.note_id, ""),
        )
        part.items.append(item)
    yield from sections.values()


def item_name(section: Section, index: int) -> str:
    """Return what a page calls the item at that index of its section, from 0: "3", "C", or nothing."""
    if section.kind == Section.Kind.SELF_CHECK or section.numbering == Section.Numbering.NUMBERS:
        return str(index + 1)
    if section.kind == Section.Kind.EXERCISE and section.numbering == Section.Numbering.LETTERS:
        return ascii_uppercase[index] if index < len(ascii_uppercase) else str(index + 1)
    return ""


def _review_statuses(visitor: Visitor, cards: list[Card], deck: Deck) -> dict[int, ReviewStatus]:
    """Return the status by card, for those in the learner's review."""
    if visitor.user is None or visitor.today is None:
        return {}
    subscription = visitor.user.subscriptions.filter(deck=deck).first()
    if subscription is None:
        return {}
    included = queue.included_cards(subscription).filter(pk__in=[card.pk for card in cards])
    picked = dict(included.annotate(picked=queue.picked_by(visitor.user, "pk")).values_list("pk", "picked"))
    schedules = Schedule.objects.seen(visitor.user).filter(card__in=cards)
    seen = {schedule.card_id: _review_status(schedule, visitor.today) for schedule in schedules}
    unseen = dict.fromkeys(picked, ReviewStatus("paused" if subscription.paused else "coming"))
    return {
        card: replace(status, picked=picked.get(card, False) and (card not in seen or status.state == "new"))
        for card, status in (unseen | seen).items()
    }


def _review_status(schedule: Schedule, today: date) -> ReviewStatus:
    if schedule.queue_on is None:
        return ReviewStatus("suspended" if schedule.suspended else "paused")
    if schedule.is_in_drill_on(today):
        return ReviewStatus("drill")
    if schedule.is_queued_on(today):
        return ReviewStatus("due" if schedule.due_on else "new")
    return ReviewStatus("later", schedule.queue_on)
