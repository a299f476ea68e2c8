"""Where allauth looks for the providers by which people can log in."""

from apps.accounts.sso.oidc.provider import OidcProvider

provider_classes = [OidcProvider]
