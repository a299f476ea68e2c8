"""A deck's cards in their order, of which a page is read without sorting the others."""

from functools import cached_property

from django.db.models import Count

from apps.cards.models import Card, CardQuerySet, Deck

SHOWN = ("note", "context", "front", "back", "choices")  # of a card, in the list


class OrderedCards:
    """Cards of one deck, as a paginator takes them: counted by section once, then read from the sections of a page."""

    def __init__(self, deck: Deck, cards: CardQuerySet) -> None:
        self.deck, self.cards = deck, cards

    @cached_property
    def _sections(self) -> list[tuple[int, int]]:
        """The keys of the sections that have any of the cards, in their order, each with how many."""
        sections = list(self.deck.sections.order_by("position", "pk").values_list("pk", flat=True))
        if len(sections) == 1:  # as most decks of one's own, and the largest: no note's section is read
            return [(sections[0], self.cards.count())]
        numbers = dict(self.cards.order_by().values_list("note__section_id").annotate(number=Count("*")))
        return [(section, numbers[section]) for section in sections if section in numbers]

    def __len__(self) -> int:
        """Count them, by two statements at the first call."""
        return sum(number for _section, number in self._sections)

    def __getitem__(self, wanted: slice) -> list[Card]:
        """Return those of a page, by one statement that sorts the cards of the sections that it shows."""
        before, end = 0, 0
        shown: list[int] = []
        for section, number in self._sections:
            begin, end = end, end + number
            if begin < wanted.stop and wanted.start < end:
                before = before if shown else begin
                shown.append(section)
        cards = self.cards.filter(note__section__in=shown).only(*SHOWN)
        if len(shown) == 1:  # in the order of an index
            cards = cards.order_by("note__position", "note_id", "ordinal", "pk")
        return list(cards[wanted.start - before : wanted.stop - before])
