"""What a search finds, as something to print: cards of whatever decks."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import CardQuerySet
from apps.printing.request.card_filter import BadCardFilter
from apps.search.search import search_cards
from apps.search.tree import SearchError
from apps.web.translation import translate_message

PICKED = ("cid:", "nid:")  # what the browser searches for where cards were ticked
MAX_TITLE_LENGTH = 80


@dataclass(frozen=True)
class FoundCards:
    """The cards that a person's search finds in the decks that they study, own or teach."""

    query: str
    slug = "cards"
    language = ""

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The heading of the print."""
        if self.query.startswith(PICKED):
            return _("Selected cards")
        return _("Found by “%(search)s”") % {"search": Truncator(self.query).chars(MAX_TITLE_LENGTH)}

    def cards(self, person: User | AnonymousUser, now: datetime) -> CardQuerySet:
        """Return the cards that the person's search finds. Raises BadCardFilter."""
        if not person.is_authenticated:
            raise BadCardFilter("q", _("Log in to print what you searched for."))
        try:
            return search_cards(person, self.query, now=now)
        except SearchError as error:
            raise BadCardFilter("q", translate_message(error.message)) from error
