"""How a person gets to a provider, and what is remembered in their session until they are back."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess, Provider
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.sso.problems import ProviderProblem


def provider_or_404(request: HttpRequest, name: str) -> Provider:
    """Return the provider of that name, if the settings have one."""
    try:
        return get_adapter().get_provider(request, name)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


def lead_there(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Lead to the provider by a page that goes on by itself.

    A redirect would be the answer to a form, and our content security policy lets no form lead to another site.
    """
    refusal: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
    if refusal:
        return refusal
    try:
        response = provider.redirect_from_request(request)
    except ProviderProblem as problem:
        return failure(request, provider, problem)
    return render(request, "accounts/going_there.html", {"provider": provider, "url": response["Location"]})


def failure(request: HttpRequest, provider: Provider, problem: ProviderProblem) -> HttpResponse:
    """Return the page that says that a login failed."""
    response: HttpResponse = render_authentication_error(request, provider, exception=problem)
    return response


def remembered(request: HttpRequest) -> dict[str, Any]:
    """Return what the button's form says of this visit, as far as a form may.

    `confirm` asks the provider to let the person prove again who they are; `time_zone` is that of a new account.
    """
    process = AuthProcess.CONNECT if request.POST.get("process") == AuthProcess.CONNECT else AuthProcess.LOGIN
    return {
        "process": process,
        "next_url": get_next_redirect_url(request),
        "confirm": "confirm" in request.POST,
        "time_zone": request.POST.get("time_zone", "")[:64],
    }
