"""To a provider of OpenID Connect, and back."""

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.sso.going_there import failure, lead_there, provider_or_404
from apps.accounts.sso.oidc.adapter import OidcAdapter
from apps.accounts.sso.oidc.provider import OidcProvider
from apps.accounts.sso.problems import ProviderProblem


@require_POST
def login(request: HttpRequest) -> HttpResponse:
    """Lead to the provider."""
    return lead_there(request, provider_or_404(request, OidcProvider.id))


@require_safe
@never_cache
def callback(request: HttpRequest) -> HttpResponse:
    """Log in whom the provider sent back with a code, or say why not."""
    provider = provider_or_404(request, OidcProvider.id)
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(OidcAdapter(request, provider.id))(request)
    except ProviderProblem as problem:
        return failure(request, provider, problem)
    return response
