"""The decks that a person has or studies, a page of them at a time."""

from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.cards.models import Card, Deck, Section
from apps.library.models import UNDO_TTL
from apps.reviews.decks_of_person import own_and_studied
from apps.reviews.models import Schedule, Subscription

PER_PAGE = 50


def page_of_decks(person: User, today: date, number: str | None) -> Page:
    """Return a page of the person's decks and those they study. As many statements for many as for few."""
    page = Paginator(decks_of(person).values_list("pk", flat=True), PER_PAGE).get_page(number)
    page.object_list = list(_with_numbers(Deck.objects.filter(pk__in=list(page.object_list)), person, today))
    return page


def decks_of(person: User) -> QuerySet[Deck]:
    """Return the person's own decks and those they study, without archived ones."""
    return own_and_studied(person).filter(archived_at=None)


def archived_decks(person: User) -> QuerySet[Deck]:
    """Return the person's archived decks."""
    return Deck.objects.filter(owner=person, archived_at__isnull=False)


def deleted_decks(person: User, now: datetime) -> QuerySet[Deck]:
    """Return the decks whose deletion the person can still undo, the last first."""
    return (
        Deck.with_deleted.filter(owner=person, deleted_as=Deck.Deletion.RESTORABLE)
        .filter(deleted_at__gt=now - UNDO_TTL)
        .order_by("-deleted_at", "-pk")
    )


def _with_numbers(decks: QuerySet[Deck], person: User, today: date) -> QuerySet[Any]:
    """Include how many cards each has as its page counts them, what is due and new today, and whether it is studied."""
    cards = Card.objects.in_use().filter(note__deck=OuterRef("pk")).order_by()
    queued = Schedule.objects.filter(user=person, deck=OuterRef("pk"), archived=False, queue_on__lte=today)
    studied = person.subscriptions.filter(deck=OuterRef("pk"))
    return decks.select_related("course").annotate(
        cards_number=Case(
            When(Exists(studied.filter(includes=Subscription.Includes.ALL)), then=_number(cards.values("note__deck"))),
            default=_number(cards.of_kind(Section.Kind.FLASHCARDS).values("note__deck"), cards.values("note__deck")),
        ),
        due=_number(queued.filter(due_on__isnull=False).order_by().values("user_id")),
        new=_number(queued.filter(due_on__isnull=True).order_by().values("user_id")),
        studied=Exists(studied),
        paused=Exists(studied.filter(paused=True)),
    )


def _number(*grouped: QuerySet[Any]) -> Coalesce:
    """Return how many rows the first of these has that has any, as subqueries."""
    counted = [rows.annotate(number=Count("pk")).values("number") for rows in grouped]
    return Coalesce(*(Subquery(rows, output_field=IntegerField()) for rows in counted), 0)
