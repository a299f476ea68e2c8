"""What the pages of an account show about the site."""

from django import template
from django.conf import settings
from django.http import HttpRequest

from apps.accounts import sign_up

register = template.Library()


@register.simple_tag
def sends_email() -> bool:
    """Whether the site has a mail server; without one, e-mails are printed on its terminal."""
    return bool(settings.SENDS_EMAIL)


@register.simple_tag
def came_by_a_link(request: HttpRequest) -> bool:
    """Whether a visitor who may not sign up came by a link that lets nobody in any more, but would otherwise."""
    return settings.SIGNUP == sign_up.INVITATION and sign_up.find_guest(request) is not None
