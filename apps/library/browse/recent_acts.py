"""What a person did to cards and notes in the last day, a page of it, each with whether it can be undone."""

from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator

from apps.accounts.models import User
from apps.library.browse import act_words
from apps.library.models import UNDO_TTL, BulkAct
from apps.library.services.bulk.run import running_acts

PER_PAGE = 50


class RecentAct(NamedTuple):
    """An act, what it did and to which cards, and whether it is still being done."""

    act: BulkAct
    sentence: str
    cards: str
    is_running: bool


def page_of_acts(person: User, now: datetime, number: str | None) -> Page[Any]:
    """Return a page of the acts that changed something, the last first. Four statements, however many there are."""
    acts = person.bulk_acts.filter(begun_at__gt=now - UNDO_TTL, changed__gt=0).order_by("-pk")
    page: Page[Any] = Paginator(acts, PER_PAGE).get_page(number)
    found = list(page.object_list)
    running, titles = running_acts(person), act_words.titles_of(found)
    page.object_list = [
        RecentAct(act, act_words.done(act, titles), act_words.changed_notes(act), act.pk in running) for act in found
    ]
    return page
