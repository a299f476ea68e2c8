import pytest

from apps.accounts.sso.oidc import allauth_settings
from apps.accounts.tests.support.oidc_server import CLIENT_ID, CLIENT_SECRET, OidcServer
from apps.accounts.tests.support.provider_login import OidcVisit


@pytest.fixture
def site(db, settings):
    """The settings of a site that sends e-mail, and to which people are invited."""
    settings.SIGNUP = "invitation"
    settings.SENDS_EMAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    return settings


@pytest.fixture
def oidc(site):
    """A provider named Uni by which people log in."""
    server = OidcServer()
    site.SOCIALACCOUNT_PROVIDERS = allauth_settings.providers(
        name="Uni", server_url=server.url, client_id=CLIENT_ID, client_secret=CLIENT_SECRET
    )
    yield server
    server.close()


@pytest.fixture
def visit(client):
    return OidcVisit(client)
