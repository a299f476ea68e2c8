"""Which account a person from a provider gets: a new one, their own, or a sentence. Never silently that of another."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from apps.accounts.models import User
from apps.accounts.services.delete_account import delete_account
from apps.accounts.tests.support.members import PASSWORD, log_in
from apps.accounts.tests.support.provider_login import person
from apps.web.tests.support.clock import NOW

ADDRESS = "ada@uni.example.org"


@pytest.fixture
def ada(oidc):
    """An account of before, with the address of the person at the provider, proved by e-mail."""
    user = User.objects.create_user(ADDRESS, PASSWORD)
    EmailAddress.objects.create(user=user, email=ADDRESS, primary=True, verified=True)
    return user


@pytest.fixture
def trusted(settings):
    settings.SSO_TRUSTED_DOMAINS = ["example.org"]


class TestNewPeople:
    @pytest.mark.parametrize("policy", ["open", "domains", "invitation"])
    def test_need_no_invitation(self, client, oidc, visit, settings, policy):
        settings.SIGNUP, settings.SIGNUP_DOMAINS = policy, ["another.example"]
        visit.log_in()
        assert person(client)

    def test_get_no_account_on_a_closed_site(self, client, oidc, visit, settings):
        settings.SIGNUP = "closed"
        response = visit.log_in()
        assert "Uni knows you, but you have no account here" in response.text
        assert not User.objects.exists()

    def test_log_in_on_a_closed_site_once_they_have_one(self, client, oidc, visit, settings):
        visit.log_in()
        client.post("/accounts/logout/")
        settings.SIGNUP = "closed"
        visit.log_in()
        assert person(client)

    @pytest.mark.parametrize("email", [None, "", "no address", "a\x00b@uni.example.org", ["a list"], 7])
    def test_without_an_address_get_a_sentence(self, oidc, visit, email):
        oidc.claims["email"] = email
        assert visit.log_in().status_code in (401, 403)
        assert not User.objects.exists()

    @pytest.mark.parametrize("claim", [False, None, "false", 0, "", "yes"])
    def test_prove_an_address_that_the_provider_did_not_prove(self, client, oidc, visit, mailoutbox, claim):
        oidc.claims["email_verified"] = claim
        assert "We sent you an e-mail" in client.get(visit.log_in()["Location"]).text
        assert not person(client)
        (link,) = re.findall(r"https?://testserver(/accounts/confirm-email/\S+)", mailoutbox[0].body)
        client.post(link)
        visit.log_in()
        assert person(client)

    def test_get_no_address_that_somebody_else_proved_in_the_same_browser(self, client, oidc, visit):
        session = client.session
        session["account_verified_email"] = "mira@example.org"  # as who opens the link of her invitation's e-mail
        session.save()
        visit.log_in()
        assert person(client).email == ADDRESS
        assert [each.email for each in EmailAddress.objects.all()] == [ADDRESS]
        assert not client.session["account_verified_email"]

    @pytest.mark.parametrize("name", [None, 7, "A" * 500, "A\x00da\n", ""])
    def test_have_a_name_that_fits(self, client, oidc, visit, name):
        oidc.claims["name"] = name
        visit.log_in()
        assert len(person(client).name) <= 100
        assert person(client).name.isprintable()


class TestAnAddressThatHasAnAccount:
    def test_is_not_taken_over(self, client, ada, visit):
        response = visit.log_in()
        assert "There is already an account with the address ada@uni.example.org" in response.text
        assert not person(client)
        assert not SocialAccount.objects.exists()

    def test_is_not_betrayed_to_who_did_not_prove_it(self, client, oidc, ada, visit, mailoutbox):
        oidc.claims["email_verified"] = False
        assert "We sent you an e-mail" in client.get(visit.log_in()["Location"]).text
        assert "already" in mailoutbox[0].body
        assert not SocialAccount.objects.exists()

    @pytest.mark.parametrize("claim", [True, None], ids=["proved", "of a trusted domain"])
    def test_is_let_in_where_the_provider_is_trusted(self, client, oidc, ada, visit, trusted, claim):
        oidc.claims["email_verified"] = claim
        visit.log_in()
        assert person(client) == ada

    def test_stays_linked_when_the_address_changes(self, client, oidc, ada, visit, trusted, settings):
        visit.log_in()
        client.post("/accounts/logout/")
        settings.SSO_TRUSTED_DOMAINS = []
        oidc.claims["email"] = "countess@uni.example.org"
        visit.log_in()
        assert person(client) == ada

    @pytest.mark.parametrize("claim", [False, "false"])
    def test_is_not_let_in_where_the_provider_denies_it(self, client, oidc, ada, visit, trusted, claim):
        oidc.claims["email_verified"] = claim
        visit.log_in()
        assert not person(client)

    @pytest.mark.parametrize("domains", [["notuni.example.org"], ["another.example"], []])
    def test_is_not_let_in_from_another_domain(self, client, ada, visit, settings, domains):
        settings.SSO_TRUSTED_DOMAINS = domains
        visit.log_in()
        assert not person(client)

    def test_is_not_let_in_where_no_address_is_proved_as_no_mail_is_sent(self, client, ada, visit, trusted, settings):
        settings.SENDS_EMAIL, settings.ACCOUNT_EMAIL_VERIFICATION = False, "none"
        EmailAddress.objects.update(verified=False)
        assert "There is already an account" in visit.log_in().text
        assert User.objects.get().has_usable_password()

    def test_is_not_let_in_as_a_superuser(self, client, ada, visit, trusted):
        User.objects.update(is_superuser=True)
        visit.log_in()
        assert not person(client)


class TestAnAddressThatSomebodyTookWithoutAProof:
    """Where e-mail is sent, who proves it gets the account, and who made it is locked out."""

    @pytest.fixture
    def squatter(self, ada, trusted, settings):
        """A browser in which whoever made Ada's account is logged in, from when the site sent no e-mail."""
        EmailAddress.objects.update(verified=False)
        EmailAddress.objects.create(user=ada, email="eve@evil.example")
        settings.ACCOUNT_EMAIL_VERIFICATION = "none"
        browser = Client()
        log_in(browser, ADDRESS)
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        assert person(browser) == ada
        return browser

    def test_its_owner_is_let_in_and_nobody_else_any_more(self, client, ada, squatter, visit):
        assert visit.log_in()["Location"] == "/"
        assert person(client) == ada
        assert not person(squatter)
        assert not User.objects.get().has_usable_password()
        assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(ADDRESS, True, True)]

    def test_who_waits_for_a_proof_of_the_address_is_not_let_in_by_its_owner(
        self, client, oidc, trusted, visit, settings
    ):
        settings.SIGNUP = "open"
        waiting = Client()
        waiting.post("/accounts/signup/", {"email": ADDRESS, "password1": PASSWORD})
        visit.log_in()
        assert person(client).email == ADDRESS
        for url in ("/accounts/confirm-email/", "/accounts/login/", "/accounts/reauthenticate/", "/"):
            waiting.get(url, follow=True)
        assert not person(waiting)

    def test_its_owner_is_let_in_where_an_administrator_made_the_account(self, client, ada, trusted, visit):
        EmailAddress.objects.all().delete()
        visit.log_in()
        assert person(client) == ada

    def test_its_owner_comes_back_into_the_same_account_with_their_new_password(self, client, ada, squatter, visit):
        visit.log_in()
        client.post("/accounts/logout/")
        ada.set_password("a password of Ada’s")
        ada.save()
        visit.log_in()
        assert User.objects.get().has_usable_password()

    @pytest.mark.parametrize("claim", [False, "false"])
    def test_nobody_is_let_in_whom_the_provider_does_not_vouch_for(self, client, oidc, squatter, visit, claim):
        oidc.claims["email_verified"] = claim
        visit.log_in()
        assert not person(client)
        assert person(squatter)

    @pytest.mark.parametrize("fields", [{"is_superuser": True}, {"email": "eve@evil.example"}])
    def test_no_superusers_account_and_no_other_persons_is_let_in(self, client, squatter, visit, fields):
        User.objects.update(**fields)
        visit.log_in()
        assert person(squatter)
        assert person(client) != person(squatter)

    def test_an_account_with_another_proved_address_is_not_let_in(self, client, squatter, visit):
        EmailAddress.objects.filter(email="eve@evil.example").update(verified=True)
        assert "There is already an account" in visit.log_in().text

    @pytest.mark.parametrize("type_", [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP])
    def test_an_account_with_a_passkey_or_two_factor_login_is_not_let_in(self, client, ada, squatter, visit, type_):
        Authenticator.objects.create(user=ada, type=type_, data={})
        assert "There is already an account" in visit.log_in().text

    def test_who_came_from_the_provider_with_it_unproved_is_locked_out_by_its_owner(self, client, oidc, trusted, visit):
        oidc.claims |= {"sub": "Eve", "email_verified": False}
        visit.log_in()
        eve = SocialAccount.objects.get()
        oidc.claims |= {"sub": "4711", "email_verified": True}
        visit.log_in()
        assert person(client) == eve.user
        assert SocialAccount.objects.get().uid != eve.uid

    def test_who_added_it_to_another_account_keeps_nobody_out(self, client, oidc, trusted, visit, learner):
        EmailAddress.objects.create(user=learner, email=learner.email, primary=True, verified=True)
        EmailAddress.objects.create(user=learner, email=ADDRESS)
        visit.log_in()
        assert person(client).email == ADDRESS
        assert EmailAddress.objects.get(email=ADDRESS).user == person(client)


