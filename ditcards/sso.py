"""Reads OIDC_*, SAML_* and LOCAL_LOGIN: by which providers people log in, and whether without one."""

import re
from pathlib import Path

from apps.accounts.sso.local_login import POLICIES, SUPERUSERS
from apps.accounts.sso.oidc import allauth_settings as oidc
from apps.accounts.sso.saml import allauth_settings as saml
from ditcards.environment import ConfigurationError, choice, env

# Without TLS, a provider on this machine only: for tests.
SERVER_URL = re.compile(r"https://[^\s/?#@]+(/[^\s?#]*)?|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?(/[^\s?#]*)?")


def providers() -> dict[str, object]:
    """Return allauth's SOCIALACCOUNT_PROVIDERS: those of OIDC_SERVER_URL and SAML_METADATA, if there are any."""
    return {**_openid_connect(), **_saml()}


def _openid_connect() -> dict[str, object]:
    values = _together("OpenID Connect", "OIDC_NAME", "OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    if not values:
        return {}
    name, server_url, client_id, client_secret = values
    if not SERVER_URL.fullmatch(server_url):
        raise ConfigurationError(
            f"OIDC_SERVER_URL is {server_url!r}. Set it to the issuer, as in https://login.example.org/realms/uni."
        )
    return oidc.providers(name=name, server_url=server_url, client_id=client_id, client_secret=client_secret)


def _saml() -> dict[str, object]:
    values = _together("SAML", "SAML_NAME", "SAML_METADATA")
    if not values:
        return {}
    from apps.accounts.sso.saml.metadata import identity_provider  # its libraries take a while

    name, path = values
    try:
        return saml.providers(name=name, idp=identity_provider(Path(path).read_bytes()))
    except OSError as error:
        raise ConfigurationError(
            f"SAML_METADATA is {path!r}, which cannot be read ({error.strerror}). Set it to the provider's metadata."
        ) from error
    except ValueError as error:
        raise ConfigurationError(
            f"SAML_METADATA is {path!r}, which has {error}. Save the provider's own metadata there, as XML."
        ) from error


def local_login(*, has_provider: bool) -> str:
    """Return who may log in without a provider; what locks everybody out ends the program."""
    value = choice("LOCAL_LOGIN", POLICIES)
    if value == SUPERUSERS and not has_provider:
        raise ConfigurationError(
            "LOCAL_LOGIN is superusers, but nobody else could log in: set OIDC_SERVER_URL or SAML_METADATA, too."
        )
    return value


def _together(what: str, *names: str) -> list[str]:
    """Return variables that are set together; nothing if all are empty."""
    values: list[str] = [env.str(name, default="") for name in names]
    if any(values) and not all(values):
        first = names[values.index("")]
        raise ConfigurationError(f"{first} is empty. {what} needs {', '.join(names[:-1])} and {names[-1]}.")
    return values if any(values) else []
