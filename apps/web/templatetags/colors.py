"""The colors that a visitor has chosen in this browser."""

from django import template
from django.template import Context

from apps.web.requests.cookies import cookie_name

register = template.Library()

THEMES = ("light", "dark")


@register.simple_tag(takes_context=True)
def chosen_theme(context: Context) -> str:
    """Return light or dark; empty where the page follows the device."""
    request = context.get("request")
    theme: str = request.COOKIES.get(cookie_name("theme"), "") if request else ""
    return theme if theme in THEMES else ""
