"""What the pages of an account show about the site."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def sends_email() -> bool:
    """Whether the site has a mail server; without one, e-mails are printed on its terminal."""
    return bool(settings.SENDS_EMAIL)
