"""Shows card text in templates: {{ card.front|trusted }}, and other Markdown: {{ introduction|markdown }}."""

from django import template
from django.utils.safestring import SafeString

from apps.cards.rendering import render, trusted

register = template.Library()
register.filter("trusted", trusted)


@register.filter
def markdown(text: str) -> SafeString:
    """Return an author's Markdown as safe HTML."""
    return trusted(render(text).html)
