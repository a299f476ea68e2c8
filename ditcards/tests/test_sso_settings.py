"""The variables of single sign-on, and the sentences about those that do not fit."""

import pytest

from ditcards import sso
from ditcards.environment import ConfigurationError

OIDC = {
    "OIDC_NAME": "Uni",
    "OIDC_SERVER_URL": "https://login.example.org/realms/uni",
    "OIDC_CLIENT_ID": "ditcards",
    "OIDC_CLIENT_SECRET": "a secret",
}


@pytest.fixture
def environment(monkeypatch):
    def set_all(**variables):
        for name in (*OIDC, "LOCAL_LOGIN"):
            monkeypatch.setenv(name, variables.get(name, ""))

    return set_all


def test_without_variables_there_is_no_provider(environment):
    environment()
    assert sso.providers() == {}
    assert sso.local_login(has_provider=False) == "everybody"


def test_four_variables_make_a_provider(environment):
    environment(**OIDC)
    (app,) = sso.providers()["oidc"]["APPS"]
    assert (app["name"], app["client_id"], app["secret"]) == ("Uni", "ditcards", "a secret")
    assert app["settings"] == {"server_url": "https://login.example.org/realms/uni"}


@pytest.mark.parametrize("name", OIDC)
def test_one_that_is_missing_is_named(environment, name):
    environment(**{**OIDC, name: ""})
    with pytest.raises(ConfigurationError, match=f"^{name} is empty. OpenID Connect needs OIDC_NAME, OIDC_SERVER_URL"):
        sso.providers()


@pytest.mark.parametrize(
    "url", ["http://login.example.org/", "login.example.org", "https://login.example.org/?x=1", "https://me@x/", "x"]
)
def test_a_server_url_that_is_no_issuer(environment, url):
    environment(**OIDC | {"OIDC_SERVER_URL": url})
    with pytest.raises(ConfigurationError, match=r"^OIDC_SERVER_URL is '.*'. Set it to the issuer"):
        sso.providers()


@pytest.mark.parametrize("url", ["http://localhost:8141/realms/uni", "http://127.0.0.1:8141", "http://[::1]"])
def test_on_this_machine_a_provider_needs_no_tls(environment, url):
    environment(**OIDC | {"OIDC_SERVER_URL": url})
    assert sso.providers()


def test_nobody_is_locked_out(environment):
    environment(LOCAL_LOGIN="superusers")
    assert sso.local_login(has_provider=True) == "superusers"
    with pytest.raises(ConfigurationError, match=r"LOCAL_LOGIN is superusers, but nobody else could log in"):
        sso.local_login(has_provider=False)


def test_a_word_that_means_nothing_is_named(environment):
    environment(LOCAL_LOGIN="off")
    with pytest.raises(ConfigurationError, match=r"LOCAL_LOGIN is 'off'. Set it to everybody or superusers."):
        sso.local_login(has_provider=True)
