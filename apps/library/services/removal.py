"""Removes for good what was deleted: decks, courses and people, with all that was learned of them, piece by piece."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.courses.models import Course
from apps.courses.services.invitations import take_back_all
from apps.courses.services.membership import pass_on_courses
from apps.jobs.models import Job
from apps.library.models import UNDO_TTL
from apps.web.services.removal import remove
from apps.web.statements import across_users

IMPORT_TTL = timedelta(days=1)  # longer than what names no job: a command's import, and the mark of one that has begun


def remove_deleted(now: datetime) -> Iterator[None]:
    """Remove what nobody can restore any longer; each step is short, and whoever stops may begin again later.

    A deck is final first, so that nobody restores what is being removed.
    """
    restorable = Q(deleted_as=Deck.Deletion.RESTORABLE, deleted_at__gt=now - UNDO_TTL)
    with across_users("jobs of whoever imports or copies"):
        running = list(Job.objects.running().values_list("pk", flat=True))
    recent = Q(made_by=None, deleted_at__gt=now - IMPORT_TTL)
    being_made = Q(deleted_as=Deck.Deletion.UNFINISHED) & (recent | Q(made_by__in=running))
    deleted = Deck.with_deleted.filter(deleted_at__isnull=False)
    deleted.exclude(restorable | being_made).update(deleted_as=Deck.Deletion.FINAL)
    people = User.objects.filter(deleted_at__isnull=False)
    courses = Course.with_deleted.filter(deleted_at__isnull=False)
    for person in people.order_by("pk"):
        pass_on_courses(person)
        take_back_all(person)
    for model, rows in (
        (User, people),
        (Course, courses.exclude(is_unfinished=True, deleted_at__gt=now - IMPORT_TTL)),
        (Deck, deleted.filter(deleted_as=Deck.Deletion.FINAL)),
    ):
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            yield from remove(model, [pk])
