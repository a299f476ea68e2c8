"""Copies the content of a deck into another one: sections, notes with their cards, names of pictures and sounds.

The cards are copied as they were rendered: their HTML names pictures and sounds by content.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import batched

from django.db import transaction

from apps.cards.models import Card, Deck, DeckMedia, Note, NoteText, Section
from apps.cards.services import bulk_insert
from apps.cards.services.cards import CARD_FIELDS
from apps.cards.services.media import BATCH_SIZE, add_to_deck, lock_media
from apps.cards.services.notes import keys_of
from apps.cards.services.sections import SECTION_FIELDS, save_section
from apps.cards.services.text_index import VALUES

NOTE_FIELDS = ("guid", "kind", "front", "back", "label", "extra", "tags", "archived", "position", "duplicate_group")


@transaction.atomic
def copy_sections(source: Deck, deck: Deck) -> dict[int, int]:
    """Copy the sections; return their keys by those of the originals."""
    copies = {}
    for section in source.sections.all():
        values = {name: getattr(section, name) for name in SECTION_FIELDS}
        copies[section.pk] = save_section(Section(deck=deck, **values)).pk
    return copies


def copy_media(source: Deck, deck: Deck) -> None:
    """Let the deck hold the pictures and sounds of the source by the same names; no file is stored again."""
    names = DeckMedia.objects.filter(deck=source).order_by("pk").select_related("media")
    for batch in batched(list(names), BATCH_SIZE):
        with transaction.atomic():
            stored = lock_media(row.media_id for row in batch)
            add_to_deck(deck, {row.name: row.media for row in batch if row.media_id in stored})


@transaction.atomic
def copy_notes(
    keys: Sequence[int], deck: Deck, sections: Mapping[int, int], *, at: datetime, with_archived: bool = False
) -> dict[int, int]:
    """Copy notes with their guids and their cards; return the keys of the copies by those of the originals.

    `sections` are the copies of their sections. A note that has just been moved elsewhere is left out, and one that
    is archived unless those are copied, too.
    """
    found = Note.objects.filter(pk__in=keys, section__in=sections).order_by("pk")
    if not with_archived:
        found = found.filter(archived=False)
    originals = {row.pop("pk"): row for row in found.values("pk", "section_id", *NOTE_FIELDS)}
    common = {"deck_id": deck.pk, "created_at": at, "edited_at": at}
    rows = [{**row, **common, "section_id": sections[row["section_id"]]} for row in originals.values()]
    bulk_insert.insert(Note, rows)
    copies = dict(zip(originals, keys_of(rows), strict=True))
    bulk_insert.insert_versions(Note, list(copies.values()), at, "+")
    for model, fields in ((Card, ("ordinal", *CARD_FIELDS)), (NoteText, VALUES)):
        belonging = model._default_manager.filter(note__in=copies).order_by("pk").values("note_id", *fields)
        bulk_insert.insert(model, [{**row, "note_id": copies[row["note_id"]]} for row in belonging])
    return copies


def cards_by_original(notes: Mapping[int, int]) -> dict[int, int]:
    """Return the keys of the cards of copied notes by those of the originals."""
    cards = Card.objects.filter(note__in=[*notes.keys(), *notes.values()])
    keys = {(note, ordinal): pk for pk, note, ordinal in cards.values_list("pk", "note_id", "ordinal")}
    pairs = {pk: (notes[note], ordinal) for (note, ordinal), pk in keys.items() if note in notes}
    return {pk: keys[copy] for pk, copy in pairs.items() if copy in keys}  # not those that an edit has just added
