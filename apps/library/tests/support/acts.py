"""What tests do to many cards in the browser."""

from apps.library.models import BulkAct
from apps.search.search import search_cards
from apps.web.tests.support.clock import NOW


def press(client, act, query="", **data):
    """Press a button for all that a search finds."""
    return client.post("/browse/change/", {"act": act, "q": query, "all": "yes", **data}, follow=True)


def undo(client):
    """Press Undo of what was done last."""
    act = BulkAct.objects.latest("pk")
    return client.post(f"/browse/undo/{act.pk}/", follow=True)


def found(learner, query):
    """How many cards a search finds."""
    return search_cards(learner, query, now=NOW).count()
