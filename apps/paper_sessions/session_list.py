"""A learner's paper sessions, with what is left to enter."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.paper_sessions.models import PaperCard, PaperCardQuerySet, PaperSession

MAX_SESSIONS = 50


def recent_sessions(user: User) -> list[PaperSession]:
    """Return the latest sessions with their numbers of cards, those first that have grades left to enter."""
    sessions = with_counts(user.paper_sessions.select_related("deck", "course"))[:MAX_SESSIONS]
    return sorted(sessions, key=lambda session: not getattr(session, "left", 0))


def with_counts(sessions: QuerySet[PaperSession]) -> QuerySet[PaperSession]:
    """Add how many cards each session has, how many are entered, and how many can still be."""
    cards = PaperCard.objects.filter(user=OuterRef("user"), session=OuterRef("pk")).order_by()
    return sessions.annotate(size=_count(cards), entered=_count(cards.entered()), left=_count(cards.open()))


def _count(cards: PaperCardQuerySet) -> Coalesce:
    counted = cards.values("session").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
