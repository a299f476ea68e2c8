"""People log in with a provider of OpenID Connect; whatever it answers, there is a sentence."""

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache

from apps.accounts.models import User
from apps.accounts.sso import provider_session
from apps.accounts.sso.provider_session import TRIED
from apps.accounts.tests.support.provider_login import person

CONFIGURATION = "/.well-known/openid-configuration"


def test_the_button_leads_to_the_provider_and_back_into_a_new_account(client, oidc, visit):
    assert "Log in with Uni" in client.get("/accounts/login/").text
    assert visit.log_in()["Location"] == "/"
    user = person(client)
    assert (user.email, user.name, user.has_usable_password()) == ("ada@uni.example.org", "Ada Byron", False)
    assert user.emailaddress_set.get().verified


def test_the_same_person_comes_back_into_the_same_account_with_another_address(client, oidc, visit):
    visit.log_in()
    oidc.claims["email"] = "countess@uni.example.org"
    client.post("/accounts/logout/")
    visit.log_in()
    assert User.objects.get() == person(client)


def test_a_login_leads_to_the_page_that_asked_for_it(client, oidc, visit):
    assert visit.log_in(next="/preferences/")["Location"] == "/preferences/"


def test_a_login_never_leads_to_another_site(client, oidc, visit):
    assert visit.log_in(next="https://evil.example/")["Location"] == "/"


def test_a_new_account_has_the_time_zone_of_its_browser(client, oidc, visit):
    visit.log_in(time_zone="Europe/Vienna")
    assert person(client).time_zone == "Europe/Vienna"


def test_neither_picture_nor_token_nor_claims_are_stored(client, oidc, visit):
    visit.log_in()
    account = SocialAccount.objects.get()
    assert account.extra_data.keys() == {"auth_time"}
    assert "4711" not in account.uid
    assert not SocialToken.objects.exists()


def test_looking_at_pages_asks_the_provider_nothing(client, oidc, learner):
    client.get("/accounts/login/")
    client.force_login(learner)
    client.get("/accounts/3rdparty/")
    client.get("/preferences/confirm/")
    assert oidc.asked == []


def test_a_get_of_the_login_goes_nowhere(client, oidc):
    assert client.get("/accounts/oidc/login/").status_code == 405


def test_without_a_provider_there_is_no_such_login(client, db):
    assert "Log in with" not in client.get("/accounts/login/").text.replace("Log in with a passkey", "")
    assert client.post("/accounts/oidc/login/").status_code == 404
    assert client.get("/accounts/oidc/callback/").status_code == 404


@pytest.mark.parametrize("time", ["now", True, -1, float("inf"), float("nan"), 10**400, [1]])
def test_a_time_of_the_login_that_is_none_is_left_out(client, oidc, visit, time):
    oidc.of_token["auth_time"] = time
    assert visit.log_in(confirm="").status_code == 302
    assert SocialAccount.objects.get().extra_data == {"auth_time": None}


class TestWhatIsNotBelieved:
    def fails(self, response, client):
        return response.status_code == 401 and "This login was not finished" in response.text and not person(client)

    def test_a_state_of_nobody(self, client, oidc):
        assert self.fails(client.get("/accounts/oidc/callback/?code=x&state=y"), client)

    def test_the_way_back_of_another_browser(self, client, oidc, visit):
        back = visit.there(visit.begin())
        client.cookies.clear()
        assert self.fails(client.get(back), client)

    def test_the_same_way_back_twice(self, client, oidc, visit):
        back = visit.there(visit.begin())
        client.get(back)
        client.post("/accounts/logout/")
        assert self.fails(client.get(back), client)

    def test_a_code_of_another_login(self, client, oidc, visit):
        mine, other = visit.there(visit.begin()), visit.there(visit.begin())
        code = other.split("code=")[1].split("&")[0]
        assert self.fails(client.get(mine.replace("code+0", code)), client)

    @pytest.mark.parametrize(
        "claims",
        [
            pytest.param({"nonce": "of another login"}, id="another nonce"),
            pytest.param({"nonce": None}, id="no nonce"),
            pytest.param({"aud": "another site"}, id="for another site"),
            pytest.param({"iss": "https://another.example"}, id="of another provider"),
            pytest.param({"exp": 1}, id="expired"),
            pytest.param({"exp": None}, id="without an end"),
            pytest.param({"sub": None}, id="without a person"),
            pytest.param({"sub": ["a", "list"]}, id="a person that is none"),
            pytest.param({"iat": 4_102_444_800}, id="of the future"),
        ],
    )
    def test_an_id_token(self, client, oidc, visit, claims):
        oidc.of_token = claims
        assert self.fails(visit.log_in(), client)

    def test_an_id_token_signed_with_another_key(self, client, oidc, visit):
        page, keys = visit.begin(), oidc.keys()
        oidc.key = ec.generate_private_key(ec.SECP256R1())
        oidc.answers["/keys"] = (200, keys[2])
        assert self.fails(client.get(visit.there(page)), client)

    def test_userinfo_of_another_person(self, client, oidc, visit):
        oidc.of_userinfo = {"sub": "4712"}
        assert self.fails(visit.log_in(), client)

    @pytest.mark.parametrize("path", ["/token", "/keys", "/userinfo"])
    @pytest.mark.parametrize(
        ("status", "text"), [(200, "<html>"), (200, "[]"), (200, '{"keys": [1]}'), (200, "null"), (403, "{}")]
    )
    def test_nonsense(self, client, oidc, visit, path, status, text):
        back = visit.there(visit.begin())
        oidc.answers[path] = (status, text)
        assert self.fails(client.get(back), client)

    @pytest.mark.parametrize(
        "text", ["<html>", "[]", "{}", "[" * 100_000, '{"issuer": 1}', '{"issuer": "https://another.example"}']
    )
    def test_a_configuration_that_makes_no_sense(self, client, oidc, visit, text):
        oidc.answers[CONFIGURATION] = (200, text)
        assert self.fails(visit.begin(), client)

    def test_a_configuration_that_leaves_tls(self, client, oidc, visit):
        text = oidc.configuration()[2].replace(f"{oidc.url}/token", "ftp://uni.example.org/token")
        oidc.answers[CONFIGURATION] = (200, text)
        assert self.fails(visit.begin(), client)


