"""A login never leads to an error: a form may send to what is no page, and a link may lead anywhere."""

from urllib.parse import parse_qs, urlsplit

import pytest

from apps.accounts.tests.support.members import PASSWORD, log_in


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http://["])
def test_a_login_never_leads_to_another_site(client, member, url):
    assert log_in(client, next=url)["Location"] == "/"


def test_a_login_leads_back_to_the_page_that_required_it(client, member):
    assert log_in(client, next="/preferences/")["Location"] == "/preferences/"


@pytest.mark.parametrize("url", ["foo", "admin:index", "preferences/", "?next=x"])
def test_a_word_in_place_of_a_page_leads_home(client, member, url):
    assert log_in(client, next=url)["Location"] == "/"


@pytest.mark.parametrize("url", ["foo", "reviews:today", "", "//evil.example/", "./x"])
def test_the_login_of_the_admin_knows_pages_only(client, member, url):
    visitor = client.get("/admin/login/", {"next": url})
    assert visitor["Location"] == "/accounts/login/?next=/admin/"
    member.is_superuser = True
    member.save()
    client.force_login(member)
    assert client.get("/admin/login/", {"next": url})["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("action", "page"),
    [
        ("/decks/latin/pause/", "/decks/latin/"),
        ("/review/25/flag/", "/review/25/why/?deck=latin"),
        ("/review/let-in/", "/"),
        ("/admin/cards/note/1/history/1/restore/", "/admin/cards/note/1/history/"),
        ("/preferences/", "/preferences/"),
    ],
)
def test_a_button_after_the_session_ended_leads_back_to_its_page(client, db, action, page):
    response = client.post(action, headers={"Referer": f"http://testserver{page}"})
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == [page]
    assert urlsplit(response["Location"]).path == "/accounts/login/"


@pytest.mark.parametrize("referer", ["", "http://evil.example/review/", "http://["])
def test_a_button_of_an_unknown_page_leads_home(client, db, referer):
    response = client.post("/review/let-in/", headers={"Referer": referer})
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == ["/"]


@pytest.mark.parametrize("address", ["", "unix:/run/site.sock"])
def test_a_server_that_listens_on_a_socket_lets_people_log_in(client, member, address):
    response = client.post("/accounts/login/", {"login": member.email, "password": PASSWORD}, REMOTE_ADDR=address)
    assert response["Location"] == "/"
