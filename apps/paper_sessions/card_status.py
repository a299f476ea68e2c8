"""What has become of a printed card since: whether its grade can still be entered, and why not."""

from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from apps.paper_sessions.models import PaperCard


def refusal(card: PaperCard) -> str:
    """Return why no grade can be entered for a card of `with_status()`; empty where one can."""
    schedule = card.own_schedule
    if card.card is None:
        return _("This card was deleted.")
    if card.answered_at:
        return _already_answered(card)
    if schedule is None:
        return _no_longer_in_review()
    if card.card.archived:
        return _("The author archived this card.")
    if schedule.suspended:
        return _("You suspended this card. Unsuspend it, then enter its grade here.")
    if card.is_paused:
        return _("You paused this card’s deck. Resume the deck, then enter the grade here.")
    return _no_longer_in_review() if schedule.queue_on is None else ""


def _no_longer_in_review() -> str:
    return _("This card is no longer in your daily review.")


def _already_answered(card: PaperCard) -> str:
    """Return which answer counts: one that was given on the site, or imported."""
    answered = localize(localtime(card.answered_at))
    return _("You answered this card elsewhere (%(date)s). That answer counts.") % {"date": answered}
