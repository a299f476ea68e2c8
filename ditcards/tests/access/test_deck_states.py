"""Who sees a deck of a course in each of its states, at every URL that reads it and in every list."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.cards.models import Deck, DeckState
from apps.courses.models import Enrolment
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import Schedule
from apps.reviews.services.day_builder import build_day
from apps.web.tests.support.clock import NOW
from ditcards.tests.support.people import enrolled

ROLES = ("visitor", "stranger", "classmate", "learner", "assistant", "instructor")  # the learner studies the deck
STATES = {
    "published": ({"state": DeckState.PUBLISHED}, ROLES),
    "open since a moment": ({"state": DeckState.PUBLISHED, "opens_at": NOW}, ROLES),
    "opens later": ({"state": DeckState.PUBLISHED, "opens_at": NOW + timedelta(minutes=1)}, ROLES[4:]),
    "hidden": ({"state": DeckState.HIDDEN}, ROLES[4:]),
    "draft": ({"state": DeckState.DRAFT}, ROLES[4:]),
    "archived": ({"state": DeckState.ARCHIVED}, ROLES[3:]),
}
BY_STATE = pytest.mark.parametrize(("fields", "seen_by"), STATES.values(), ids=STATES)
READERS = (
    "lessons:practice",
    "lessons:export",
    "library:deck",
    "exchange:export",
    "exchange:download",
    "exchange:copy",
    "printing:deck",
    "printing:pdf",
    "printing:worksheet",
    "printing:answer_key",
    "reviews:media",
)


@pytest.fixture
def people(cast, course):
    return {"visitor": None} | cast | {"assistant": enrolled(course, "assistant", Enrolment.Role.ASSISTANT)}


@pytest.fixture
def public_urls(urls, course):
    course.visibility = "public"
    course.save(update_fields=["visibility"])
    return urls


def browser_of(person):
    client = Client()
    if person:
        client.force_login(person)
    return client


def opens(person, url):
    response = browser_of(person).get(url)
    if response.streaming:
        b"".join(response)
    return response.status_code == 200


@pytest.mark.slow
@BY_STATE
def test_each_page_of_a_deck_is_there_for_those_who_may_see_its_state(public_urls, people, fields, seen_by):
    Deck.objects.filter(slug="diffusion").update(**fields)
    needs_login = {"exchange:copy"}
    kept = {"reviews:media", "library:deck"}  # whoever learns a card sees its picture, and what they learned, anyway
    for name in READERS:
        expected = [role for role in ROLES if role in seen_by and not (role == "visitor" and name in needs_login)]
        if name in kept:
            expected = [role for role in ROLES if role in seen_by or role == "learner"]
        assert [role for role in ROLES if opens(people[role], public_urls[name])] == expected, name


@pytest.mark.parametrize("of_a_lesson", [True, False], ids=["a lesson", "a deck without one"])
@BY_STATE
def test_the_course_lists_a_deck_for_those_who_may_see_it_but_no_archived_one(
    public_urls, people, fields, seen_by, of_a_lesson
):
    Deck.objects.filter(slug="diffusion").update(**fields)
    deck = Deck.objects.get(slug="diffusion")
    if not of_a_lesson:
        deck.lesson.delete()
    link = f'href="{public_urls["lessons:practice"]}"' if of_a_lesson else 'href="/decks/diffusion/"'
    expected = [] if fields["state"] == DeckState.ARCHIVED else [*seen_by]
    listed = [role for role in ROLES if link in browser_of(people[role]).get("/courses/multimodal/").text]
    assert listed == expected


@BY_STATE
def test_the_print_page_of_a_course_names_no_tag_and_no_card_of_a_deck_that_one_may_not_see(
    public_urls, people, fields, seen_by
):
    deck = Deck.objects.get(slug="diffusion")
    deck.notes.update(tags="secret")
    Deck.objects.filter(pk=deck.pk).update(**fields)
    expected = [] if fields["state"] == DeckState.ARCHIVED else [*seen_by]
    for query, words in (("which=tag", "secret"), ("which=cards", "Question 1?")):
        url = f"/courses/multimodal/print/?{query}"
        assert [role for role in ROLES if words in browser_of(people[role]).get(url).text] == expected


@BY_STATE
def test_a_member_who_does_not_study_a_deck_is_offered_it_only_while_it_is_open(public_urls, people, fields, seen_by):
    Deck.objects.filter(slug="diffusion").update(**fields)
    offered = "/decks/diffusion/" in browser_of(people["classmate"]).get("/").text
    assert offered == ("classmate" in seen_by)


@BY_STATE
def test_whoever_reviews_a_deck_keeps_what_they_learned_and_gets_new_cards_while_they_may_open_it(
    learner, subscription, fields, seen_by
):
    today = learner.study_day(NOW)
    learned = Schedule.objects.filter(user=learner).first()
    services.grade_card(learned, 4, seen_version=learned.version, at=NOW)
    Schedule.objects.filter(user=learner).exclude(pk=learned.pk).delete()
    Deck.objects.update(**fields)
    tomorrow = today + timedelta(days=1)
    build_day(learner, tomorrow)
    assert queue.counts(learner, tomorrow).due == 1
    assert bool(queue.counts(learner, tomorrow).new) == ("learner" in seen_by)


def test_a_superuser_sees_a_draft(public_urls, db):
    Deck.objects.filter(slug="diffusion").update(state=DeckState.DRAFT)
    assert opens(User.objects.create_superuser("root@example.org"), public_urls["lessons:practice"])
