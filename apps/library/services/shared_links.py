"""Makes, renews and revokes the link of a deck."""

from datetime import datetime

from apps.cards.models import Deck
from apps.library.models import SharedLink, new_token


def share(deck: Deck, *, at: datetime) -> None:
    """Give the deck a link, or a new one in the place of the one that it has, which works no longer."""
    values = {"token": new_token(), "created_at": at}
    SharedLink.objects.update_or_create(deck=deck, defaults=values)


def stop_sharing(deck: Deck) -> None:
    """Revoke the link of the deck; copies that others made stay theirs."""
    SharedLink.objects.filter(deck=deck).delete()