class TestConnecting:
    @pytest.fixture
    def logged_in(self, client, ada):
        log_in(client, ADDRESS)
        return client

    def confirm(self, client):
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    def test_who_is_logged_in_connects_the_provider(self, logged_in, ada, visit):
        self.confirm(logged_in)
        assert "Connect Uni" in logged_in.get("/accounts/3rdparty/").text
        visit.log_in(process="connect")
        assert "Connected since" in logged_in.get("/accounts/3rdparty/").text
        logged_in.post("/accounts/logout/")
        visit.log_in()
        assert person(logged_in) == ada

    def test_a_browser_that_was_left_open_connects_nothing(self, logged_in, visit):
        assert visit.log_in(process="connect")["Location"] == "/accounts/reauthenticate/"
        assert not SocialAccount.objects.exists()

    def test_a_visitor_connects_nothing(self, client, oidc, visit):
        visit.log_in(process="connect")
        assert not User.objects.exists()

    def test_a_login_of_somebody_else_stays_theirs(self, logged_in, ada, visit, learner):
        visit.client = type(logged_in)()
        EmailAddress.objects.filter(user=ada).delete()
        User.objects.filter(pk=ada.pk).update(email="other@example.org")
        visit.log_in()
        visit.client = logged_in
        self.confirm(logged_in)
        response = visit.log_in(process="connect")
        assert "belongs to another account" in logged_in.get(response["Location"]).text
        assert SocialAccount.objects.get().user != ada

    def test_who_has_a_password_disconnects(self, logged_in, visit):
        self.confirm(logged_in)
        visit.log_in(process="connect")
        logged_in.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
        assert not SocialAccount.objects.exists()

    def test_who_has_none_keeps_the_only_way_in(self, client, oidc, visit):
        visit.log_in()
        response = client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
        assert "Set a password first" in response.text
        assert SocialAccount.objects.exists()


def test_an_account_that_an_administrator_closed_stays_closed(client, oidc, visit):
    visit.log_in()
    client.post("/accounts/logout/")
    User.objects.update(is_active=False)
    assert "Your account is inactive" in client.get(visit.log_in()["Location"]).text


def test_an_account_of_before_that_an_administrator_closed_stays_closed_and_as_it_was(client, ada, trusted, visit):
    EmailAddress.objects.update(verified=False)
    User.objects.update(is_active=False)
    assert "Your account is inactive" in client.get(visit.log_in()["Location"]).text
    assert User.objects.get().has_usable_password()
    assert not EmailAddress.objects.get().verified


def test_who_deleted_their_account_begins_again(client, oidc, visit):
    visit.log_in()
    gone = person(client)
    delete_account(gone, at=NOW)
    visit.log_in()
    assert person(client) not in (None, gone)
