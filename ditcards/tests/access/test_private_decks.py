"""Somebody's own deck, by its address: for everybody but its owner, it is as if there were none."""

import pytest
from django.test import Client

from apps.accounts.models import User

TITLE, SLUG = "My secret sails", "/decks/own/"
OTHERS = ("visitor", "stranger", "classmate", "instructor", "staff")


@pytest.fixture
def people(cast):
    return {**cast, "visitor": None, "staff": User.objects.create_user("staff@example.org", is_staff=True)}


@pytest.fixture
def addresses(urls, own_deck):
    """Each address of ours that has a deck in its path, with the learner's own deck there."""
    own_deck.title = TITLE
    own_deck.save(update_fields=["title"])
    return {
        url.replace("/decks/diffusion/", SLUG) for url in urls.values() if url.startswith(("/decks/diffusion/", SLUG))
    }


def answer(person, method, url):
    client = Client()
    if person:
        client.force_login(person)
    response = getattr(client, method)(url)
    if response.streaming:
        b"".join(response)
    return response


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_none_for_anybody_else(addresses, people, role, method):
    found = {url: answer(people[role], method, url) for url in addresses}
    shown = {url: each.status_code for url, each in found.items() if not _is_refused(each, role)}
    assert shown == {}
    assert [url for url, each in found.items() if TITLE.encode() in each.content] == []


def test_its_owner_opens_it(addresses, people):
    assert answer(people["learner"], "get", SLUG).status_code == 200
    assert TITLE in answer(people["learner"], "get", SLUG).text
    assert len(addresses) > 10


def _is_refused(response, role):
    """Whether it says that there is nothing; a visitor may be sent to the login, which says nothing either."""
    leads_to_login = role == "visitor" and response.get("Location", "").startswith("/accounts/login/")
    return leads_to_login or response.status_code in (404, 405)
