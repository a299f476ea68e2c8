"""The acts that the browser offers on many cards or notes: how each is done to a batch, and undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.cards.models import Card, Note
from apps.library.services.bulk import note_acts
from apps.reviews.models import Schedule
from apps.reviews.services import suspend_and_flag_many

type Changes = dict[str, Any]
type Do = Callable[[User, list[int], str, date], Changes]
type Undo = Callable[[User, Changes, str, date], int]
type LeftOut = Callable[[User, list[int], Changes], list[str]]


@dataclass(frozen=True)
class Act:
    """An act on cards or notes; `do` returns what `undo` needs, which returns how many it changed."""

    do: Do
    undo: Undo
    left_out: LeftOut
    of_notes: bool = False
    batch_size: int = 200  # small where each row takes long: no transaction holds the lock for a moment too many


def _do_suspend(person: User, cards: list[int], _value: str, _today: date) -> Changes:
    return suspend_and_flag_many.suspend_cards(person, cards)


def _undo_suspend(person: User, changes: Changes, _value: str, today: date) -> int:
    return suspend_and_flag_many.undo_suspend_cards(person, changes, today)


def _do_unsuspend(person: User, cards: list[int], _value: str, today: date) -> Changes:
    return suspend_and_flag_many.unsuspend_cards(person, cards, today)


def _undo_unsuspend(person: User, changes: Changes, _value: str, _today: date) -> int:
    return number_of(suspend_and_flag_many.suspend_cards(person, changes["changed"]))


def _do_flag(person: User, cards: list[int], value: str, _today: date) -> Changes:
    return suspend_and_flag_many.flag_cards(person, cards, int(value))


def _undo_flag(person: User, changes: Changes, _value: str, _today: date) -> int:
    return suspend_and_flag_many.undo_flag_cards(person, changes)


def _do_tag(person: User, notes: list[int], value: str, _today: date) -> Changes:
    return note_acts.add_tag(person, notes, value)


def _undo_tag(person: User, changes: Changes, value: str, _today: date) -> int:
    return number_of(note_acts.remove_tag(person, changes["changed"], value))


def _do_untag(person: User, notes: list[int], value: str, _today: date) -> Changes:
    return note_acts.remove_tag(person, notes, value)


def _undo_untag(person: User, changes: Changes, value: str, _today: date) -> int:
    return number_of(note_acts.add_tag(person, changes["changed"], value))


def _do_move(person: User, notes: list[int], value: str, today: date) -> Changes:
    return note_acts.move(person, notes, value, today)


def _undo_move(person: User, changes: Changes, _value: str, today: date) -> int:
    return note_acts.move_back(person, changes["places"], today)


def _do_archive(person: User, notes: list[int], _value: str, _today: date) -> Changes:
    return note_acts.archive(person, notes)


def _undo_archive(person: User, changes: Changes, _value: str, _today: date) -> int:
    return number_of(note_acts.restore(person, changes["changed"]))


def _do_restore(person: User, notes: list[int], _value: str, _today: date) -> Changes:
    return note_acts.restore(person, notes)


def _undo_restore(person: User, changes: Changes, _value: str, _today: date) -> int:
    return number_of(note_acts.archive(person, changes["changed"]))


def _nothing(_person: User, _keys: list[int], _changes: Changes) -> list[str]:
    return []


def _not_studied(person: User, cards: list[int], _changes: Changes) -> list[str]:
    others = suspend_and_flag_many.not_studied(person, Card.objects.filter(pk__in=cards)).select_related("note")
    return [str(card.note) for card in others.order_by("pk")]


def _impossible(_person: User, notes: list[int], changes: Changes) -> list[str]:
    others = Note.objects.filter(pk__in=set(notes) - set(changes["possible"]))
    return [str(note) for note in others.order_by("pk")]


ACTS = {
    "suspend": Act(_do_suspend, _undo_suspend, _not_studied),
    "unsuspend": Act(_do_unsuspend, _undo_unsuspend, _nothing),
    "flag": Act(_do_flag, _undo_flag, _not_studied),
    "tag": Act(_do_tag, _undo_tag, _impossible, of_notes=True),
    "untag": Act(_do_untag, _undo_untag, _impossible, of_notes=True),
    "move": Act(_do_move, _undo_move, _impossible, of_notes=True, batch_size=20),
    "archive": Act(_do_archive, _undo_archive, _impossible, of_notes=True, batch_size=20),
    "restore": Act(_do_restore, _undo_restore, _impossible, of_notes=True, batch_size=20),
}


def number_of(changes: Changes) -> int:
    """Return how many cards or notes a batch changed."""
    number: int = changes["cards"] if "cards" in changes else len(changes["changed"])
    return number


def first_note(person: User, changes: Changes, *, of_notes: bool) -> Note | None:
    """Return the first note that a batch changed, or whose card it changed, with its deck."""
    return _notes(person, changes, of_notes=of_notes).select_related("deck").order_by("pk").first()


def _notes(person: User, changes: Changes, *, of_notes: bool) -> QuerySet[Note]:
    if of_notes:
        return Note.objects.filter(pk__in=changes["changed"][:1])
    if "changed" in changes:
        return Note.objects.filter(cards__in=changes["changed"][:1])
    if "made" not in changes:
        return Note.objects.filter(cards__in=list(chain(*changes["before"].values()))[:1])
    schedules = [*(key for key, *_days in changes["before"]), *changes["made"]][:1]
    return Note.objects.filter(cards__in=Schedule.objects.filter(user=person, pk__in=schedules).values("card"))
