"""Where allauth looks for the providers by which people can log in."""

from apps.accounts.sso.oidc.provider import OidcProvider
from apps.accounts.sso.saml.provider import SamlProvider

provider_classes = [OidcProvider, SamlProvider]
