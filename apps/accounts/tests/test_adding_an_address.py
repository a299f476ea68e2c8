"""Adding an e-mail address tells nobody who has an account, and gives nobody the address of another one."""

import re

import pytest
from allauth.account.models import EmailAddress

from apps.accounts.models import User
from apps.accounts.tests.support.members import PASSWORD, log_in


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.SENDS_EMAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def known(db):
    return User.objects.create_user("known@example.org", PASSWORD)


@pytest.fixture
def own(client, member):
    """The browser of a member whose address is verified."""
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})  # required before changes that concern security
    return client


def add(own, email):
    """Return the page after an address was added, without the address and what differs in each answer."""
    page = own.post("/accounts/email/", {"action_add": "", "email": email}, follow=True).text
    return re.sub(r'(nonce|value|content)="[^"]*"', "", page.replace(email, ""))


def do(own, action, email):
    return own.post("/accounts/email/", {action: "", "email": email}, follow=True)


def test_the_address_of_another_account_is_added_as_any_other(own, member, known, mailoutbox):
    pages = []
    for email in (known.email, "knows@example.org"):
        pages.append(add(own, email))
        do(own, "action_remove", email)
    assert pages[0] == pages[1]
    assert "another account" not in pages[0]
    assert [each.to for each in mailoutbox] == [["known@example.org"], ["knows@example.org"]]


def test_only_its_reader_gets_to_know_and_nobody_else_has_it(own, member, known, mailoutbox):
    add(own, known.email)
    (link,) = re.findall(r"https?://testserver(/accounts/confirm-email/\S+)", mailoutbox[0].body)
    page = own.post(link, follow=True).text
    assert "known@example.org" in page
    assert not EmailAddress.objects.get(email=known.email).verified
    assert "only a verified one can be primary" in do(own, "action_primary", known.email).text
    member.refresh_from_db()
    assert member.email == "member@example.org"


def test_who_never_verified_an_address_does_so_before_adding_one(client, member, known):
    client.force_login(member)
    for email in (known.email, "knows@example.org"):
        assert "Verify one of your addresses first" in add(client, email)
    assert not EmailAddress.objects.exclude(user=member, email=member.email).exists()
