"""What has become of a printed card since: whether its grade can still be entered, and why not. Pure."""

from django.utils.formats import date_format
from django.utils.timezone import localtime

from apps.paper_sessions.models import PaperCard

DELETED = "This card was deleted."
LEFT = "It has left your daily review since it was printed."
ARCHIVED = "Its author has taken it out of use."
SUSPENDED = "You suspended it. Unsuspend it, then enter its grade here."
PAUSED = "Its deck is paused. Resume the deck, then enter its grade here."


def refusal(card: PaperCard) -> str:
    """Return why no grade can be entered for a card that was looked up `as_they_stand`; empty where one can."""
    schedule = card.schedule
    if card.card is None:
        return DELETED
    if card.answered_at:
        return _answered(card)
    if schedule is None:
        return LEFT
    if card.card.archived:
        return ARCHIVED
    if schedule.suspended:
        return SUSPENDED
    if card.paused:
        return PAUSED
    return LEFT if schedule.queue_on is None else ""


def _answered(card: PaperCard) -> str:
    """Say which answer counts instead: one that was given on the site, or came with an import."""
    when = date_format(localtime(card.answered_at), "j F Y, H:i")
    return f"You answered it without this paper ({when}). That answer counts."
