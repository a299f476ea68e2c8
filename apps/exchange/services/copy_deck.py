"""Copies a deck into a person's own: in short transactions, and nobody sees the copy before it is whole."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.cards.services import unfinished
from apps.cards.services.copy_notes import cards_by_original, copy_media, copy_notes, copy_sections
from apps.cards.services.delete_deck import delete_deck
from apps.exchange.models import AnkiOrigin
from apps.formats.progress import ProgressCallback, no_progress
from apps.library.services.own_decks import create_deck
from apps.reviews.services import pause, subscribe
from apps.reviews.services.copy_schedules import (
    copy_personal,
    copy_schedules,
    copy_subscription,
    schedules_to_copy,
)
from apps.reviews.services.subscribe import default_includes

BATCH_SIZE = 100  # notes of one transaction


@dataclass(frozen=True)
class DeckCopy:
    """What a person wants: a copy of the deck under a title, with their schedules or without, the original paused."""

    person: User
    source: Deck
    title: str
    with_schedules: bool = False
    pauses_source: bool = False
    token: str = ""  # of the shared link through which they see the deck, if they may not see it otherwise


def _atomic(_copy: Deck) -> AbstractContextManager[object]:
    return transaction.atomic()


def copy_deck(
    wanted: DeckCopy,
    *,
    at: datetime,
    progress: ProgressCallback = no_progress,
    saving: Callable[[Deck], AbstractContextManager[object]] = _atomic,
) -> Deck:
    """Copy the deck and return the copy, which is in the person's daily review.

    `saving` opens the last transaction, in which the copy appears. Where that or `progress` raises, or the process
    ends, nobody ever sees the copy, and the worker removes what there is of it.
    """
    unfinished.take_back_earlier(at=at)
    deck = _begin(wanted, at)
    try:
        _fill(deck, wanted, at, progress)
        with saving(deck):
            _appear(deck, wanted, at)
    except BaseException:
        delete_deck(deck, at=at)
        raise
    return deck


@transaction.atomic
def _begin(wanted: DeckCopy, at: datetime) -> Deck:
    """Make the deck that nobody sees, in no queue."""
    source = wanted.source
    values = {name: getattr(source, name) for name in ("description", *Deck.CREDITS)}
    copied_from = f"{source.course}: {source}" if source.course else str(source)
    copy = Deck(title=wanted.title, **values, copied_from=copied_from)
    unfinished.hide(copy, at=at)
    deck = create_deck(wanted.person, copy)
    copy_subscription(wanted.person, source, deck, includes=default_includes(source))
    return deck


def _fill(deck: Deck, wanted: DeckCopy, at: datetime, progress: ProgressCallback) -> None:
    source, person = wanted.source, wanted.person
    sections = copy_sections(source, deck)
    copy_media(source, deck)
    notes = list(source.notes.filter(archived=False).order_by("pk").values_list("pk", flat=True))
    schedules = schedules_to_copy(person, source) if wanted.with_schedules else []
    done, total = 0, len(notes) + sum(map(len, schedules))
    cards: dict[int, int] = {}
    for batch in batched(notes, BATCH_SIZE):
        progress(done, total)
        cards |= _copy_notes(batch, deck, sections, person, at)
        done += len(batch)
    for keys in schedules:
        progress(done, total)
        copy_schedules(person, keys, cards, deck)
        done += len(keys)
    progress(total, total)


@transaction.atomic
def _copy_notes(
    keys: tuple[int, ...], deck: Deck, sections: dict[int, int], person: User, at: datetime
) -> dict[int, int]:
    cards = cards_by_original(copy_notes_with_origins(keys, deck, sections, at=at))
    copy_personal(person, cards)
    return cards


@transaction.atomic
def copy_notes_with_origins(
    keys: Sequence[int], deck: Deck, sections: dict[int, int], *, at: datetime, with_archived: bool = False
) -> dict[int, int]:
    """Copy notes with what they were in Anki; return the keys of the copies by those of the originals."""
    notes = copy_notes(keys, deck, sections, at=at, with_archived=with_archived)
    origins = AnkiOrigin.objects.filter(note__in=notes).order_by("pk")
    AnkiOrigin.objects.bulk_create(
        [
            AnkiOrigin(note_id=notes[each.note_id], note_type_id=each.note_type_id, fields=each.fields)
            for each in origins
        ]
    )
    return notes


def _appear(deck: Deck, wanted: DeckCopy, at: datetime) -> None:
    """Show the copy, study it, and pause the original if that is wanted."""
    person = wanted.person
    unfinished.reveal(deck)
    if wanted.pauses_source and (studied := person.subscriptions.filter(deck=wanted.source, paused=False).first()):
        pause(studied)
    subscribe(person, deck, today=person.study_day(at))
