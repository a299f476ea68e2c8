"""Notes on the page of a card of what the apps above know: how it does in its class."""

from apps.accounts.models import User
from apps.cards.models import Card
from apps.web.page_notes import PageNotes

card_notes: PageNotes[User, Card] = PageNotes()  # for a person, and a card that they may see
