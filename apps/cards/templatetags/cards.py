"""Shows card text in templates: {{ card.front|trusted }}, and other Markdown: {{ introduction|markdown:deck }}."""

from django import template
from django.utils.safestring import SafeString

from apps.cards.media_store import media_of
from apps.cards.models import Deck
from apps.cards.rendering import render, trusted

register = template.Library()
register.filter("trusted", trusted)


@register.filter
def markdown(text: str, deck: Deck) -> SafeString:
    """Return an author's Markdown as safe HTML, with the deck's pictures and sounds."""
    return trusted(render(text, media=media_of(text, deck)).html)
