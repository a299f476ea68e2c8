"""Shows card text in templates ({{ card.front|trusted }}), its language, and other Markdown."""

from typing import Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.cards.media_store import media_of
from apps.cards.models import Deck
from apps.cards.rendering import render, trusted

register = template.Library()
register.filter("trusted", trusted)


class HasLanguage(Protocol):
    """A deck, or anything else whose text has a language."""

    @property
    def language(self) -> str:
        """Return a language tag such as "de", or nothing when the language is not known."""
        ...


@register.filter
def markdown(text: str, deck: Deck) -> SafeString:
    """Return an author's Markdown as safe HTML, with the deck's pictures and sounds."""
    return trusted(render(text, media=media_of(text, deck)).html)


@register.simple_tag
def lang_attrs(source: HasLanguage) -> SafeString:
    """Return the attributes of an element that holds an author's text: <p {% lang_attrs deck %}>."""
    if source.language:
        return format_html('lang="{}" dir="auto"', source.language)
    return SafeString('dir="auto"')
