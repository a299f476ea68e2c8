"""Sign-up, login, a new password and a second factor, in our configuration of allauth."""

import re

import pytest
from allauth.account.internal.flows import manage_email
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail

from apps.accounts.models import User
from apps.accounts.tests.support.members import PASSWORD, log_in


def sign_up(client, **data):
    return client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, **data})


@pytest.mark.parametrize(
    ("sent", "saved"),
    [("Asia/Kathmandu", "Asia/Kathmandu"), ("Mars/Olympus", "UTC"), ("", "UTC"), ("../../etc/passwd", "UTC")],
)
def test_sign_up_saves_the_time_zone_of_the_browser(client, db, sent, saved):
    assert sign_up(client, time_zone=sent)["Location"] == "/"
    assert User.objects.get().time_zone == saved


def test_a_site_that_sends_no_e_mail_asks_nobody_to_check_for_one(client, db):
    assert b"verification e-mail" not in client.get(sign_up(client)["Location"]).content
    assert mail.outbox == []


def test_an_e_mail_address_in_upper_case_makes_no_second_account(client, member):
    response = sign_up(client, email="MEMBER@example.org")
    assert response.status_code == 200
    assert User.objects.count() == 1


def test_a_login_ignores_upper_and_lower_case(client, member):
    assert log_in(client, "Member@Example.org")["Location"] == "/"


def test_the_form_reports_a_wrong_password(client, member):
    response = log_in(client, password="wrong")
    assert response.status_code == 200
    assert b"Wrong e-mail or password." in response.content


def test_too_many_wrong_passwords_have_to_wait(client, member):
    for _ in range(5):
        log_in(client, password="wrong")
    assert b"Too many failed attempts. Wait a few minutes" in log_in(client).content


def test_logins_from_one_address_are_limited(client, member, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    assert log_in(client, password="wrong").status_code == 200
    assert log_in(client).status_code == 429


def test_logging_out_takes_a_button(client, member):
    client.force_login(member)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/preferences/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/preferences/").status_code == 302


def test_a_forgotten_password_is_reset_by_e_mail(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    (email,) = mail.outbox
    assert email.subject.startswith("Ditcards: ")
    link = re.search(r"http://testserver(/\S+)", email.body)[1]
    form = client.get(link, follow=True)
    assert b"Choose a new password" in form.content
    client.post(form.redirect_chain[-1][0], {"password1": "another long walk", "password2": "another long walk"})
    member.refresh_from_db()
    assert member.check_password("another long walk")


def test_a_login_requires_a_code_once_two_factor_login_is_on(client, member):
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


@pytest.mark.parametrize("url", PAGES)
def test_the_pages_of_an_account_follow_the_content_security_policy(client, member, url):
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})  # required before changes that concern security
    response = client.get(url)
    content = response.content.decode()
    assert response.status_code == 200
    assert "Ditcards" in content
    assert not re.search(r"\sstyle=|\son\w+=|<style", content)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", content)


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_a_visitor_can_open_the_pages_before_the_login(client, db, url):
    assert client.get(url).status_code == 200


def test_the_sign_up_page_explains_what_a_password_needs(client, db):
    page = client.get("/accounts/signup/").content.decode()
    assert "At least 8 characters. Not a common password, and not similar to your address." in page
    assert "placeholder" not in page


@pytest.mark.parametrize(("password", "people"), [("7Bc4-xQ", 0), ("7Bc4-xQz", 1)])
def test_eight_characters_are_enough(client, db, password, people):
    sign_up(client, password1=password)
    assert User.objects.count() == people


def test_clicking_sign_up_twice_leads_to_the_login(client, member, monkeypatch):
    # The second request is checked before the account of the first exists, and saved after it.
    monkeypatch.setattr(manage_email, "email_already_exists", lambda email: (email, False))
    response = sign_up(client, email=member.email)
    assert response["Location"] == "/accounts/login/"
    assert "There is an account with this e-mail address now. Log in." in client.get("/accounts/login/").text
    assert User.objects.count() == 1


def test_the_e_mail_address_of_another_account_cannot_be_added(client, member):
    User.objects.create_user("Other@example.org", PASSWORD)
    log_in(client)
    response = client.post("/accounts/email/", {"action_add": "", "email": "other@example.org"}, follow=True)
    assert b"This e-mail address belongs to another account." in response.content
    assert not EmailAddress.objects.filter(email="other@example.org").exists()


def test_ones_own_e_mail_address_cannot_be_added_again(client, member):
    log_in(client)
    response = client.post("/accounts/email/", {"action_add": "", "email": member.email}, follow=True)
    assert b"This address is already yours." in response.content


def test_changes_that_concern_security_require_the_password_again(client, member):
    log_in(client)
    confirmation = client.get("/accounts/2fa/webauthn/add/")["Location"]
    assert confirmation.startswith("/accounts/reauthenticate/")
    assert b"Wrong password. Try again." in client.post(confirmation, {"password": "wrong"}).content
    assert client.post(confirmation, {"password": PASSWORD})["Location"] == "/accounts/2fa/webauthn/add/"


