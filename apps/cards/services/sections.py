"""Writes to sections."""

from django.db import transaction
from django.db.models import Max

from apps.cards.models import Deck, Section
from apps.cards.services.cards import make_cards

SECTION_FIELDS = ("position", "kind", "title", "introduction", "labels", "numbering", "closing")
FIRST_TITLE = "Flashcards"  # content, in the language of no reader


def first_section(deck: Deck) -> Section:
    """Return where a note goes that names no section: the deck's first, made if it has none."""
    return deck.sections.first() or deck.sections.create(title=FIRST_TITLE)


@transaction.atomic
def save_section(section: Section) -> Section:
    """Save a section, new or edited; the cards of an exercise are made again, for they show its prompt and labels."""
    if section.pk is None:
        section.save()
        return section
    section.save(update_fields=SECTION_FIELDS)
    notes = list(section.notes.filter(archived=False))
    for note in notes:
        note.section = section
    make_cards(notes)
    return section


def add_section(section: Section) -> Section:
    """Save a section; a new one without a position goes last."""
    if section.pk is None and not section.position:
        last: int | None = section.deck.sections.aggregate(last=Max("position"))["last"]
        section.position = 0 if last is None else last + 1
    return save_section(section)
