"""Saves how a person wants to be reminded."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.services.hand_over import locks_out
from apps.reminders.models import Reminders, new_calendar_key
from apps.reminders.schedule import next_at


@transaction.atomic
def save_reminders(reminders: Reminders, fields: Collection[str], *, now: datetime) -> None:
    """Save these fields of a person's reminders.

    Who unsubscribes in the meantime gets no e-mails, unless these fields say that they come.
    """
    stored = Reminders.objects.select_for_update().filter(user=reminders.user).first()
    if stored and "digest" not in fields:
        reminders.digest = stored.digest
    on = reminders.digest != Reminders.Digest.OFF
    reminders.next_digest_at = next_at(reminders.hour, reminders.user.zone, now) if on else None
    _save(reminders, *fields, "next_digest_at")


def renew_calendar(user: User) -> None:
    """Give the person's calendar an address, or a new one in the place of the one that it has."""
    _save(Reminders(user=user, calendar_key=new_calendar_key()), "calendar_key")


@locks_out
def remove_calendar(user: User) -> None:
    """Let the person's calendar have no address any more."""
    Reminders.objects.filter(user=user).update(calendar_key="")


def unsubscribe(user: User) -> None:
    """Send the person no e-mails any more."""
    Reminders.objects.filter(user=user).update(digest=Reminders.Digest.OFF, next_digest_at=None)


def _save(row: Reminders, *fields: str) -> None:
    """Save these fields of a row that may be new."""
    Reminders.objects.bulk_create([row], update_conflicts=True, unique_fields=["user"], update_fields=fields)