def test_a_password_is_changed(client, member):
    log_in(client)
    new = {"password1": "another long walk", "password2": "another long walk"}
    response = client.post("/accounts/password/change/", {"oldpassword": "wrong", **new})
    assert b"This is not your current password. Try again." in response.content
    assert b"New password again" in response.content
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    member.refresh_from_db()
    assert member.check_password("another long walk")


def test_the_form_reports_a_wrong_code(client, member):
    TOTP.activate(member, "JBSWY3DPEHPK3PXP")
    page = log_in(client, follow=True)
    response = client.post(page["Location"], {"code": "wrong"})
    assert b"This code or passkey is wrong. Try again." in response.content
    assert b"or one of your recovery codes." in response.content


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


def test_the_only_e_mail_address_is_not_offered_for_what_would_be_refused(client, member):
    page = addresses_page(client, member)
    assert "Make primary" not in page
    assert 'name="action_remove"' not in page


def test_an_e_mail_address_is_verified_by_the_link_in_our_e_mail(client, member):
    log_in(client)
    asked = client.post("/accounts/email/", {"action_add": "", "email": "second@example.org"})
    client.post(asked["Location"], {"password": PASSWORD})
    (sent,) = mail.outbox
    assert sent.subject == "Ditcards: Verify your e-mail address"
    link = re.search(r"http://testserver(/\S+)", sent.body)[1]
    assert "Is second@example.org your e-mail address?" in client.get(link).content.decode()
    assert "second@example.org is verified." in client.post(link, follow=True).content.decode()
    assert "Make primary" in client.get("/accounts/email/").content.decode()
    assert "This link no longer works." in client.get("/accounts/confirm-email/none/").content.decode()


class TestRateLimits:
    """A limit of twenty sign-ups from one IP address, for example."""

    @pytest.fixture(autouse=True)
    def twenty(self, settings):
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "20/m/ip"}

    @staticmethod
    def statuses(client, forwarded):
        return [
            client.post("/accounts/signup/", {"email": "none"}, headers={"X-Forwarded-For": line}).status_code
            for line in forwarded
        ]

    def test_without_a_trusted_proxy_the_header_is_ignored(self, client, db):
        many = [f"198.51.100.{number}" for number in range(21)]
        assert self.statuses(client, many) == [200] * 20 + [429]

    def test_behind_a_trusted_proxy_each_visitor_has_their_own_limit(self, client, db, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        assert self.statuses(client, ["198.51.100.1"] * 21) == [200] * 20 + [429]
        assert self.statuses(client, ["198.51.100.2"]) == [200]

    def test_behind_a_trusted_proxy_what_a_visitor_sent_in_the_header_is_ignored(self, client, db, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        forged = [f"203.0.113.{number}, 198.51.100.1" for number in range(21)]
        assert self.statuses(client, forged) == [200] * 20 + [429]

    def test_behind_two_trusted_proxies_the_first_one_counts(self, client, db, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
        assert self.statuses(client, ["198.51.100.1, 192.0.2.7"] * 21) == [200] * 20 + [429]
        assert self.statuses(client, ["198.51.100.2, 192.0.2.7"]) == [200]


def test_an_e_mail_is_signed_by_the_site(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    assert "Ditcards, http://testserver" in mail.outbox[0].body


def test_a_site_without_a_mail_server_does_not_claim_to_have_sent_the_link(client, member):
    assert "This site sends no e-mails." in client.get("/accounts/password/reset/").text
    done = client.post("/accounts/password/reset/", {"email": member.email}, follow=True).text
    assert "No e-mail was sent" in done
    assert "Check your e-mail" not in done


def test_a_site_with_a_mail_server_says_that_it_sent_the_link(client, member, settings):
    settings.SENDS_EMAIL = True
    assert "we’ll send you a link" in client.get("/accounts/password/reset/").text
    done = client.post("/accounts/password/reset/", {"email": member.email}, follow=True).text
    assert "<h1>Check your e-mail</h1>" in done


def addresses_page(client, member):
    client.force_login(member)
    return client.get("/accounts/email/").text


def resend(client, member):
    client.force_login(member)
    return client.post("/accounts/email/", {"email": member.email, "action_send": ""}, follow=True).text


def test_without_a_mail_server_the_verification_link_is_on_the_terminal(client, member, mailoutbox):
    assert "Get the verification link" in addresses_page(client, member)
    page = resend(client, member)
    assert f"No e-mail was sent to {member.email}" in page
    assert "We sent" not in page
    assert [each.to for each in mailoutbox] == [[member.email]]  # on such a site, its terminal prints it


def test_with_a_mail_server_the_verification_e_mail_is_sent(client, member, settings, mailoutbox):
    settings.SENDS_EMAIL = True
    assert "Resend verification e-mail" in addresses_page(client, member)
    assert f"We sent a verification e-mail to {member.email}." in resend(client, member)
    assert len(mailoutbox) == 1
