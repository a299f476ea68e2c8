"""Which cards are printed, and in which order."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import Card, CardQuerySet, Deck, DeckQuerySet, DeckState, Section
from apps.courses.models import Course
from apps.printing.card_names import card_name
from apps.printing.request.card_filter import (
    ALL,
    CARDS,
    DUE,
    FLASHCARDS,
    LEECHES,
    PERSONAL_MODES,
    SECTION,
    TAG,
    WEAKEST,
    BadCardFilter,
    CardFilter,
)
from apps.printing.request.found_cards import FoundCards
from apps.reviews.day import queue
from apps.reviews.models import Schedule

BATCH_SIZE = 200
MAX_FILE_NAME = 120

type PrintSource = Deck | Course | FoundCards  # what is printed of


@dataclass(frozen=True)
class Selection:
    """The cards to print in their order, and their common title."""

    title: str
    file_name: str
    language: str
    decks: Sequence[Deck]  # of the cards, in the order of their first card
    cards: Sequence[int]  # their keys

    def __len__(self) -> int:
        return len(self.cards)

    def in_order(self) -> Iterator[Card]:
        """Yield the cards with note, section, deck and lesson, in batches; those deleted since are left out."""
        related = "note__section", "note__deck__lesson"
        for keys in batched(self.cards, BATCH_SIZE):
            found = Card.objects.select_related(*related).in_bulk(keys)
            yield from (found[key] for key in keys if key in found)


def named_texts(cards: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of each card of these keys."""
    for context, front, back in Card.objects.filter(pk__in=cards).values_list("context", "front", "back"):
        yield card_name(front), f"{context} {front} {back}"


def select_visible(
    card_filter: CardFilter, person: User | AnonymousUser, source: PrintSource, now: datetime
) -> Selection:
    """Return the filtered cards of those that the person may see, or all that their search finds.

    Raises BadCardFilter.
    """
    if isinstance(source, FoundCards):
        return _select_found(card_filter, person, source, now)
    learner = person if person.is_authenticated else None
    return select(card_filter, learner, source, Deck.objects.visible_to(person), now)


def select(
    card_filter: CardFilter, learner: User | None, source: Deck | Course, decks: DeckQuerySet, now: datetime | None
) -> Selection:
    """Return the filtered cards of those decks that belong to the source; raises BadCardFilter."""
    if card_filter.mode in PERSONAL_MODES and not learner:
        raise BadCardFilter("which", _log_in_first(card_filter.mode))
    today = learner.study_day(now) if learner and now else None
    included = decks_of(source, decks)
    cards = _filtered(card_filter, cards_of(included), schedules_of(learner, today, source, card_filter))
    rows = _rows(in_lesson_order(cards, source), card_filter)
    used = [included[pk] for pk in dict.fromkeys(deck for _card, deck in rows)]
    title, file_name = _title_and_file_name(card_filter, source, today)
    language = used[0].language if used else getattr(source, "language", "en")
    return Selection(title, file_name, language, used, [pk for pk, _deck in rows])


def _select_found(
    card_filter: CardFilter, person: User | AnonymousUser, source: FoundCards, now: datetime
) -> Selection:
    rows = _rows(in_lesson_order(source.cards(person, now), source), card_filter)
    keys = dict.fromkeys(deck for _card, deck in rows)
    decks = Deck.objects.select_related("lesson", "course").in_bulk(keys)
    used = [decks[pk] for pk in keys if pk in decks]
    return Selection(source.title, source.slug, used[0].language if used else "en", used, [pk for pk, _deck in rows])


def _rows(cards: CardQuerySet, card_filter: CardFilter) -> list[tuple[int, int]]:
    """Return the keys of cards and of their decks, shuffled if the filter has a seed."""
    rows = list(cards.values_list("pk", "note__deck_id"))
    if card_filter.seed is not None:
        random.Random(card_filter.seed).shuffle(rows)  # noqa: S311 - a game of cards, not a secret
    return rows


def decks_of(source: Deck | Course, decks: DeckQuerySet) -> dict[int, Deck]:
    """Return those of the decks that belong to the source, each with its lesson; of a course, no archived ones."""
    if isinstance(source, Deck):
        included = decks.filter(pk=source.pk)
    else:
        included = decks.filter(course=source).exclude(state=DeckState.ARCHIVED)
    return {deck.pk: deck for deck in included.select_related("lesson", "course")}


