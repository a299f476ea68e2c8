"""People log in with a provider of SAML; of what it does not assert for this login, nothing counts."""

import base64
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants

from apps.accounts.models import User
from apps.accounts.sso.saml import allauth_settings
from apps.accounts.sso.saml.metadata import identity_provider
from apps.accounts.tests.support.provider_login import person
from apps.accounts.tests.support.saml_idp import EMAIL, LOGIN_URL, NAME, OURS, SamlIdp, SamlVisit, metadata

DELETE = "/preferences/delete/"


@pytest.fixture
def idp(site):
    """A provider of SAML named Uni by which people log in, trusted for its domain."""
    site.SOCIALACCOUNT_PROVIDERS = allauth_settings.providers(name="Uni", idp=identity_provider(metadata()))
    site.SSO_TRUSTED_DOMAINS = ["example.org"]
    return SamlIdp()


@pytest.fixture
def visit(client, idp):
    return SamlVisit(client, idp)


def test_the_button_leads_to_the_provider_and_back_into_a_new_account(client, visit):
    assert "Log in with Uni" in client.get("/accounts/login/").text
    assert visit.log_in()["Location"] == "/"
    assert visit.url.startswith(f"{LOGIN_URL}&")
    user = person(client)
    assert (user.email, user.name, user.has_usable_password()) == ("ada@uni.example.org", "Ada Byron", False)
    assert user.emailaddress_set.get().verified


def test_the_same_person_comes_back_into_the_same_account_with_another_address(client, idp, visit):
    visit.log_in()
    idp.attributes[EMAIL] = "countess@uni.example.org"
    client.post("/accounts/logout/")
    visit.log_in()
    assert User.objects.get() == person(client)


def test_of_what_is_asserted_only_the_time_of_the_login_is_stored(idp, visit):
    visit.log_in()
    account = SocialAccount.objects.get()
    assert account.extra_data.keys() == {"auth_time"}
    assert idp.subject not in account.uid


def test_a_login_leads_to_the_page_that_asked_for_it(visit):
    assert visit.log_in(next="/preferences/")["Location"] == "/preferences/"


@pytest.mark.parametrize("url", ["https://evil.example/", "/preferences/delete/"])
def test_the_relay_state_of_a_provider_leads_nowhere(visit, url):
    assert visit.back(visit.there(visit.begin()), RelayState=url)["Location"] == "/"


def test_an_address_of_another_domain_is_proved_by_e_mail(client, idp, visit, mailoutbox):
    idp.attributes[EMAIL] = "ada@elsewhere.example"
    assert "We sent you an e-mail" in client.get(visit.log_in()["Location"]).text
    assert not person(client)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("value", ["", "no address"])
def test_without_an_address_there_is_a_sentence(idp, visit, value):
    idp.attributes[EMAIL] = value
    assert visit.log_in().status_code == 403
    assert not User.objects.exists()


def test_where_an_attribute_names_the_subject_the_name_may_change(client, idp, visit):
    idp.attributes["urn:oasis:names:tc:SAML:attribute:subject-id"] = "ada@uni"
    for name in ("first", "second"):
        idp.subject, idp.subject_format = name, Constants.NAMEID_TRANSIENT
        visit.log_in()
        client.post("/accounts/logout/")
    assert User.objects.count() == 1


def test_both_the_response_and_the_assertion_may_be_signed(client, idp, visit):
    idp.signs = "both"
    visit.log_in()
    assert person(client)


