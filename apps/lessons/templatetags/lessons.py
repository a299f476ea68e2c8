"""The status of a card in the daily review, in words."""

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.lessons.page import ReviewStatus
from apps.reviews.templatetags.reviews import on_day

register = template.Library()

WITHOUT_A_DAY = {
    "new": _("new, today"),
    "due": _("due today"),
    "drill": _("in today’s drill"),
    "suspended": _("suspended"),
    "paused": _("paused"),
    "coming": _("in the next few days"),
}


@register.simple_tag(takes_context=True)
def review_status(context: template.Context, status: ReviewStatus) -> str:
    """Return when a card comes up in the learner's review; nothing when it is not in it."""
    if status.on:
        return gettext("next due %(day)s") % {"day": on_day(context, status.on)}
    return str(WITHOUT_A_DAY.get(status.state, ""))
