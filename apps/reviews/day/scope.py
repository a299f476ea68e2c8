"""What a page is limited to: a deck, a course, what a search found, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.courses.models import Course


@dataclass(frozen=True)
class SearchedCards:
    """The cards that a search found, by their keys."""

    query: str
    keys: Sequence[int]


type Scope = Deck | Course | SearchedCards | None  # what a page is limited to; None is all that the person studies


def within(scope: Scope, path: str = "") -> dict[str, Any]:
    """Return what limits rows to a deck, a course or found cards; `path` leads from a row to its schedule."""
    match scope:
        case None:
            return {}
        case SearchedCards():
            return {f"{path}card__in": scope.keys}
        case Deck():
            return {f"{path}deck": scope}
        case Course():
            return {f"{path}deck__course": scope}


def counted(user: User, scope: Scope) -> Q:
    """Return the condition on rows with a deck that statistics count: within the scope; without one, not deleted.

    A scope is of what is there, since who looks it up finds nothing that is deleted.
    """
    if scope is not None:
        return Q(**within(scope))
    return ~Q(deck__in=deleted_decks(user).order_by().values("pk"))


def deleted_decks(user: User) -> QuerySet[Deck]:
    """Return decks that the person has or studies and that are marked: deleted, or of an import that has not finished.

    Their rows are there until the worker removes them.
    """
    theirs = Q(owner=user) | Q(pk__in=user.subscriptions.values("deck"))
    return Deck.with_deleted.filter(theirs, deleted_at__isnull=False)
