"""Stores the cards that notes make: siblings of each other, all in use but those that a note no longer makes."""

from collections.abc import Sequence

from apps.cards.media.deck_media import media_for_text
from apps.cards.models import Card, Note
from apps.cards.rendering.media_tags import NO_MEDIA
from apps.cards.services.bulk_insert import Row
from apps.cards.services.text_index import store_texts
from apps.cards.siblings import RenderedCard, cards_of

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
    Card.objects.bulk_create(
        [Card(**row) for row in rows],
        BATCH_SIZE,
        update_conflicts=True,
        unique_fields=["note", "ordinal"],
        update_fields=CARD_FIELDS,
    )
    _archive_others(notes, {(row["note_id"], row["ordinal"]) for row in rows})
    store_texts(notes, rendered)


def _archive_others(notes: Sequence[Note], made: set[tuple[int, int]]) -> None:
    """Archive the cards of notes that are not among those just made."""
    in_use = Card.objects.filter(note__in=notes, archived=False).values_list("pk", "note_id", "ordinal")
    others = [pk for pk, note_id, ordinal in in_use if (note_id, ordinal) not in made]
    if others:
        Card.objects.filter(pk__in=others).update(archived=True)


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
