"""What a search found is exported as a table."""

import pytest

from apps.cards.tests.support.factory import make_deck, make_note
from apps.exchange.tests.support.imports import words
from apps.exchange.views import found


@pytest.fixture
def own(client, learner):
    client.force_login(learner)
    for slug in ("one", "two"):
        make_note(make_deck(owner=learner, slug=slug), f"front of {slug}", "back", tags="both" if slug == "one" else "")


def test_notes_of_several_decks_are_one_table(client, own):
    table = client.get("/export/").content.decode()
    assert "front of one" in table
    assert "front of two" in table


def test_only_what_was_found_is_in_it(client, own):
    table = client.get("/export/?q=tag:both").content.decode()
    assert "front of one" in table
    assert "front of two" not in table


def test_a_search_with_a_mistake_leads_back_to_the_browser(client, own):
    assert "This parenthesis is never closed." in words(client.get("/export/?q=(", follow=True))


def test_too_many_notes_are_refused_with_what_to_do(client, own, monkeypatch):
    monkeypatch.setattr(found, "MAX_NOTES_IN_REQUEST", 1)
    page = client.get("/export/?q=front", follow=True)
    assert "These are more than 1 notes. Select fewer, or export their decks." in words(page)


def test_nobody_exports_the_notes_of_others(client, own, classmate):
    client.force_login(classmate)
    assert "front of" not in client.get("/export/").content.decode()
