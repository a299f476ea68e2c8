"""What pages show about how people log in: by which providers, and who without one."""

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import Provider
from django import template
from django.template import Context

from apps.accounts import sign_up
from apps.accounts.sso.local_login import everybody_may_log_in_locally, may_log_in_locally

register = template.Library()
register.simple_tag(everybody_may_log_in_locally)
register.simple_tag(sign_up.is_open_by_provider, name="providers_sign_up")
register.filter(may_log_in_locally)


@register.simple_tag(takes_context=True)
def login_providers(context: Context) -> list[Provider]:
    """Return the providers by which people can log in."""
    providers: list[Provider] = get_adapter().list_providers(context["request"])
    return providers


@register.simple_tag(takes_context=True)
def connected_providers(context: Context) -> list[tuple[Provider, SocialAccount | None]]:
    """Return these providers, each with what connects the person who is logged in to it."""
    connected = {each.provider: each for each in SocialAccount.objects.filter(user=context["request"].user)}
    return [(provider, connected.get(provider.sub_id)) for provider in login_providers(context)]


@register.simple_tag(takes_context=True)
def next_page(context: Context) -> str:
    """Return the page of this site to which a login shall lead; empty for the usual one."""
    return get_next_redirect_url(context["request"]) or ""
