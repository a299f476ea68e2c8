"""Writes the cards that a person adds and edits on the site."""

import json
from hashlib import blake2b

from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Deck, Note, Section
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.services.deck_lock import lock_deck
from apps.cards.services.delete_row import delete_row
from apps.cards.services.find_duplicates import update_duplicate_groups
from apps.cards.services.notes import next_position, save_note
from apps.cards.services.sections import add_section, first_section
from apps.reviews.models import Schedule
from apps.reviews.services.subscribe import include_new_cards
from apps.web.statements import across_users

CHOICES_TITLE = "Choices"  # content, in the language of no reader


class AlreadyAdded(Exception):
    """The same draft with the same texts was added before: the button was pressed twice, or the page sent again."""


@transaction.atomic
def add_card(person: User, note: Note, labels: list[str] | None = None, *, draft: str = "") -> Note:
    """Add a note to its deck, in its section if it has one; its cards join the person's review if they study the deck.

    `draft` is the identifier of what was typed, if its page has one. Raises AlreadyAdded.
    """
    lock_deck(note.deck_id)
    if draft:
        note.guid = _guid_of(note, draft, labels)
    if note.section_id is None:
        note.section = _flashcards(note.deck) if labels is None else _section_with(note.deck, labels)
    save_note(note)
    _update_groups(note.deck)
    include_new_cards(person, note.deck)
    return note


@transaction.atomic
def change_card(note: Note, labels: list[str] | None = None) -> None:
    """Save an edited note; where its choices are others now, it moves to a section that has these.

    Lock its deck before the note is read: what others saved since would be lost.
    """
    if labels is not None and labels != note.section.labels:
        note.section = _section_with(note.deck, labels)
        note.position = next_position(note.section_id)
    save_note(note)
    _update_groups(note.deck)


@transaction.atomic
def take_back(note: Note) -> None:
    """Delete a note that was just added; one that is in somebody's review already is archived."""
    lock_deck(note.deck_id)
    if _is_learned(note):
        set_archived([note], True)
    else:
        delete_row(note)
    _update_groups(note.deck)


@across_users("a note that anybody learns cannot be deleted")
def _is_learned(note: Note) -> bool:
    return Schedule.objects.filter(card__note=note).exists()


def _update_groups(deck: Deck) -> None:
    """Find the near-duplicates of a course's deck; in a deck of one's own all cards are asked."""
    if deck.course_id:
        update_duplicate_groups(deck)


def _guid_of(note: Note, draft: str, labels: list[str] | None) -> str:
    """Return a guid that only the same draft with the same texts and choices has; another where that was removed."""
    texts = [getattr(note, name) for name in ("kind", "front", "back", "label", "extra", "tags")]
    guid = blake2b(json.dumps([draft, labels, *texts]).encode(), digest_size=12).hexdigest()
    same = note.deck.notes.filter(guid=guid).first()
    if same and not same.archived:
        raise AlreadyAdded
    return note.guid if same else guid


def _flashcards(deck: Deck) -> Section:
    """Return the section that a new card goes to: the last one of flashcards without choices, or the deck's first."""
    sections = [each for each in deck.sections.filter(kind=Section.Kind.FLASHCARDS) if not each.labels]
    return sections[-1] if sections else first_section(deck)


def _section_with(deck: Deck, labels: list[str]) -> Section:
    """Return a section of the deck that has these choices, made if there is none."""
    found = next((each for each in deck.sections.all() if each.labels == labels), None)
    return found or add_section(Section(deck=deck, title=CHOICES_TITLE, labels=labels))
