"""Says study days as learners do."""

from datetime import date, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.simple_tag(takes_context=True)
def on_day(context: template.Context, day: date) -> str:
    """Say a study day from where the learner is in theirs: today, tomorrow, on Monday, 3 May 2027."""
    today = context["request"].user.study_day(timezone.now())
    near = {today: "today", today + timedelta(days=1): "tomorrow"}
    return near.get(day) or f"on {date_format(day, 'l, j F Y')}"
