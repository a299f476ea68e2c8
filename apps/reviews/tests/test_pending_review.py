"""A visitor presses a button to sign up: the deck or the card is in the review once they have an account."""

import pytest

from apps.courses.models import Course
from apps.reviews.models import Subscription

PASSWORD = "a long walk by the river"


@pytest.fixture
def public(deck):
    Course.objects.update(visibility=Course.Visibility.PUBLIC)
    return deck


def press(client, deck, **data):
    return client.post(f"/decks/{deck.slug}/subscribe/", data)


def test_the_deck_page_offers_it_as_a_button(client, public):
    page = client.get(f"/decks/{public.slug}/").text
    assert f'action="/decks/{public.slug}/subscribe/"' in page
    assert "Sign up to review daily" in page


def test_signing_up_adds_the_deck_and_leads_to_today(client, public):
    assert press(client, public, sign_up="")["Location"] == "/accounts/signup/"
    response = client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == "/"
    assert f"“{public}” is in your daily review." in response.text
    assert Subscription.objects.get().deck == public


def test_logging_in_instead_adds_it_too(client, public, learner):
    learner.set_password(PASSWORD)
    learner.save()
    press(client, public, sign_up="")
    client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD}, follow=True)
    assert learner.subscriptions.get().deck == public


def test_it_is_added_once_and_not_again_after_a_later_login(client, public, learner):
    press(client, public)
    client.force_login(learner)
    client.get("/")
    learner.subscriptions.all().delete()
    client.get("/")
    assert not learner.subscriptions.exists()


def test_after_the_session_ended_the_press_counts_once_the_learner_is_back(client, deck, learner):
    assert press(client, deck)["Location"] == "/accounts/login/"
    client.force_login(learner)
    client.get("/")
    assert learner.subscriptions.get().deck == deck


def test_a_deck_that_the_account_may_not_see_is_not_added(client, deck, stranger):
    Course.objects.update(visibility=Course.Visibility.PRIVATE)
    press(client, deck, sign_up="")
    client.force_login(stranger)
    assert client.get("/").status_code == 200
    assert not stranger.subscriptions.exists()
