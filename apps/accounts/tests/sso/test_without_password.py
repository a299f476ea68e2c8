"""An account without a password, and a site on which people have none."""

import time

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.tests.support.members import PASSWORD, log_in
from apps.accounts.tests.support.provider_login import person

PREFERENCES = "/preferences/"
DELETE = "/preferences/delete/"
CONFIRM = "/preferences/confirm/?next=%2Fpreferences%2Fdelete%2F"


class TestConfirming:
    @pytest.fixture
    def logged_in(self, client, oidc, visit):
        visit.log_in()
        return client

    def test_who_has_no_password_confirms_at_the_provider(self, logged_in, visit):
        assert logged_in.get(DELETE)["Location"] == CONFIRM
        assert "Log in with Uni" in logged_in.get(CONFIRM).text
        assert visit.log_in(confirm="", next=DELETE)["Location"] == DELETE
        assert (visit.asked["prompt"], visit.asked["max_age"]) == ("login", "0")
        assert logged_in.get(DELETE).status_code == 200
        logged_in.post(DELETE)
        assert not User.objects.filter(email="ada@uni.example.org").exists()

    def test_a_usual_login_confirms_nothing(self, logged_in, visit):
        visit.log_in(next=DELETE)
        assert not {"prompt", "max_age"} & visit.asked.keys()
        assert logged_in.get(DELETE)["Location"] == CONFIRM

    @pytest.mark.parametrize("auth_time", [1, 1.0, "1", None, "4102444800", [4_102_444_800], 4_102_444_800, True])
    def test_a_login_of_before_or_of_no_known_time_confirms_nothing(self, oidc, logged_in, visit, auth_time):
        oidc.of_token = {"auth_time": auth_time}
        visit.log_in(confirm="", next=DELETE)
        assert logged_in.get(DELETE)["Location"] == CONFIRM
        assert "Uni did not say that you have just logged in there" in logged_in.get(CONFIRM).text

    def test_a_provider_may_tell_the_time_of_the_login_with_fractions_of_a_second(self, oidc, logged_in, visit):
        oidc.of_token = {"auth_time": time.time()}
        visit.log_in(confirm="", next=DELETE)
        assert logged_in.get(DELETE).status_code == 200

    @pytest.mark.parametrize(("seconds", "confirms"), [(60, True), (61, False), (-299, True), (-300, False)])
    def test_the_clock_of_the_provider_may_be_a_minute_ahead_and_its_login_is_of_the_last_five(
        self, oidc, logged_in, visit, monkeypatch, seconds, confirms
    ):
        now = int(time.time())
        monkeypatch.setattr(time, "time", lambda: now)
        oidc.of_token = {"auth_time": now + seconds}
        visit.log_in(confirm="", next=DELETE)
        assert (logged_in.get(DELETE).status_code == 200) is confirms

    def test_a_confirmation_is_of_use_for_minutes(self, logged_in, visit, settings):
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
        visit.log_in(confirm="", next=DELETE)
        assert logged_in.get(DELETE)["Location"] == CONFIRM

    @pytest.mark.parametrize(
        ("url", "data"),
        [
            ("/accounts/email/", {"action_add": "", "email": "new@example.org"}),
            ("/accounts/password/set/", {"password1": "another long walk", "password2": "another long walk"}),
            ("/accounts/2fa/webauthn/add/", {}),
        ],
    )
    def test_what_protects_the_account_changes_after_it_only(self, logged_in, url, data):
        assert logged_in.post(url, data)["Location"].startswith("/preferences/confirm/")
        assert not person(logged_in).has_usable_password()
        assert person(logged_in).emailaddress_set.count() == 1

    def test_after_it_a_password_can_be_set(self, logged_in, visit):
        visit.log_in(confirm="", next="/accounts/password/set/")
        logged_in.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
        assert User.objects.get().has_usable_password()


def test_who_has_a_password_may_also_confirm_at_the_provider(client, oidc, visit):
    visit.log_in()
    user = person(client)
    user.set_password(PASSWORD)
    user.save()
    client.post("/accounts/logout/")
    log_in(client, user.email)
    assert "Log in again without a password" in client.get("/accounts/reauthenticate/").text
    visit.log_in(confirm="", next=DELETE)
    assert client.get(DELETE).status_code == 200


class TestASiteWithoutPasswords:
    @pytest.fixture(autouse=True)
    def superusers_only(self, oidc, settings):
        settings.LOCAL_LOGIN = "superusers"
        settings.SIGNUP = "open"

    def test_a_password_opens_nothing(self, client, learner):
        learner.set_password(PASSWORD)
        learner.save()
        response = log_in(client, learner.email)
        assert response["Location"] == "/accounts/login/"
        assert "you log in without a password" in client.get("/accounts/login/").text
        assert not person(client)

    def test_logins_of_before_end_unless_they_came_by_the_provider(self, client, visit, settings):
        settings.LOCAL_LOGIN, settings.ACCOUNT_EMAIL_VERIFICATION = "everybody", "none"
        by_password, superuser = Client(), Client()
        log_in(by_password, User.objects.create_user("mira@example.org", PASSWORD).email)
        log_in(superuser, User.objects.create_superuser("root@example.org", PASSWORD).email)
        visit.log_in()
        assert by_password.get(PREFERENCES).status_code == 200
        settings.LOCAL_LOGIN = "superusers"
        assert by_password.get(PREFERENCES)["Location"].startswith("/accounts/login/")
        assert client.get(PREFERENCES).status_code == superuser.get(PREFERENCES).status_code == 200

    def test_superusers_have_a_way_in_while_the_provider_is_away(self, client, oidc):
        oidc.close()
        root = User.objects.create_superuser("root@example.org", PASSWORD)
        assert "for the people who run this site" in client.get("/accounts/login/").text
        log_in(client, root.email)
        assert person(client) == root

    def test_nobody_signs_up_with_a_password(self, client):
        response = client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
        assert "Log in with Uni" in response.text
        assert "invitation" not in response.text
        assert not User.objects.exists()

    def test_people_from_the_provider_are_offered_no_password(self, client, visit):
        visit.log_in()
        page = client.get(PREFERENCES).text
        assert "/accounts/password/change/" not in page
        assert "/accounts/3rdparty/" in page
