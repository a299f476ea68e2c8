"""Where the links of e-mails lead: to SITE_URL, whatever Host a request names."""

import re
from dataclasses import replace

import pytest

from apps.accounts.tests.support.members import log_in

OF_THE_SITE = "https://testserver:8443"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE = replace(settings.SITE, scheme="https", port=":8443")
    settings.SENDS_EMAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def visitor(client):
    """Whose requests name a port on which somebody else may listen."""
    client.defaults["HTTP_HOST"] = "testserver:6666"
    return client


def sign_up(visitor, member, email="new@example.org"):
    visitor.post("/accounts/signup/", {"email": email, "password1": "correct horse battery"})


def sign_up_again(visitor, member):
    sign_up(visitor, member, member.email)


def reset_password(visitor, member):
    visitor.post("/accounts/password/reset/", {"email": member.email})


def reset_password_of_nobody(visitor, member):
    visitor.post("/accounts/password/reset/", {"email": "nobody@example.org"})


def log_in_unverified(visitor, member):
    log_in(visitor)


@pytest.mark.parametrize("act", [sign_up, sign_up_again, reset_password, reset_password_of_nobody, log_in_unverified])
def test_all_links_of_an_e_mail_lead_to_the_site(visitor, member, mailoutbox, act):
    act(visitor, member)
    (email,) = mailoutbox
    links = re.findall(r"\w+://[^/\s]*", email.body)
    assert set(links) == {OF_THE_SITE}
    assert "6666" not in email.body
