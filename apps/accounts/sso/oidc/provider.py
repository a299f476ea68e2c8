"""A provider of OpenID Connect: what allauth asks of it, with what a claim is taken to say."""

import hashlib
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest
from django.urls import reverse

from apps.accounts.sso import policy
from apps.accounts.sso.going_there import remembered
from apps.accounts.sso.oidc.adapter import OidcAdapter, nonce_of

MAX_SECONDS = 2**53  # since 1970: above, not every JSON column holds a number


class OidcProvider(OpenIDConnectProvider):  # type: ignore[misc] # allauth has no types
    """The one provider that OIDC_SERVER_URL names."""

    id = "oidc"
    package = "apps.accounts.sso.oidc"
    oauth2_adapter_class = OidcAdapter
    pkce_enabled_default = True

    def get_login_url(self, request: HttpRequest | None = None, **kwargs: str) -> str:
        """Return where the button sends its form."""
        return reverse("oidc_login")

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Return what is asked of the provider, and what is remembered until the person comes back.

        Nothing of it is taken from the query, as allauth would: a link could ask for anything. `max_age` has the
        provider tell when the person logged in: its specification requires that then.
        """
        kept = remembered(request)
        again = {"prompt": "login", "max_age": "0"} if kept["confirm"] else {}
        return {**kept, "auth_params": again, "scope": self.get_scope()}

    def get_pkce_params(self) -> dict[str, str]:
        """Return what binds the code and the ID token to this login."""
        params: dict[str, str] = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return a digest of issuer and subject: another provider's subjects are never taken for those of this one."""
        return hashlib.sha256(f"{data['iss']}\n{data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what is stored of the person, beside the account: nothing but when they proved who they are."""
        return {"auth_time": _whole_seconds(data.get("auth_time"))}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the address and the name."""
        return {"email": data.get("email"), "name": data.get("name")}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address, which counts as proved where the provider may be believed."""
        if not (email := data.get("email")):
            return []
        verified = policy.is_vouched_for(email, data.get("email_verified"))
        return [EmailAddress(email=email, verified=verified, primary=True)]


def _whole_seconds(time: object) -> int | None:
    """Return a time, which may have fractions, in whole seconds; None for anything else."""
    if isinstance(time, bool) or not isinstance(time, int | float) or not 0 <= time < MAX_SECONDS:
        return None
    return int(time)
