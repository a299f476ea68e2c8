"""To a provider of SAML, and back.

The provider has the browser post its response from another site, without the cookie of the session. So what it asserts
goes on in a signed cookie, to a page that has the session.
"""

from dataclasses import asdict

from allauth.core import ratelimit
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.sso.going_there import failure, lead_there, provider_or_404
from apps.accounts.sso.problems import ProviderProblem
from apps.accounts.sso.saml.provider import SamlProvider
from apps.web.requests.cookies import cookie_name

COOKIE, SALT = "saml", "apps.accounts.sso.saml"
COOKIE_SECONDS = 60


@require_POST
def login(request: HttpRequest) -> HttpResponse:
    """Lead to the provider."""
    return lead_there(request, provider_or_404(request, SamlProvider.id))


@require_POST
@csrf_exempt
def acs(request: HttpRequest) -> HttpResponse:
    """Take the response of the provider, verify it, and go on to where the session is."""
    from apps.accounts.sso.saml.conversation import verified

    provider = provider_or_404(request, SamlProvider.id)
    refusal: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
    if refusal:
        return refusal
    try:
        assertion = verified(provider.app.settings["idp"], request.POST.get("SAMLResponse", ""))
    except ProviderProblem as problem:
        return failure(request, provider, problem)
    response = redirect("saml_finish")
    response.set_cookie(
        cookie_name(COOKIE),
        signing.dumps(asdict(assertion), salt=SALT, compress=True),
        max_age=COOKIE_SECONDS,
        path=reverse("saml_finish"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
@never_cache
def finish(request: HttpRequest) -> HttpResponse:
    """Log in whom the provider vouched for, if this session asked for it, and has not been answered yet."""
    provider = provider_or_404(request, SamlProvider.id)
    try:
        data = signing.loads(request.COOKIES.get(cookie_name(COOKIE), ""), salt=SALT, max_age=COOKIE_SECONDS)
    except signing.BadSignature:
        return failure(request, provider, ProviderProblem("SAML: no assertion"))
    state = statekit.unstash_state(request, provider_id=provider.sub_id, state_id=data["request_id"])
    if state is None:
        return failure(request, provider, ProviderProblem("SAML: an answer to nothing that this browser asked"))
    person = provider.sociallogin_from_response(request, data)
    person.state = state
    response: HttpResponse = complete_social_login(request, person)
    response.delete_cookie(cookie_name(COOKIE), path=reverse("saml_finish"), samesite="Lax")
    return response


@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    """Show what the provider needs to know of this site."""
    from apps.accounts.sso.saml.conversation import our_metadata

    provider = provider_or_404(request, SamlProvider.id)
    return HttpResponse(our_metadata(provider.app.settings["idp"]), content_type="application/samlmetadata+xml")
