"""Decks and notes for tests, with what each test sets and defaults for the rest."""

from apps.cards.models import Card, Deck, Note
from apps.cards.services.cards import mark_archived
from apps.cards.services.notes import save_note


def make_deck(course=None, slug="other", title="", **fields):
    """Save a deck of the course, or of the `owner` in the fields, whose title is its slug's word."""
    return Deck.objects.create(course=course, slug=slug, title=title or slug.capitalize(), **fields)


def make_note(deck, front="Question?", back="", **fields):
    """Save a note and its cards in the section of the fields, or in the deck's first one."""
    return save_note(Note(deck=deck, front=front, back=back, **fields))


def make_section(deck, kind, title, notes=(), **texts):
    """Save a section of basic notes, pairs of front and back, at the end of the deck."""
    section = deck.sections.create(kind=kind, title=title, position=deck.sections.count(), **texts)
    for front, back in notes:
        make_note(deck, front, back, section=section)
    return section


def archive_cards(cards, *, archived=True):
    """Archive cards, for everyone who learns them, or restore them."""
    keys = list(cards.values_list("pk", flat=True))
    Card.objects.filter(pk__in=keys).update(archived=archived)
    mark_archived(Card.objects.filter(pk__in=keys))