class TestWhatIsNotBelieved:
    def fails(self, response, client):
        return response.status_code == 401 and "This login was not finished" in response.text and not person(client)

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"signs": "nothing"}, id="not signed"),
            pytest.param({"signs": "response"}, id="signed around the assertion only"),
            pytest.param({"signs_as": "Eve"}, id="signed with another key"),
            pytest.param({"algorithms": (Constants.RSA_SHA1, Constants.SHA1)}, id="signed by an old algorithm"),
            pytest.param({"issuer": "https://evil.example/"}, id="of another provider"),
            pytest.param({"audience": "https://other.example/metadata/"}, id="for another site"),
            pytest.param({"audience": None}, id="for any site"),
            pytest.param({"destination": "https://other.example/acs/"}, id="sent to another site"),
            pytest.param({"valid_until": timedelta(seconds=-61)}, id="expired"),
            pytest.param({"valid_from": timedelta(seconds=90)}, id="of the future"),
            pytest.param({"confirmation": {"Recipient": "https://other.example/acs/"}}, id="for another recipient"),
            pytest.param(
                {"confirmation": {"Recipient": f"{OURS}/acs/?x"}},
                id="for nearly this recipient",
            ),
            pytest.param({"confirmation": {}}, id="for any recipient"),
            pytest.param(
                {"confirmation": {"Recipient": f"{OURS}/acs/", "NotOnOrAfter": None}},
                id="without an end",
            ),
            pytest.param(
                {"confirmation": {"Recipient": f"{OURS}/acs/", "InResponseTo": None}},
                id="for any request",
            ),
            pytest.param({"subject_format": Constants.NAMEID_TRANSIENT}, id="of a name that does not stay"),
            pytest.param({"subject": ""}, id="of nobody"),
            pytest.param({"instant": "yesterday"}, id="of no time"),
        ],
    )
    def test_an_assertion(self, client, idp, visit, changes):
        vars(idp).update(changes)
        assert self.fails(visit.log_in(), client)

    def test_a_signed_assertion_that_was_changed(self, client, visit):
        xml = base64.b64decode(visit.there(visit.begin())).decode().replace("ada@uni", "eve@uni")
        assert self.fails(visit.back(base64.b64encode(xml.encode()).decode()), client)

    def test_another_assertion_beside_the_signed_one(self, client, idp, visit):
        xml = base64.b64decode(visit.there(visit.begin())).decode()
        other = idp.assertion("_x").replace("ada@", "eve@").replace('"_assertion"', '"_other"')
        before = xml.replace("<saml:Assertion", f"{other}<saml:Assertion", 1)
        after = xml.replace("</samlp:Response>", f"{other}</samlp:Response>")
        for wrapped in (before, after):
            assert self.fails(visit.back(base64.b64encode(wrapped.encode()).decode()), client)

    def test_an_assertion_for_another_request_in_a_response_to_this_one(self, client, idp, visit):
        stolen = idp.response("_another")
        visit.there(visit.begin())
        request_id = etree.fromstring(visit.asked.encode()).get("ID")
        xml = stolen.replace('InResponseTo="_another">', f'InResponseTo="{request_id}">', 1)
        assert self.fails(visit.back(base64.b64encode(xml.encode()).decode()), client)

    def test_the_same_response_twice(self, client, visit):
        response = visit.there(visit.begin())
        visit.back(response)
        assert person(client)
        client.post("/accounts/logout/")
        assert self.fails(visit.back(response), client)

    def test_the_response_to_another_browser(self, idp, visit):
        response = visit.there(visit.begin())
        other = Client()
        assert self.fails(SamlVisit(other, idp).back(response), other)

    def test_a_response_to_nothing(self, client, idp, visit):
        assert self.fails(visit.back(idp.respond("_request")), client)
        assert self.fails(visit.back(idp.respond("")), client)

    def test_a_page_that_nobody_came_to_with_an_assertion(self, client, idp):
        client.cookies["saml"] = "made up"
        assert self.fails(client.get("/accounts/saml/finish/"), client)

    def test_a_form_of_another_site_needs_no_token(self, idp):
        browser = Client(enforce_csrf_checks=True)
        assert self.fails(browser.post("/accounts/saml/acs/", {"SAMLResponse": "x"}), browser)

    @pytest.mark.parametrize("response", ["", "x", "====", "PGh0bWw+", "PGEvPg==", "é", "A" * 300_000])
    def test_nonsense(self, client, visit, response):
        assert self.fails(visit.back(response), client)

    def test_a_document_with_entities(self, client, visit):
        xml = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
        assert self.fails(visit.back(base64.b64encode(xml.encode()).decode()), client)

    def test_the_log_tells_the_operator_why_and_not_who(self, idp, visit, caplog):
        idp.signs_as = "Eve"
        visit.log_in()
        (line,) = [record.message for record in caplog.records if "failed" in record.message]
        assert line == "A login with Uni failed: SAML: Signature validation failed. SAML Response rejected"


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00"])
def test_a_login_of_the_first_year_is_no_error(idp, visit, instant):
    idp.instant = instant
    assert visit.log_in().status_code in (302, 401)


