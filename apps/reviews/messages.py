"""Messages about the daily review that several pages show."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.web.localized import number


def deck_added(deck: object) -> str:
    """Return the message after a deck was added to the daily review; `deck` is or has its title."""
    return _("“%(deck)s” is in your daily review.") % {"deck": deck}


def cards_added(count: int) -> str:
    """Return the message after so many cards were added to the daily review."""
    message = ngettext("%(count)s card is in your daily review.", "%(count)s cards are in your daily review.", count)
    return message % {"count": number(count)}
