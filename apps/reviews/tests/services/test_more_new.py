import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.cards.models import Card
from apps.cards.tests.support.factory import archive_cards, make_deck, make_note, make_section
from apps.reviews import invariants, services
from apps.reviews.day import queue
from apps.reviews.models import Subscription
from apps.reviews.tests.support.answers import fronts
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
MORE = "/review/more-new/"


def study(learner, course, slug, number=8, limit=2, **fields):
    """A deck of so many notes, of which a day includes few."""
    deck = make_deck(course, slug)
    for n in range(1, number + 1):
        make_note(deck, f"{slug} {n}", "Answer", **fields)
    subscription = services.subscribe(learner, deck, today=TODAY)
    services.change_limits(subscription, new_limit=limit, review_limit=10, today=TODAY)
    return deck


def new(learner, scope=None):
    return [front.removeprefix("<p>").removesuffix("</p>") for front in fronts(queue.new(learner, TODAY, scope))]


@pytest.fixture
def verbs(learner, course):
    return study(learner, course, "verbs")


def test_more_new_cards_come_in_the_lessons_order_whatever_the_limit(learner, verbs):
    assert new(learner) == ["verbs 1", "verbs 2"]
    assert services.add_new(learner, 3, today=TODAY) == 3
    assert new(learner) == [f"verbs {n}" for n in range(1, 6)]
    assert list(invariants.problems()) == []


def test_they_are_mixed_of_all_decks_or_of_the_one_that_is_asked_for(learner, course, verbs):
    nouns = study(learner, course, "nouns")
    services.add_new(learner, 4, today=TODAY)
    assert new(learner)[-4:] == ["verbs 3", "nouns 3", "verbs 4", "nouns 4"]
    services.add_new(learner, 2, today=TODAY, scope=nouns)
    assert new(learner)[-2:] == ["nouns 5", "nouns 6"]


def test_whether_a_deck_has_more_is_known_of_each(learner, course, verbs):
    study(learner, course, "nouns", number=3)
    services.add_new(learner, 4, today=TODAY)
    assert [*learner.subscriptions.order_by("deck__slug").values_list("deck__slug", "has_unseen")] == [
        ("nouns", False),
        ("verbs", True),
    ]


def test_more_decks_take_no_more_statements(learner, course, verbs, django_assert_num_queries):
    with CaptureQueriesContext(connection) as of_one:
        services.add_new(learner, 1, today=TODAY)
    for name in ("nouns", "colors"):
        study(learner, course, name)
    with django_assert_num_queries(len(of_one)):
        services.add_new(learner, 1, today=TODAY)


def test_no_more_come_than_there_are(learner, verbs):
    assert services.add_new(learner, 20, today=TODAY) == 6
    assert services.add_new(learner, 20, today=TODAY) == 0
    assert not Subscription.objects.get(user=learner, deck=verbs).has_unseen


def test_a_similar_card_of_todays_queue_is_not_among_them(learner, course):
    deck = study(learner, course, "twins", limit=1)
    deck.notes.filter(cards__front__in=["<p>twins 1</p>", "<p>twins 2</p>"]).update(duplicate_group=1)
    services.add_new(learner, 2, today=TODAY)
    assert new(learner) == ["twins 1", "twins 3", "twins 4"]


def test_siblings_come_after_the_others(learner, course):
    study(learner, course, "pairs", number=2, limit=0, kind="reversed")
    services.add_new(learner, 4, today=TODAY)
    assert [each.card.ordinal for each in queue.with_card(queue.new(learner, TODAY))] == [0, 0, 1, 1]


def test_only_what_the_subscription_includes_comes(learner, course, verbs):
    make_note(verbs, "A question?", "Yes.", section=make_section(verbs, "self_check", "Questions"))
    learner.subscriptions.update(includes="flashcards")
    services.add_new(learner, 20, today=TODAY)
    assert "A question?" not in new(learner)
    learner.subscriptions.update(includes="picked")
    assert services.add_new(learner, 20, today=TODAY) == 0


def test_a_paused_deck_and_one_that_may_no_longer_be_opened_have_none(stranger, course):
    deck = study(stranger, course, "hidden")
    course.visibility = "private"
    course.save(update_fields=["visibility"])
    assert services.add_new(stranger, 5, today=TODAY) == 0
    course.visibility = "public"
    course.save(update_fields=["visibility"])
    services.pause(stranger.subscriptions.get(deck=deck))
    assert services.add_new(stranger, 5, today=TODAY) == 0


class TestPages:
    @pytest.fixture
    def me(self, client, learner, verbs):
        client.force_login(learner)
        return client

    def test_today_offers_them_as_long_as_there_are_any(self, me, learner):
        assert "5 more new cards" in me.get("/").content.decode()
        services.add_new(learner, 20, today=TODAY)
        assert "5 more new cards" not in me.get("/").content.decode()

    def test_the_decks_page_offers_them_for_that_deck(self, me, learner):
        assert 'action="/review/more-new/?deck=verbs"' in me.get("/decks/verbs/").content.decode()
        services.add_new(learner, 20, today=TODAY)
        assert "more-new" not in me.get("/decks/verbs/").content.decode()

    @pytest.mark.parametrize(
        ("number", "sentence"),
        [(5, "5 new cards added to today."), (10, "6 new cards added to today: there are no more.")],
    )
    def test_the_next_page_says_how_many_came(self, me, number, sentence):
        assert sentence in me.post(MORE, {"number": number, "back": "today"}, follow=True).content.decode()

    def test_when_there_are_none_it_says_so(self, me, learner):
        archive_cards(Card.objects.all())
        response = me.post(MORE, {"number": 5, "back": "today"}, follow=True)
        assert "There are no more new cards for today." in response.content.decode()

    @pytest.mark.parametrize(("back", "url"), [("deck", "/decks/verbs/"), ("", "/review/?deck=verbs"), ("today", "/")])
    def test_a_press_leads_back_to_its_page_or_on_to_the_review(self, me, back, url):
        assert me.post(f"{MORE}?deck=verbs", {"number": 5, "back": back})["Location"] == url

    @pytest.mark.parametrize("number", ["", "x", "7", "5000"])
    def test_other_numbers_are_rejected_with_a_sentence(self, me, learner, number):
        response = me.post(MORE, {"number": number})
        assert response.status_code == 400
        assert response.content.decode() == "Choose one of the numbers of new cards."
        assert len(new(learner)) == 2

    def test_a_deck_that_is_not_studied_does_not_exist(self, client, stranger, verbs):
        client.force_login(stranger)
        assert client.post(reverse("reviews:more_new") + "?deck=verbs", {"number": 5}).status_code == 404
