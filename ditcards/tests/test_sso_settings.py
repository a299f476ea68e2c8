"""The variables of single sign-on, and the sentences about those that do not fit."""

import os
import subprocess
import sys

import pytest

from apps.accounts.tests.support.saml_idp import ENTITY, metadata
from ditcards import sso
from ditcards.environment import ConfigurationError

OIDC = {
    "OIDC_NAME": "Uni",
    "OIDC_SERVER_URL": "https://login.example.org/realms/uni",
    "OIDC_CLIENT_ID": "ditcards",
    "OIDC_CLIENT_SECRET": "a secret",
}
SAML = ("SAML_NAME", "SAML_METADATA")


@pytest.fixture
def environment(monkeypatch):
    def set_all(**variables):
        for name in (*OIDC, *SAML, "LOCAL_LOGIN"):
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


def test_two_variables_make_a_provider_of_saml(environment, tmp_path):
    file = tmp_path / "saml.xml"
    file.write_bytes(metadata())
    environment(SAML_NAME="Uni", SAML_METADATA=str(file))
    (app,) = sso.providers()["saml"]["APPS"]
    assert (app["name"], app["settings"]["idp"]["entityId"]) == ("Uni", ENTITY)


def test_a_provider_of_saml_without_a_name(environment):
    environment(SAML_METADATA="/etc/ditcards/saml.xml")
    with pytest.raises(ConfigurationError, match=r"^SAML_NAME is empty. SAML needs SAML_NAME and SAML_METADATA.$"):
        sso.providers()


def test_metadata_that_are_not_there(environment, tmp_path):
    environment(SAML_NAME="Uni", SAML_METADATA=str(tmp_path / "saml.xml"))
    with pytest.raises(ConfigurationError, match=r"^SAML_METADATA is '.*', which cannot be read \(No such file"):
        sso.providers()


def test_metadata_that_are_none(environment, tmp_path):
    file = tmp_path / "saml.xml"
    file.write_text("<html>")
    environment(SAML_NAME="Uni", SAML_METADATA=str(file))
    with pytest.raises(ConfigurationError, match=r"^SAML_METADATA is '.*', which has no XML of a provider. Save"):
        sso.providers()


@pytest.mark.slow
def test_a_site_without_saml_loads_none_of_its_libraries():
    code = "import django, sys; django.setup(); import ditcards.urls; print('xmlsec' in sys.modules)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "ditcards.settings", "DEBUG": "on"}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    assert result.stdout.strip() == "False"