def test_a_time_without_a_zone_is_that_of_the_provider_which_speaks_utc(idp, visit):
    idp.instant = "2026-11-23T10:00:00"
    visit.log_in()
    assert SocialAccount.objects.get().extra_data == {"auth_time": 1_795_428_000}


def test_a_name_longer_than_a_cookie_is_cut(client, idp, visit):
    idp.attributes[NAME] = "".join(map(chr, range(0x4E00, 0x6000)))
    visit.log_in()
    assert len(person(client).name) == 100


class TestConfirming:
    def test_who_has_no_password_logs_in_at_the_provider_again(self, client, visit):
        visit.log_in()
        assert "ForceAuthn" not in visit.asked
        assert client.get(DELETE).status_code == 302
        assert visit.log_in(confirm="", next=DELETE)["Location"] == DELETE
        assert 'ForceAuthn="true"' in visit.asked
        assert client.get(DELETE).status_code == 200

    def test_a_login_of_before_confirms_nothing(self, client, idp, visit):
        visit.log_in()
        idp.logged_in = timedelta(hours=1)
        visit.log_in(confirm="", next=DELETE)
        assert client.get(DELETE).status_code == 302


def test_clocks_may_differ_by_a_minute(client, idp, visit):
    idp.valid_from = timedelta(seconds=50)
    visit.log_in()
    assert person(client)


def test_the_metadata_of_this_site_name_where_responses_go(client, idp):
    response = client.get("/accounts/saml/metadata/")
    document = etree.fromstring(response.content)
    assert document.get("entityID") == f"{OURS}/metadata/"
    (service,) = document.iter(f"{{{Constants.NS_MD}}}AssertionConsumerService")
    assert service.get("Location") == f"{OURS}/acs/"
    (descriptor,) = document.iter(f"{{{Constants.NS_MD}}}SPSSODescriptor")
    assert descriptor.get("WantAssertionsSigned") == "true"


def test_logins_are_counted_like_those_with_a_password(visit, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    assert [visit.begin().status_code for _press in range(2)] == [200, 429]
    assert visit.back("x").status_code == 429


def test_without_a_provider_there_is_no_such_login(client, db):
    assert [client.get(f"/accounts/saml/{page}/").status_code for page in ("metadata", "finish")] == [404, 404]
    assert [client.post(f"/accounts/saml/{page}/").status_code for page in ("login", "acs")] == [404, 404]


class TestMetadataOfAProvider:
    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            (b"", "no XML of a provider"),
            (b"<html>", "no XML of a provider"),
            (b"<a/>", "0 providers instead of one"),
            (b"<a>" + metadata() + metadata() + b"</a>", "2 providers instead of one"),
            (metadata(login_url="http://login.example.org/"), "no SingleSignOnService with the binding HTTP-Redirect"),
            (metadata(use="encryption"), "no certificate for signing"),
            (metadata(entity=""), "no entityID"),
        ],
    )
    def test_what_is_missing_is_named(self, given, reason):
        with pytest.raises(ValueError, match=reason):
            identity_provider(given)

    def test_other_names_are_taken_for_the_name(self, client, idp, visit):
        idp.attributes["cn"] = idp.attributes.pop(NAME)
        visit.log_in()
        assert person(client).name == "Ada Byron"
