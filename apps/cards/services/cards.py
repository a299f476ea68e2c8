"""Stores the cards that notes make: siblings of each other, all in use but those that a note no longer makes."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from apps.cards.media.deck_media import media_for_text
from apps.cards.models import Card, Note, of_card_models
from apps.cards.rendering.media_tags import NO_MEDIA
from apps.cards.services.bulk_insert import Row
from apps.cards.services.text_index import store_texts
from apps.cards.siblings import RenderedCard, cards_of
from apps.web.statements import across_users

CARD_FIELDS = ("context", "front", "back", "choices", "label", "archived")
BATCH_SIZE = 200  # rows of one statement


def make_cards(notes: Sequence[Note]) -> None:
    """Render and store the cards of notes of one deck."""
    store_cards(notes, render_cards(notes))


def render_cards(notes: Sequence[Note]) -> list[list[RenderedCard]]:
    """Return the cards of notes of one deck."""
    texts = (text for note in notes for text in (note.front, note.back, note.extra, note.section.introduction))
    media = media_for_text("".join(texts), notes[0].deck) if notes else NO_MEDIA
    return [cards_of(note, media=media) for note in notes]


def store_cards(notes: Sequence[Note], rendered: Sequence[Sequence[RenderedCard]]) -> None:
    """Store the cards of notes that may have some already, and what is searched of them.

    Cards that the notes no longer make are archived.
    """
    rows = [
        card_row(note.pk, card, archived=note.archived)
        for note, cards in zip(notes, rendered, strict=True)
        for card in cards
    ]
    archived = _archived(notes)
    Card.objects.bulk_create(
        [Card(**row) for row in rows],
        BATCH_SIZE,
        update_conflicts=True,
        unique_fields=["note", "ordinal"],
        update_fields=CARD_FIELDS,
    )
    _archive_others(notes, {(row["note_id"], row["ordinal"]) for row in rows})
    if changed := archived ^ _archived(notes):
        mark_archived(Card.objects.filter(pk__in=changed))
    store_texts(notes, rendered)


def _archive_others(notes: Sequence[Note], made: set[tuple[int, int]]) -> None:
    """Archive the cards of notes that are not among those just made."""
    in_use = Card.objects.filter(note__in=notes, archived=False).values_list("pk", "note_id", "ordinal")
    others = [pk for pk, note_id, ordinal in in_use if (note_id, ordinal) not in made]
    if others:
        Card.objects.filter(pk__in=others).update(archived=True)


def _archived(notes: Sequence[Note]) -> set[int]:
    return set(Card.objects.filter(note__in=notes, archived=True).values_list("pk", flat=True))


def mark_archived(cards: QuerySet[Card]) -> None:
    """Have the rows of people carry which of the cards are archived; call it in the transaction that changed them."""
    _mark(cards)
    transaction.on_commit(partial(_mark, cards), robust=True)


def carry_archived(rows: QuerySet[Any], cards: Collection[int]) -> None:
    """Have those of a person's rows that were just made of these cards carry which of them are archived by now.

    PostgreSQL lets others archive a card at the same time, and neither transaction sees what the other writes. So both
    look again after they are committed: the later of them sees all.
    """
    theirs = Card.objects.filter(pk__in=cards)
    _set(rows, theirs, archived=True)
    transaction.on_commit(partial(_agree, rows, theirs), robust=True)


@across_users("a card is archived for everyone who learns it")
def _mark(cards: QuerySet[Card]) -> None:
    for model in of_card_models():
        _agree(model._default_manager.all(), cards)


def _agree(rows: QuerySet[Any], cards: QuerySet[Card]) -> None:
    _set(rows, cards, archived=True)
    _set(rows, cards, archived=False)


def _set(rows: QuerySet[Any], cards: QuerySet[Card], *, archived: bool) -> None:
    rows.filter(archived=not archived, card__in=cards.filter(archived=archived)).update(archived=archived)


def card_row(note: int, card: RenderedCard, *, archived: bool) -> Row:
    """Return a card as it is stored; one that asks or reveals nothing is on its page, but never in a review."""
    return {
        "note_id": note,
        "ordinal": card.ordinal,
        "context": card.context,
        "front": card.front,
        "back": card.back,
        "choices": list(card.choices),
        "label": card.label,
        "archived": archived or not card.is_asked,
    }
