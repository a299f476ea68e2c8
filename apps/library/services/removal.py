"""Removes for good what was deleted: decks, courses and people, with all that was learned of them, piece by piece."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.courses.models import Course
from apps.library.services.own_decks import UNDO_TTL
from apps.web.services.removal import remove

IMPORT_TTL = timedelta(hours=1)  # longer than any import takes


def remove_deleted(now: datetime) -> Iterator[None]:
    """Remove what nobody can restore any longer; each step is short, and whoever stops may begin again later."""
    restorable = Q(deleted_as=Deck.Deletion.RESTORABLE, deleted_at__gt=now - UNDO_TTL)
    being_imported = Q(deleted_as=Deck.Deletion.UNFINISHED, deleted_at__gt=now - IMPORT_TTL)
    decks = Deck.with_deleted.filter(deleted_at__isnull=False).exclude(restorable | being_imported)
    for model, rows in (
        (User, User.objects.filter(deleted_at__isnull=False)),
        (Course, Course.with_deleted.filter(deleted_at__isnull=False)),
        (Deck, decks),
    ):
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            yield from remove(model, [pk])