class TestWhatTheProviderPublishes:
    def test_is_fetched_once_for_many_logins(self, client, oidc, visit):
        for _login in range(3):
            visit.log_in()
        assert oidc.asked.count(CONFIGURATION) == oidc.asked.count("/keys") == 1

    @pytest.mark.parametrize("key_name", ["another key", None])
    def test_a_new_key_is_fetched_at_once(self, client, oidc, visit, key_name):
        visit.log_in()
        client.post("/accounts/logout/")
        oidc.key, oidc.key_name = ec.generate_private_key(ec.SECP256R1()), key_name
        visit.log_in()
        assert person(client)

    def test_nonsense_is_not_remembered(self, client, oidc, visit):
        oidc.answers[CONFIGURATION] = (200, "{}")
        visit.begin()
        oidc.answers = {"/keys": (200, "{}")}
        visit.log_in()
        oidc.answers = {}
        visit.log_in()
        assert person(client)


@pytest.mark.parametrize("path", [CONFIGURATION, "/token", "/keys", "/userinfo"])
def test_an_answer_without_an_end_stops_one_login_and_nobody_elses(client, oidc, visit, path):
    oidc.answers[path] = (200, "[" * 300_000)
    page = visit.begin()
    assert (page if path == CONFIGURATION else client.get(visit.there(page))).status_code == 401
    assert not provider_session.is_away()


class TestWhileTheProviderIsAway:
    @pytest.fixture
    def hangs(self, oidc, monkeypatch):
        """Let the provider accept a request for this path and never answer it."""
        monkeypatch.setattr(provider_session, "TIMEOUTS", (0.5, 0.05))
        return lambda path: oidc.answers.update({path: (200, lambda: str(oidc.ended.wait(5)))})

    def is_away(self, response):
        return response.status_code == 401 and "Uni doesn’t answer at the moment" in response.text

    def test_nobody_listens(self, oidc, visit):
        oidc.close()
        assert self.is_away(visit.begin())

    def test_it_says_so_itself(self, oidc, visit):
        oidc.answers[CONFIGURATION] = (503, "")
        assert self.is_away(visit.begin())

    def test_its_answer_comes_in_drops(self, oidc, visit, monkeypatch):
        monkeypatch.setattr(provider_session, "ANSWER_SECONDS", 0.1)
        oidc.drips = 0.01  # of several hundred
        assert self.is_away(visit.begin())

    @pytest.mark.parametrize("path", ["/token", "/keys", "/userinfo"])
    def test_it_hangs_in_the_middle(self, client, oidc, visit, hangs, path):
        back = visit.there(visit.begin())
        hangs(path)
        assert self.is_away(client.get(back))

    def test_once_it_hung_nobody_waits_for_it_or_is_sent_there(self, client, oidc, visit, hangs):
        visit.log_in()
        hangs("/token")
        visit.log_in()
        oidc.asked.clear()
        assert self.is_away(visit.begin())
        assert oidc.asked == []

    def test_one_press_in_a_quarter_of_a_minute_finds_out_whether_it_is_back(self, client, oidc, visit, hangs):
        hangs(CONFIGURATION)
        visit.begin()
        cache.delete(TRIED)  # as after 15 seconds
        presses = [visit.begin() for _press in range(3)]
        assert all(map(self.is_away, presses))
        assert oidc.asked == [CONFIGURATION] * 2
        cache.delete(TRIED)
        oidc.answers.clear()
        visit.log_in()
        assert person(client)

    @pytest.mark.parametrize("policy", ["everybody", "superusers"])
    def test_the_page_names_the_other_ways_to_log_in(self, oidc, visit, settings, policy):
        settings.LOCAL_LOGIN = policy
        oidc.close()
        page = visit.begin().text
        assert ("If you have a password or a passkey here" in page) == (policy == "everybody")
        assert "/accounts/login/" in page

    def test_it_goes_away_in_the_middle(self, client, oidc, visit):
        back = visit.there(visit.begin())
        oidc.close()
        assert self.is_away(client.get(back))

    def test_the_log_tells_the_operator_why_and_not_who(self, client, oidc, visit, caplog):
        oidc.of_token = {"aud": "another site"}
        visit.log_in()
        (line,) = [record.message for record in caplog.records if "failed" in record.message]
        assert line.startswith("A login with Uni failed: ID token: InvalidAudienceError")
        assert "ada" not in line.lower()


def test_who_refuses_gets_a_sentence(client, oidc, visit):
    oidc.refuses = True
    response = client.get(visit.there(visit.begin()), follow=True)
    assert "You canceled the login" in response.text
    assert not User.objects.exists()


def test_logins_are_counted_like_those_with_a_password(oidc, visit, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    assert [visit.begin().status_code for _press in range(2)] == [200, 429]
