"""Shows card text in templates ({{ card.front|trusted }}), other Markdown, and the language of both."""

from typing import Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.cards.media.deck_media import render_text
from apps.cards.models import Card, Deck
from apps.cards.rendering.markdown import reason_of
from apps.cards.rendering.trusted import trusted, trusted_on_paper

register = template.Library()
register.filter("trusted", trusted)
register.filter("trusted_on_paper", trusted_on_paper)


class HasLanguage(Protocol):
    """A deck, or anything else whose text has a language."""

    @property
    def language(self) -> str:
        """Return a language tag such as "de", or nothing when the language is not known."""
        ...


@register.filter
def markdown(text: str, deck: Deck) -> SafeString:
    """Return an author's Markdown as safe HTML, with the deck's pictures and sounds."""
    return trusted(render_text(text, deck))


@register.filter
def reason(card: Card) -> str:
    """Return the back of a choice without its label, for a page that names it already: {{ card|reason|trusted }}."""
    return reason_of(card.label, card.back)


@register.simple_tag
def lang_attrs(source: HasLanguage) -> SafeString:
    """Return the attributes of an element that holds an author's text: <p {% lang_attrs deck %}>."""
    if source.language:
        return format_html('lang="{}" dir="auto"', source.language)
    return SafeString('dir="auto"')
