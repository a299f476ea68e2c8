"""The pictures and sounds of a deck as its list shows them, and which of them no note uses. Only reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from apps.cards.media.deck_media import names_in
from apps.cards.models import Deck, DeckMedia, Note
from apps.formats.limits import KIB, MIB, as_size
from apps.web.translation import translate_message

TEXTS = ("front", "back", "extra")
SHOWS_MEDIA = Q(front__contains="![") | Q(back__contains="![") | Q(extra__contains="![")


@dataclass(frozen=True)
class DeckFile:
    """A picture or a sound of a deck: its row, and whether a note uses it."""

    row: DeckMedia
    is_used: bool

    @property
    def size(self) -> str:
        """Its size in words, rounded: 38 KiB, 1.2 MiB."""
        return size_text(self.row.media.size)


def size_text(size: int) -> str:
    """Return a number of bytes in words, with no more digits than say something."""
    step = MIB / 10 if size >= MIB else KIB if size >= KIB else 1
    return translate_message(as_size(round(round(size / step) * step)))


def files_of(deck: Deck) -> QuerySet[DeckMedia]:
    """Return the deck's pictures and sounds by name."""
    return deck.media.select_related("media").order_by("name", "pk")


def as_files(rows: Iterable[DeckMedia], unused: Iterable[int]) -> list[DeckFile]:
    """Return rows of a deck, each with whether a note uses it."""
    keys = set(unused)
    return [DeckFile(row, row.pk not in keys) for row in rows]


def unused_keys(deck: Deck, notes: QuerySet[Note]) -> set[int]:
    """Return the keys of those that none of these notes of the deck shows, nor as Anki had it, and no section does."""
    unused = dict(files_of(deck).values_list("name", "pk"))
    if not unused:
        return set()
    used: set[str] = set()
    for texts in notes.filter(SHOWS_MEDIA).values_list(*TEXTS).iterator():
        used |= names_in("\n".join(texts))
    for texts in deck.sections.values_list("introduction", "closing"):
        used |= names_in("\n".join(texts))
    unused = {name: key for name, key in unused.items() if name not in used}
    return set(_without_anki(notes, unused).values()) if unused else set()


def _without_anki(notes: QuerySet[Note], unused: dict[str, int]) -> dict[str, int]:
    """Return those that the notes had nowhere in Anki: they go back with what they had."""
    fields = notes.filter(anki_origin__isnull=False).values_list("anki_origin__fields", flat=True)
    for texts in fields.iterator():
        found = [name for name in unused if any(name in str(text) for text in texts)]
        unused = {name: key for name, key in unused.items() if name not in found}
    return unused
