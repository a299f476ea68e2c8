"""Picking cards by hand: a page of them at a time, found by words, with what is picked on other pages."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from apps.cards.models import Card, Deck, DeckQuerySet
from apps.cards.words import with_words
from apps.courses.models import Course
from apps.printing.card_names import card_name
from apps.printing.request.selection import cards_of, decks_of, in_lesson_order

PER_PAGE = 50


@dataclass(frozen=True)
class CardPicker:
    """What a person sees of the cards that can be picked."""

    page: Page
    words: str
    picked: frozenset[str]

    @property
    def rows(self) -> list[tuple[Card, str, bool]]:
        """Return the cards of this page, each with its name and whether it is picked."""
        return [
            (card, card_name(card.front) or _("Card %(number)s") % {"number": card.pk}, str(card.pk) in self.picked)
            for card in self.page.object_list
        ]

    @property
    def elsewhere(self) -> list[str]:
        """Return the keys of picked cards that are not on this page."""
        return sorted(self.picked - {str(card.pk) for card in self.page.object_list}, key=int)


def pick_cards(source: Deck | Course, decks: DeckQuerySet, words: str, page: str, picked: list[str]) -> CardPicker:
    """Return a page of the cards of a deck or course that have all the words, of those decks that belong to it."""
    cards = in_lesson_order(with_words(cards_of(decks_of(source, decks)), words), source)
    rows = cards.only("front", "note__deck_id").select_related("note")
    return CardPicker(Paginator(rows, PER_PAGE).get_page(page), words, frozenset(picked))
