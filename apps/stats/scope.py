"""What the statistics are limited to, in their URLs: `?deck=slug` or `?course=slug`, `?q=` a search, or both."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from apps.formats.messages import ngettext
from apps.reviews.day.scope import Scope, SearchedCards, within
from apps.reviews.views.scope import scope_of
from apps.search.search import search_cards
from apps.search.tree import SearchError
from apps.stats.forms import PeriodForm
from apps.web.http import LearnerRequest

MAX_FOUND = 1000  # cards: their answers are read one by one, while those of decks are counted already
SCOPES = ("deck", "course")


def scope_in(request: LearnerRequest, now: datetime) -> Scope:
    """Return the deck, the course or the found cards to look at. Raises Http404, SearchError."""
    query, chosen = request.GET.get("q", "").strip(), scope_of(request)
    return _found(request, query, chosen, now) if query else chosen


def _found(request: LearnerRequest, query: str, chosen: Scope, now: datetime) -> SearchedCards:
    """Return what the search finds in the deck or the course that is chosen."""
    cards = search_cards(request.user, query, now=now).filter(**within(chosen, "note__"))
    keys = list(cards.order_by().values_list("pk", flat=True)[: MAX_FOUND + 1])
    if len(keys) > MAX_FOUND:
        message = ngettext(
            "This search finds more than {count} card, too many to count their answers. Narrow it, or choose a deck.",
            "This search finds more than {count} cards, too many to count their answers. Narrow it, or choose a deck.",
            MAX_FOUND,
        )
        raise SearchError(message, 0)
    return SearchedCards(query, keys)


def query_of(values: Mapping[str, str]) -> str:
    """Return the query string of what the form of the page names: `deck:slug` or `course:slug`, a search, or both."""
    kind, _, slug = values["of"].partition(":")
    scope = {kind: slug} if kind in SCOPES and slug else {}
    if query := values.get("q", "").strip():
        scope["q"] = query
    return urlencode(scope | {"days": PeriodForm(values).value})
