"""People log in with a provider of OpenID Connect; whatever it answers, there is a sentence."""

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import ec

from apps.accounts.models import User
from apps.accounts.tests.support.provider_login import person


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

    @pytest.mark.parametrize("text", ["<html>", "[]", "{}", '{"issuer": 1}', '{"issuer": "https://another.example"}'])
    def test_a_configuration_that_makes_no_sense(self, client, oidc, visit, text):
        oidc.answers["/.well-known/openid-configuration"] = (200, text)
        assert self.fails(visit.begin(), client)

    def test_a_configuration_that_leaves_tls(self, client, oidc, visit):
        text = oidc.configuration()[2].replace(f"{oidc.url}/token", "ftp://uni.example.org/token")
        oidc.answers["/.well-known/openid-configuration"] = (200, text)
        assert self.fails(visit.begin(), client)


class TestWhileTheProviderIsAway:
    def is_away(self, response):
        return response.status_code == 401 and "Uni doesn’t answer at the moment" in response.text

    def test_nobody_listens(self, oidc, visit):
        oidc.close()
        assert self.is_away(visit.begin())

    def test_it_says_so_itself(self, oidc, visit):
        oidc.answers["/.well-known/openid-configuration"] = (503, "")
        assert self.is_away(visit.begin())

    def test_it_hangs(self, oidc, visit, settings):
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.05
        oidc.answers["/.well-known/openid-configuration"] = (200, lambda: str(oidc.ended.wait(5)))
        assert self.is_away(visit.begin())

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