def cards_of(decks: dict[int, Deck]) -> CardQuerySet:
    """Return the cards in use of decks."""
    return Card.objects.in_use().filter(note__deck__in=list(decks))


def in_lesson_order(cards: CardQuerySet, source: PrintSource) -> CardQuerySet:
    """Sort cards as the pages of the lessons show them, lesson after lesson."""
    ordered = cards.in_order()
    if isinstance(source, Deck):
        return ordered
    lesson = F("note__deck__lesson__position").asc(nulls_last=True)
    within: Sequence[str | Combinable] = ordered.query.order_by
    return cards.order_by(lesson, "note__deck__title", "note__deck_id", *within)


def schedules_of(
    learner: User | None, today: date | None, source: Deck | Course, card_filter: CardFilter
) -> QuerySet[Schedule]:
    """Return the schedules that select the cards: the learner's due ones, leeches or weakest."""
    if learner is None or today is None or card_filter.mode not in PERSONAL_MODES:
        return Schedule.objects.none()
    if card_filter.mode == DUE:
        return queue.due(learner, today, source)
    within = {"deck": source} if isinstance(source, Deck) else {"deck__course": source}
    reviewed = Schedule.objects.filter(user=learner, due_on__isnull=False, archived=False, **within)
    if card_filter.mode == LEECHES:
        return reviewed.leeches()
    return reviewed.order_by("easiness", "-lapses", "pk")[: card_filter.limit]


def _log_in_first(mode: str) -> str:
    return {
        DUE: _("Log in to print the cards that are due for you."),
        LEECHES: _("Log in to print your leeches."),
        WEAKEST: _("Log in to print your weakest cards."),
    }[mode]


def _filtered(card_filter: CardFilter, cards: CardQuerySet, schedules: QuerySet[Schedule]) -> CardQuerySet:
    if card_filter.mode in PERSONAL_MODES:
        return cards.filter(pk__in=schedules.values("card"))
    filters: dict[str, Callable[[CardQuerySet], CardQuerySet]] = {
        FLASHCARDS: _flashcards,
        ALL: lambda cards: cards,
        SECTION: lambda cards: cards.filter(note__section=card_filter.section),
        TAG: lambda cards: tagged(cards, card_filter.tag),
        CARDS: lambda cards: cards.filter(pk__in=card_filter.cards),
    }
    return filters[card_filter.mode](cards)


def _flashcards(cards: CardQuerySet) -> CardQuerySet:
    """Return the cards of flashcards sections; all of a deck that has none there."""
    decks = cards.of_kind(Section.Kind.FLASHCARDS).order_by().values("note__deck")
    return cards.filter(Q(note__section__kind=Section.Kind.FLASHCARDS) | ~Q(note__deck__in=decks))


def tagged(cards: CardQuerySet, tag: str) -> CardQuerySet:
    """Return the cards whose notes have a tag, or one below it: `a` finds `a::b`."""
    spaced = cards.alias(spaced=Concat(Value(" "), "note__tags", Value(" ")))
    return spaced.filter(Q(spaced__icontains=f" {tag} ") | Q(spaced__icontains=f" {tag}::"))


def _title_and_file_name(card_filter: CardFilter, source: Deck | Course, today: date | None) -> tuple[str, str]:
    mode = card_filter.mode
    subtitle = _subtitle(card_filter, today)
    if not subtitle:
        return source.title, source.slug
    endings = {TAG: card_filter.tag, DUE: f"due-{today}", SECTION: subtitle}
    ending = slugify(endings.get(mode, mode)) or mode
    return f"{source.title}: {subtitle}", f"{source.slug}-{ending}"[:MAX_FILE_NAME]


def _subtitle(card_filter: CardFilter, today: date | None) -> str:
    section = Section.objects.filter(pk=card_filter.section).first() if card_filter.section else None
    return {
        SECTION: section.title if section else "",
        TAG: _("tagged %(tag)s") % {"tag": card_filter.tag},
        DUE: _("due on %(date)s") % {"date": date_format(today)} if today else "",
        LEECHES: _("leeches"),
        WEAKEST: _("my weakest cards"),
        CARDS: _("picked cards"),
    }.get(card_filter.mode, "")
