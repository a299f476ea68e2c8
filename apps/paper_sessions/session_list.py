"""A learner's paper sessions, with what is left to enter."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from apps.accounts.models import User
from apps.paper_sessions.models import PaperCard, PaperCardQuerySet, PaperSession

MAX_SESSIONS = 50


@dataclass(frozen=True)
class ListedSession:
    """A session with its numbers of cards: all, those whose grade is entered, and those that are left to enter."""

    session: PaperSession
    size: int
    entered: int
    left: int


def recent_sessions(user: User) -> list[ListedSession]:
    """Return the latest sessions with their numbers of cards, those first that have grades left to enter."""
    sessions = with_counts(user.paper_sessions.select_related("deck", "course")[:MAX_SESSIONS])
    return sorted(sessions, key=lambda listed: not listed.left)


def with_counts(sessions: Iterable[PaperSession]) -> list[ListedSession]:
    """Return sessions of one person or several with their numbers of cards, in three statements."""
    sessions = list(sessions)
    people = {session.user_id for session in sessions}
    cards = PaperCard.objects.filter(user__in=people, session__in=sessions).order_by()
    sizes, entered, left = map(_counts, (cards, cards.entered(), cards.open()))
    return [
        ListedSession(each, sizes.get(each.pk, 0), entered.get(each.pk, 0), left.get(each.pk, 0)) for each in sessions
    ]


def _counts(cards: PaperCardQuerySet) -> dict[int, int]:
    return dict(cards.values_list("session").annotate(Count("pk")))
