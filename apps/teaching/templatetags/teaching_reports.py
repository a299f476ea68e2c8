"""Who reported a card, in words."""

from django import template
from django.utils.translation import ngettext

from apps.teaching.reports.queue import ReportGroup
from apps.web import localized

register = template.Library()


@register.simple_tag
def reported_by(group: ReportGroup, names: dict[int, str]) -> str:
    """Return who reported it: Otter 12 and 2 others."""
    name = names[group.first.user_id]
    if not group.others:
        return name
    sentence = ngettext("%(name)s and %(number)s other", "%(name)s and %(number)s others", group.others)
    return sentence % {"name": name, "number": localized.number(group.others)}
