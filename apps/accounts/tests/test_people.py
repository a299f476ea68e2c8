"""Sign-up, login, a new password and a second factor, as allauth does them in our configuration."""

import re

import pytest
from allauth.account.internal.flows import manage_email
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail

from apps.accounts.models import User

PASSWORD = "a long walk by the river"


@pytest.fixture
def member(db):
    return User.objects.create_user("member@example.org", PASSWORD)


def sign_up(client, **data):
    return client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, **data})


def log_in(client, email="member@example.org", password=PASSWORD, **data):
    return client.post("/accounts/login/", {"login": email, "password": password, **data})


@pytest.mark.parametrize(
    ("told", "kept"),
    [("Asia/Kathmandu", "Asia/Kathmandu"), ("Mars/Olympus", "UTC"), ("", "UTC"), ("../../etc/passwd", "UTC")],
)
def test_sign_up_takes_the_zone_that_the_browser_told(client, db, told, kept):
    assert sign_up(client, time_zone=told)["Location"] == "/"
    assert User.objects.get().time_zone == kept


def test_a_site_that_sends_no_mail_asks_nobody_to_look_for_any(client, db):
    assert b"verification e-mail" not in client.get(sign_up(client)["Location"]).content
    assert mail.outbox == []


def test_capitals_make_no_second_account(client, member):
    response = sign_up(client, email="MEMBER@example.org")
    assert response.status_code == 200
    assert User.objects.count() == 1


def test_capitals_do_not_stop_a_login(client, member):
    assert log_in(client, "Member@Example.org")["Location"] == "/"


def test_a_wrong_password_is_said_in_the_form(client, member):
    response = log_in(client, password="wrong")
    assert response.status_code == 200
    assert b"Wrong e-mail or password." in response.content


def test_too_many_wrong_passwords_ask_for_patience(client, member):
    for _ in range(5):
        log_in(client, password="wrong")
    assert b"Too many failed attempts. Wait a few minutes" in log_in(client).content


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http://["])
def test_a_login_never_leads_to_another_site(client, member, address):
    assert log_in(client, next=address)["Location"] == "/"


def test_a_login_leads_back_to_where_it_was_asked_for(client, member):
    assert log_in(client, next="/preferences/")["Location"] == "/preferences/"


def test_logging_out_wants_a_press(client, member):
    client.force_login(member)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/preferences/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/preferences/").status_code == 302


def test_a_forgotten_password_is_replaced_through_a_letter(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    (letter,) = mail.outbox
    assert letter.subject.startswith("Ditcards: ")
    link = re.search(r"http://testserver(/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    assert b"Choose a new password" in form.content
    client.post(form.redirect_chain[-1][0], {"password1": "another long walk", "password2": "another long walk"})
    member.refresh_from_db()
    assert member.check_password("another long walk")


def test_a_code_is_asked_for_once_it_is_switched_on(client, member):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(member, secret)
    assert log_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/preferences/").status_code == 302
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/preferences/").status_code == 200


PAGES = [
    "/accounts/email/",
    "/accounts/inactive/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/logout/",
    "/preferences/",
]


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_of_an_account_open_and_obey_the_policy(client, member, address):
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})  # it is asked for before what protects an account
    response = client.get(address)
    content = response.content.decode()
    assert response.status_code == 200
    assert "Ditcards" in content
    assert not re.search(r"\sstyle=|\son\w+=|<style", content)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", content)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_a_visitor_can_enter(client, db, address):
    assert client.get(address).status_code == 200


def test_a_password_is_asked_for_with_what_it_must_be(client, db):
    page = client.get("/accounts/signup/").content.decode()
    assert "At least 8 characters. Not a common password, and not similar to your address." in page
    assert "placeholder" not in page


@pytest.mark.parametrize(("password", "people"), [("7Bc4-xQ", 0), ("7Bc4-xQz", 1)])
def test_eight_characters_are_enough(client, db, password, people):
    sign_up(client, password1=password)
    assert User.objects.count() == people


def test_pressing_sign_up_twice_leads_to_the_login(client, member, monkeypatch):
    # The second press is looked at before the account of the first is there, and saved after it.
    monkeypatch.setattr(manage_email, "email_already_exists", lambda email: (email, False))
    response = sign_up(client, email=member.email)
    assert response["Location"] == "/accounts/login/"
    assert "There is an account with this address now. Log in." in client.get("/accounts/login/").content.decode()
    assert User.objects.count() == 1


