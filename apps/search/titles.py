"""What a search is called where its cards are practiced, printed or exported."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

PICKED = ("cid:", "nid:")  # what the browser searches for where cards were ticked
MAX_TITLE_LENGTH = 80


def title_of(query: str) -> str:
    """Return a title for what a search finds."""
    if query.startswith(PICKED):
        return _("Selected cards")
    return _("Search: %(search)s") % {"search": Truncator(query).chars(MAX_TITLE_LENGTH)}
