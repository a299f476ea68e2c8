import pytest

from apps.accounts.sso.oidc import allauth_settings
from apps.accounts.tests.support.oidc_server import CLIENT_ID, CLIENT_SECRET, OidcServer
from apps.accounts.tests.support.provider_login import OidcVisit


@pytest.fixture
def oidc(db, settings):
    """A provider named Uni by which people log in."""
    server = OidcServer()
    settings.SOCIALACCOUNT_PROVIDERS = allauth_settings.providers(
        name="Uni", server_url=server.url, client_id=CLIENT_ID, client_secret=CLIENT_SECRET
    )
    settings.SIGNUP = "invitation"
    settings.SENDS_EMAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    yield server
    server.close()


@pytest.fixture
def visit(client):
    return OidcVisit(client)
