"""A provider of SAML: what allauth asks of it, with what an assertion is taken to say."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import Provider, ProviderAccount
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from apps.accounts.sso import policy
from apps.accounts.sso.going_there import remembered


class SamlProvider(Provider):  # type: ignore[misc] # allauth has no types
    """The one provider that SAML_METADATA describes."""

    id = "saml"
    package = "apps.accounts.sso.saml"
    supports_redirect = True
    account_class = ProviderAccount

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.name = self.app.name

    def get_login_url(self, request: HttpRequest | None = None, **kwargs: str) -> str:
        """Return where the button sends its form."""
        return reverse("saml_login")

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Return what is remembered until the person comes back."""
        return remembered(request)

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kept: Any
    ) -> HttpResponseRedirect:
        """Lead to the provider with a request that only this session may have answered, and only once."""
        from apps.accounts.sso.saml.conversation import request_login

        url, request_id = request_login(self.app.settings["idp"], again=kept["confirm"])
        self.stash_redirect_state(request, process, next_url, data, state_id=request_id, **kept)
        return HttpResponseRedirect(url)

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the digest of the provider and its subject."""
        return str(data["uid"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what is stored of the person, beside the account: nothing but when they proved who they are."""
        return {"auth_time": data["authenticated_at"]}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the address and the name."""
        return {"email": data["email"], "name": data["name"]}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address, proved where the provider is trusted for its domain: SAML has no claim."""
        if not (email := data["email"]):
            return []
        return [EmailAddress(email=email, verified=policy.is_vouched_for(email, None), primary=True)]
