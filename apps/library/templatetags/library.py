"""What is left of a deck, and when a card is due, in words."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.library.deck_pages.studying import Study
from apps.reviews.grading.arithmetic import format_days
from apps.reviews.models import Schedule
from apps.reviews.templatetags.reviews import count_due, count_in_drill, count_new
from apps.scheduler.leech import is_leech
from apps.search.grammar import exact
from apps.web import localized

register = template.Library()


@register.simple_tag
def review_caption(subscription: Any) -> str:
    """Return what a press on the deck's first button reviews: Review 14 due and 6 new."""
    counts = {count_due: subscription.due, count_new: subscription.new, count_in_drill: subscription.drill}
    cards = localized.conjunction(words(number) for words, number in counts.items() if number)
    return _("Review %(cards)s") % {"cards": cards}


@register.simple_tag
def tag_search(tag: str, study: Study | None) -> str:
    """Return what finds a tag in a deck: a search for those who study it, the tag itself for others."""
    return exact("tag", tag) if study else tag


@register.simple_tag
def card_status(schedule: Schedule | None, today: date) -> str:
    """Return when a card is due, and whether it is a leech: in 12 days · leech, 9 lapses."""
    return " · ".join(_parts(schedule, today)) if schedule else pgettext("card", "new")


def _parts(schedule: Schedule, today: date) -> Iterator[str]:
    yield _when(schedule, today)
    if is_leech(schedule.lapses):
        sentence = ngettext("leech, %(number)s lapse", "leech, %(number)s lapses", schedule.lapses)
        yield sentence % {"number": localized.number(schedule.lapses)}


def _when(schedule: Schedule, today: date) -> str:
    if schedule.suspended:
        return pgettext("card", "suspended")
    if schedule.due_on is None:
        return pgettext("card", "new")
    if schedule.drill_on == today:
        return _("in today’s final drill")
    days = (schedule.due_on - today).days
    if days <= 0:
        return _("due today")
    return _("due tomorrow") if days == 1 else _("in %(days)s") % {"days": format_days(days)}
