"""What a practice page shows one person: its sections and cards, with their own answers and schedules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from string import ascii_uppercase

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Note, Section
from apps.lessons.answers import Answers
from apps.lessons.models import Lesson
from apps.reviews import queue
from apps.reviews.models import Schedule

MAX_CARDS = 500  # on one page; the PDF and the review have them all


@dataclass(frozen=True)
class ReviewStatus:
    """Where a card stands in a learner's daily review: the words for it, and the day it comes next."""

    state: str  # "new", "due", "drill", "later", "suspended", "paused", "coming"; empty when it is not in the review
    on: date | None = None
    picked: bool = False  # by itself, and never answered yet, so that it can be taken out again


@dataclass(frozen=True)
class PageItem:
    """One question, scenario or flashcard, as one person sees it."""

    note: Note
    card: Card
    name: str = ""  # "A", "1": how the page names it
    standing: ReviewStatus = ReviewStatus("")
    knew: bool | None = None
    attempts: list[str] = field(default_factory=list)
    written: str = ""

    @property
    def choices(self) -> list[str]:
        """The labels to choose from; none for what is answered in other ways."""
        return list(self.card.choices)

    @property
    def fragment(self) -> str:
        """The part of the page's template that shows it."""
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
    def right(self) -> bool:
        """Whether the label chosen last is the right one."""
        return self.chosen == self.card.label

    @property
    def right_at_first(self) -> bool:
        """Whether the first attempt was right; only that one counts."""
        return bool(self.attempts) and self.attempts[0] == self.card.label

    @property
    def answered(self) -> bool:
        """Whether the person has answered it in the way it asks for."""
        return self.knew is not None or bool(self.attempts) or bool(self.written)


@dataclass(frozen=True)
class PageSection:
    """One section with what it holds."""

    section: Section
    items: list[PageItem]

    @cached_property
    def gradeable(self) -> list[PageItem]:
        """The scenarios with labels."""
        return [item for item in self.items if item.choices]

    @property
    def answerable(self) -> list[PageItem]:
        """Those that a person can answer: under a question without an answer there is nothing to press."""
        self_check = self.section.kind == Section.Kind.SELF_CHECK
        return [item for item in self.items if item.has_answer or not self_check]

    @property
    def answered(self) -> int:
        """How many of these are answered."""
        return sum(item.answered for item in self.answerable)

    @property
    def checked(self) -> int:
        """How many scenarios have a label chosen."""
        return sum(bool(item.attempts) for item in self.gradeable)

    @property
    def right_at_first(self) -> int:
        """How many scenarios were right at the first attempt."""
        return sum(item.right_at_first for item in self.gradeable)

    @property
    def complete(self) -> bool:
        """Whether every scenario with labels has been tried, so that the take-away gives nothing away."""
        return bool(self.gradeable) and self.checked == len(self.gradeable)

    @property
    def to_pick(self) -> list[PageItem]:
        """The cards that are not in the person's daily review."""
        return [item for item in self.items if not item.standing.state]


@dataclass(frozen=True)
class Person:
    """Who looks at the page: their answers, and their review where they have one."""

    answers: Answers
    user: User | None = None
    today: date | None = None


def sections_of(lesson: Lesson, person: Person, *, only: int | None = None) -> list[PageSection]:
    """Return the sections with something on them, or only that of a number; empty when there is none."""
    cards = Card.objects.in_order().filter(note__deck=lesson.deck_id, note__archived=False)
    cards = cards.select_related("note__section")
    if only is not None:
        cards = cards.filter(note__section=only)
    return list(_sections(list(_on_the_page(cards[:MAX_CARDS])), person, lesson.deck))


def _on_the_page(cards: Iterable[Card]) -> Iterator[Card]:
    """Yield the flashcards in use, and one card of any other note; of a note that has nothing to reveal, its first."""
    for _, group in groupby(cards, key=lambda card: card.note_id):
        of_note = list(group)
        in_use = [card for card in of_note if not card.archived] or of_note[:1]
        yield from in_use if of_note[0].note.section.kind == Section.Kind.FLASHCARDS else in_use[:1]


def _sections(cards: list[Card], person: Person, deck: Deck) -> Iterator[PageSection]:
    notes = {card.note_id for card in cards}
    marks, attempts = person.answers.marks(notes), person.answers.attempts(notes)
    writings, standings = person.answers.writings(notes), _standings(person, cards, deck)
    sections: dict[int, PageSection] = {}
    for card in cards:
        shown = sections.setdefault(card.note.section_id, PageSection(card.note.section, []))
        item = PageItem(
            note=card.note,
            card=card,
            name=item_name(shown.section, len(shown.items)),
            standing=standings.get(card.pk, ReviewStatus("")),
            knew=marks.get(card.note_id),
            attempts=attempts.get(card.note_id, []),
            written=writings.get(card.note_id, ""),
        )
        shown.items.append(item)
    yield from sections.values()


def item_name(section: Section, index: int) -> str:
    """Return how a page names the item at that place of its section, counted from 0: "3", "C", or nothing."""
    if section.kind == Section.Kind.SELF_CHECK or section.numbering == Section.Numbering.NUMBERS:
        return str(index + 1)
    if section.kind == Section.Kind.EXERCISE and section.numbering == Section.Numbering.LETTERS:
        return ascii_uppercase[index] if index < len(ascii_uppercase) else str(index + 1)
    return ""


def _standings(person: Person, cards: list[Card], deck: Deck) -> dict[int, ReviewStatus]:
    """Return by card where it stands in the person's review, for those that are in it."""
    if person.user is None or person.today is None:
        return {}
    subscription = person.user.subscriptions.filter(deck=deck).first()
    if subscription is None:
        return {}
    brought = queue.included_cards(subscription).filter(pk__in=[card.pk for card in cards])
    picked = dict(brought.annotate(picked=queue.picked_by(person.user, "pk")).values_list("pk", "picked"))
    met = {each.card_id: _standing(each, person.today) for each in person.user.schedules.seen().filter(card__in=cards)}
    unmet = ReviewStatus("paused" if subscription.paused else "coming")
    coming = dict.fromkeys(picked, unmet)
    return {
        card: replace(standing, picked=picked.get(card, False) and (card not in met or standing.state == "new"))
        for card, standing in (coming | met).items()
    }


def _standing(schedule: Schedule, today: date) -> ReviewStatus:
    if schedule.queue_on is None:
        return ReviewStatus("suspended" if schedule.suspended else "paused")
    if schedule.is_in_drill_on(today):
        return ReviewStatus("drill")
    if schedule.is_queued_on(today):
        return ReviewStatus("due" if schedule.due_on else "new")
    return ReviewStatus("later", schedule.queue_on)
