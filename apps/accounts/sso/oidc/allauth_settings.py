"""allauth's settings for a provider of OpenID Connect. Without Django: the site's settings read this."""


def providers(*, name: str, server_url: str, client_id: str, client_secret: str) -> dict[str, object]:
    """Return SOCIALACCOUNT_PROVIDERS with this one, whose issuer is `server_url`."""
    app = {
        "provider_id": "oidc",
        "name": name,
        "client_id": client_id,
        "secret": client_secret,
        "settings": {"server_url": server_url},
    }
    return {"oidc": {"APPS": [app]}}
