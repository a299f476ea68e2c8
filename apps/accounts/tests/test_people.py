"""Sign-up, login, a new password and a second factor, as allauth does them in our configuration."""

import re

import pytest
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
    assert b"email sent" not in client.get(sign_up(client)["Location"]).content
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
    assert b"errorlist" in response.content


def test_too_many_wrong_passwords_ask_for_patience(client, member):
    for _ in range(5):
        log_in(client, password="wrong")
    assert b"Too many failed login attempts" in log_in(client).content


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
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/logout/",
    "/preferences/",
]


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_of_an_account_open_and_obey_the_policy(client, member, address):
    log_in(client)  # a password just given spares the question for it
    response = client.get(address, follow=True)
    content = response.content.decode()
    assert response.status_code == 200
    assert "Ditcards" in content
    assert not re.search(r"\sstyle=|\son\w+=|<style", content)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", content)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_a_visitor_can_enter(client, db, address):
    assert client.get(address).status_code == 200


def test_a_letter_is_signed_by_the_site(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    assert "Ditcards, testserver" in mail.outbox[0].body
