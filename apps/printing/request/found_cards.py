"""What a search finds, as something to print: cards of whatever decks."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cards.models import CardQuerySet
from apps.printing.request.card_filter import BadCardFilter
from apps.search.search import search_cards
from apps.search.titles import title_of
from apps.search.tree import SearchError
from apps.web.translation import translate_message


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
        return title_of(self.query)

    def cards(self, person: User | AnonymousUser, now: datetime) -> CardQuerySet:
        """Return the cards that the person's search finds. Raises BadCardFilter."""
        if not person.is_authenticated:
            raise BadCardFilter("q", _("Log in to print what you searched for."))
        try:
            return search_cards(person, self.query, now=now)
        except SearchError as error:
            raise BadCardFilter("q", translate_message(error.message)) from error
