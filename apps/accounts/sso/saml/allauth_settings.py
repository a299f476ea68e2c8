"""allauth's settings for a provider of SAML. Without Django: the site's settings read this."""


def providers(*, name: str, idp: dict[str, object]) -> dict[str, object]:
    """Return SOCIALACCOUNT_PROVIDERS with this one, of which metadata.py has read `idp`."""
    app = {"provider_id": "saml", "name": name, "client_id": "saml", "secret": "", "settings": {"idp": idp}}
    return {"saml": {"APPS": [app]}}
