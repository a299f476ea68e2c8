"""The header's navigation: which of its places a page belongs to, and their icons."""

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

PLACES_OF_NAMESPACES = {
    "reviews": "today",
    "library": "decks",
    "courses": "courses",
    "lessons": "courses",
    "stats": "statistics",
    "teaching": "courses",
}
PLACES_OF_VIEWS = {
    "account_login": "login",
    "library:browse": "browse",
    "library:card": "browse",
    "library:changes": "browse",
    "library:searches": "browse",
}


@register.simple_tag(takes_context=True)
def current_place(context: Context) -> str:
    """Return the place of the navigation that the page belongs to; empty where it belongs to none."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None:
        return ""
    return PLACES_OF_VIEWS.get(match.view_name) or PLACES_OF_NAMESPACES.get(match.namespace, "")


@register.simple_tag
def place_icon(name: str) -> SafeString:
    """Return a place's icon, which phones show above its name."""
    return format_html('<svg aria-hidden="true"><use href="{}#{}"/></svg>', static("places.svg"), name)
