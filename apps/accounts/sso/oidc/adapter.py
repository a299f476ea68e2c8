"""What is asked of a provider of OpenID Connect, over HTTP, and what of its answers is believed."""

import hashlib
from contextlib import suppress
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse

from apps.accounts.sso import policy
from apps.accounts.sso.oidc.published import published
from apps.accounts.sso.problems import asking_for
from apps.web.http import absolute_url

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ALGORITHMS = [f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)] + ["EdDSA"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]


def nonce_of(code_verifier: str) -> str:
    """Return what the ID token must repeat: the secret of the session proves that code and token belong to it."""
    return hashlib.sha256(f"nonce {code_verifier}".encode()).hexdigest()


class OidcAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc] # allauth has no types
    """allauth's own, which takes an ID token for a signed one because it came over TLS; here, all of it is verified."""

    nonce: str

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description, or ProviderProblem where it describes another one or an open channel."""
        provider = self.get_provider()
        issuer = provider.app.settings["server_url"].rstrip("/")
        with asking_for("configuration"):
            return published(provider.server_url, partial(_checked, issuer=issuer))

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return where the provider sends the person back to."""
        return absolute_url(reverse("oidc_callback"))

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: OAuth2Client, pkce_code_verifier: str
    ) -> dict[str, Any]:
        """Exchange the code for tokens."""
        self.nonce = nonce_of(pkce_code_verifier)
        with asking_for("tokens"):
            data: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return data

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return who has logged in there, by the ID token and by what the provider says of that subject."""
        with asking_for("ID token"):
            claims = self._claims(app, kwargs["response"]["id_token"])
        with asking_for("userinfo"):
            info = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else claims
            if info["sub"] != claims["sub"]:
                raise jwt.InvalidTokenError("of another person")
        with asking_for("claims"):
            return self.get_provider().sociallogin_from_response(request, {**info, **claims})

    def _claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Return what an ID token says, if the provider signed it, for this site and this login."""
        config = self.openid_config
        claims: dict[str, Any] = jwt.decode(
            id_token,
            _signing_key(config["jwks_uri"], id_token),
            algorithms=ALGORITHMS,
            issuer=config["issuer"],
            audience=app.client_id,
            leeway=policy.LEEWAY_SECONDS,
            options={"require": REQUIRED},
        )
        if claims.get("nonce") != self.nonce:
            raise jwt.InvalidTokenError("of another login")
        return claims


def _checked(config: dict[str, Any], *, issuer: str) -> dict[str, Any]:
    """Return the description of a provider if it is that of this one, and all of it uses TLS as far as the issuer."""
    if config["issuer"].rstrip("/") != issuer:
        raise jwt.InvalidIssuerError("of another provider")
    for name in ENDPOINTS:
        if urlsplit(config[name]).scheme != urlsplit(issuer).scheme:
            raise jwt.InvalidTokenError(f"{name} without TLS")
    return config


def _signing_key(url: str, id_token: str) -> jwt.PyJWK:
    """Return the key that the token names. One that we do not know yet is new; a provider with one need not name it."""
    name: Any = jwt.get_unverified_header(id_token).get("kid")
    if name is not None:
        with suppress(KeyError):
            return published(url, jwt.PyJWKSet.from_dict)[name]
    keys = published(url, jwt.PyJWKSet.from_dict, again=True)
    return keys.keys[0] if name is None and len(keys.keys) == 1 else keys[name]