def test_the_address_of_another_account_cannot_be_added(client, member):
    User.objects.create_user("Other@example.org", PASSWORD)
    log_in(client)
    response = client.post("/accounts/email/", {"action_add": "", "email": "other@example.org"}, follow=True)
    assert b"This address belongs to another account." in response.content
    assert not EmailAddress.objects.filter(email="other@example.org").exists()


def test_ones_own_address_is_said_to_be_there_already(client, member):
    log_in(client)
    response = client.post("/accounts/email/", {"action_add": "", "email": member.email}, follow=True)
    assert b"This address is already yours." in response.content


def test_a_password_is_asked_for_again_before_what_protects_an_account(client, member):
    log_in(client)
    asked = client.get("/accounts/2fa/webauthn/add/")["Location"]
    assert asked.startswith("/accounts/reauthenticate/")
    assert b"Wrong password. Try again." in client.post(asked, {"password": "wrong"}).content
    assert client.post(asked, {"password": PASSWORD})["Location"] == "/accounts/2fa/webauthn/add/"


def test_a_password_is_changed_under_our_words(client, member):
    log_in(client)
    new = {"password1": "another long walk", "password2": "another long walk"}
    response = client.post("/accounts/password/change/", {"oldpassword": "wrong", **new})
    assert b"This is not your current password. Try again." in response.content
    assert b"New password again" in response.content
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    member.refresh_from_db()
    assert member.check_password("another long walk")


def test_a_wrong_code_is_said_in_the_form(client, member):
    TOTP.activate(member, "JBSWY3DPEHPK3PXP")
    page = log_in(client, follow=True)
    response = client.post(page["Location"], {"code": "wrong"})
    assert b"This code or passkey is wrong. Try again." in response.content
    assert b"or one of your recovery codes." in response.content


def test_a_passkey_says_what_logging_in_with_it_alone_means(client, member):
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/webauthn/add/").content.decode()
    assert "Log in with this passkey alone, without e-mail and password" in page
    assert "Your device then asks for your fingerprint, your face, or its PIN." in page


def test_recovery_codes_come_with_the_app(client, member):
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    page = client.post("/accounts/2fa/totp/activate/", {"code": code}, follow=True).content.decode()
    assert "You have 10 unused recovery codes." in page
    assert "Each code works once." in page
    assert "Your old codes will stop working." in client.get("/accounts/2fa/recovery-codes/generate/").content.decode()
    assert "Turn off the authenticator app?" in client.get("/accounts/2fa/totp/deactivate/").content.decode()


def test_an_address_is_verified_by_the_link_in_our_e_mail(client, member):
    log_in(client)
    client.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
    (sent,) = mail.outbox
    assert sent.subject == "Ditcards: Verify your e-mail address"
    link = re.search(r"http://testserver(/\S+)", sent.body)[1]
    assert "Is second@example.org your e-mail address?" in client.get(link).content.decode()
    assert "second@example.org is verified." in client.post(link, follow=True).content.decode()
    assert "Make primary" in client.get("/accounts/email/").content.decode()
    assert "This link no longer works." in client.get("/accounts/confirm-email/none/").content.decode()


class TestTheAddressOfAVisitor:
    """Twenty tries to sign up are let in from one address in a minute."""

    @staticmethod
    def tries(client, forwarded):
        return [
            client.post("/accounts/signup/", {"email": "none"}, headers={"X-Forwarded-For": line}).status_code
            for line in forwarded
        ]

    def test_without_a_proxy_of_ours_the_word_of_a_visitor_is_not_believed(self, client, db):
        many = [f"198.51.100.{number}" for number in range(21)]
        assert self.tries(client, many) == [200] * 20 + [429]

    def test_behind_our_proxy_each_visitor_has_a_limit_of_their_own(self, client, db, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        assert self.tries(client, ["198.51.100.1"] * 21) == [200] * 20 + [429]
        assert self.tries(client, ["198.51.100.2"]) == [200]

    def test_behind_our_proxy_what_a_visitor_wrote_before_it_is_not_believed(self, client, db, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        made_up = [f"203.0.113.{number}, 198.51.100.1" for number in range(21)]
        assert self.tries(client, made_up) == [200] * 20 + [429]

    def test_behind_two_proxies_the_first_of_them_tells(self, client, db, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
        assert self.tries(client, ["198.51.100.1, 192.0.2.7"] * 21) == [200] * 20 + [429]
        assert self.tries(client, ["198.51.100.2, 192.0.2.7"]) == [200]


def test_a_letter_is_signed_by_the_site(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    assert "Ditcards, testserver" in mail.outbox[0].body
