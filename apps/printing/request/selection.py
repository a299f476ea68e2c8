"""Which cards are printed, and in which order."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.formats import date_format
from django.utils.text import slugify

from apps.accounts.models import User
from apps.cards.models import Card, CardQuerySet, Deck, DeckQuerySet, Section
from apps.courses.models import Course
from apps.printing.layouts.layout import name_of
from apps.printing.request.card_filter import (
    ALL,
    CARDS,
    DUE,
    FLASHCARDS,
    LEECHES,
    OF_A_PERSON,
    SECTION,
    TAG,
    WEAKEST,
    BadCardFilter,
    CardFilter,
)
from apps.reviews import queue
from apps.reviews.models import Schedule
from apps.reviews.services import day_builder

BATCH_SIZE = 200
LEECH_LAPSES = 8  # a card forgotten so often after it was learned is a leech: the field's usual number
LOG_IN = "Log in to print the cards that are {}: your schedule knows them."
WORDS = {DUE: "due for you", LEECHES: "your leeches", WEAKEST: "your weakest"}

type Place = Deck | Course  # what is printed of


@dataclass(frozen=True)
class Selection:
    """The cards to print in their order, and what they are called together."""

    title: str
    file_name: str
    language: str
    decks: Sequence[Deck]  # that the cards are of, in the order of their first card
    cards: Sequence[int]  # their keys

    def __len__(self) -> int:
        return len(self.cards)

    def in_turn(self) -> Iterator[Card]:
        """Yield the cards with note, section, deck and lesson, a few at a time; one deleted meanwhile is left out."""
        related = "note__section", "note__deck__lesson"
        for keys in batched(self.cards, BATCH_SIZE):
            found = Card.objects.select_related(*related).in_bulk(keys)
            yield from (found[key] for key in keys if key in found)


def named_texts(cards: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Yield for each card of these keys its name and its HTML."""
    for context, front, back in Card.objects.filter(pk__in=cards).values_list("context", "front", "back"):
        yield name_of(front), f"{context} {front} {back}"


def all_flashcards(deck: Deck) -> Selection:
    """Return the flashcards of a deck, in the order of its page, whoever asks."""
    return select(CardFilter(), None, deck, Deck.objects.all(), None)


def select_visible(which: CardFilter, person: User | AnonymousUser, place: Place, now: datetime) -> Selection:
    """Return the cards of a deck or a course that the person asks for, of what they may see; raises BadWhich."""
    learner = person if person.is_authenticated else None
    return select(which, learner, place, Deck.objects.visible_to(person), now)


def select(which: CardFilter, learner: User | None, place: Place, of: DeckQuerySet, now: datetime | None) -> Selection:
    """Return the cards of the decks `of` that belong to the place, chosen for a learner; raises BadWhich."""
    if which.way in OF_A_PERSON and not learner:
        raise BadCardFilter("which", LOG_IN.format(WORDS[which.way]))
    today = learner.study_day(now) if learner and now else None
    decks = decks_of(place, of)
    cards = _found(which, cards_of(decks), schedules_of(learner, today, place, which))
    rows = list(in_lesson_order(cards, place).values_list("pk", "note__deck_id"))
    if which.seed is not None:
        random.Random(which.seed).shuffle(rows)  # noqa: S311 - a game of cards, not a secret
    used = [decks[pk] for pk in dict.fromkeys(deck for _, deck in rows)]
    title, name = _called(which, place, today)
    language = used[0].language if used else getattr(place, "language", "en")
    return Selection(title, name, language, used, [pk for pk, _ in rows])


def decks_of(place: Place, of: DeckQuerySet) -> dict[int, Deck]:
    """Return the decks of a place among others, each with its lesson."""
    mine = of.filter(pk=place.pk) if isinstance(place, Deck) else of.filter(course=place)
    return {deck.pk: deck for deck in mine.select_related("lesson", "course")}


def cards_of(decks: dict[int, Deck]) -> CardQuerySet:
    """Return the cards in use of decks."""
    return Card.objects.in_use().filter(note__deck__in=list(decks))


def in_lesson_order(cards: CardQuerySet, place: Place) -> CardQuerySet:
    """Sort cards as the pages of the lessons show them, lesson after lesson."""
    ordered = cards.in_order()
    if isinstance(place, Deck):
        return ordered
    lesson = F("note__deck__lesson__position").asc(nulls_last=True)
    within: Any = ordered.query.order_by
    return cards.order_by(lesson, "note__deck__title", "note__deck_id", *within)


def schedules_of(learner: User | None, today: date | None, place: Place, which: CardFilter) -> QuerySet[Schedule]:
    """Return the schedules by which the cards are chosen: the learner's due ones, leeches or weakest."""
    if learner is None or today is None or which.way not in OF_A_PERSON:
        return Schedule.objects.none()
    if which.way == DUE:
        day_builder.build_day(learner, today)
        return queue.due(learner, today, place)
    within = {"deck": place} if isinstance(place, Deck) else {"deck__course": place}
    asked = Schedule.objects.filter(user=learner, due_on__isnull=False, card__archived=False, **within)
    if which.way == LEECHES:
        return asked.filter(lapses__gte=LEECH_LAPSES)
    return asked.order_by("easiness", "-lapses", "pk")[: which.most]


def _found(which: CardFilter, cards: CardQuerySet, schedules: QuerySet[Schedule]) -> CardQuerySet:
    if which.way in OF_A_PERSON:
        return cards.filter(pk__in=schedules.values("card"))
    find: dict[str, Callable[[CardQuerySet], CardQuerySet]] = {
        FLASHCARDS: _flashcards,
        ALL: lambda cards: cards,
        SECTION: lambda cards: cards.filter(note__section=which.section),
        TAG: lambda cards: tagged(cards, which.tag),
        CARDS: lambda cards: cards.filter(pk__in=which.cards),
    }
    return find[which.way](cards)


def _flashcards(cards: CardQuerySet) -> CardQuerySet:
    """Keep the cards of flashcards sections; all of a deck that has none there."""
    with_some = cards.of_kind(Section.Kind.FLASHCARDS).order_by().values("note__deck")
    return cards.filter(Q(note__section__kind=Section.Kind.FLASHCARDS) | ~Q(note__deck__in=with_some))


def tagged(cards: CardQuerySet, tag: str) -> CardQuerySet:
    """Keep the cards whose notes have a tag, or one below it: `a` finds `a::b`."""
    spaced = cards.alias(spaced=Concat(Value(" "), "note__tags", Value(" ")))
    return spaced.filter(Q(spaced__icontains=f" {tag} ") | Q(spaced__icontains=f" {tag}::"))


def _called(which: CardFilter, place: Place, today: date | None) -> tuple[str, str]:
    """Return the title of the print, and the name of its file."""
    section = Section.objects.filter(pk=which.section).first() if which.section else None
    words = {
        SECTION: section.title if section else "",
        TAG: f"tagged {which.tag}",
        DUE: f"due on {date_format(today, 'j F Y')}" if today else "",
        LEECHES: "leeches",
        WEAKEST: "my weakest cards",
        CARDS: "picked cards",
    }.get(which.way)
    if not words:
        return place.title, place.slug
    names = {TAG: which.tag, DUE: f"due-{today}", SECTION: words}
    end = slugify(names.get(which.way, which.way)) or which.way
    return f"{place.title}: {words}", f"{place.slug}-{end}"[:120]
