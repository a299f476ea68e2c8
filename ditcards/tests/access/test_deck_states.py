"""Who sees a deck of a course in each of its states, at every URL that reads it and in every list."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.cards.models import Deck, DeckState
from apps.cards.tests.support.factory import make_deck
from apps.courses.models import Course, Enrolment
from apps.lessons.models import Lesson
from apps.reminders.digest import digest_of
from apps.reminders.feed import feed
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import Schedule
from apps.reviews.services.day_builder import build_day
from apps.teaching.models import Goal
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


@pytest.mark.slow
@BY_STATE
def test_nobody_practices_or_reviews_a_lesson_that_they_may_not_see(public_urls, people, fields, seen_by):
    Deck.objects.filter(slug="diffusion").update(**fields)
    acts = {"lessons:mark": {"knew": "yes"}, "lessons:check": {}, "lessons:write": {"text": "x"}}
    acts |= {"lessons:add": {}, "lessons:pick": {}}
    for name, data in acts.items():
        found = [role for role in ROLES[1:] if browser_of(people[role]).post(public_urls[name], data).status_code < 400]
        assert found == [role for role in ROLES[1:] if role in seen_by], name


@BY_STATE
def test_a_search_finds_the_cards_of_a_deck_for_those_who_study_or_teach_it_and_may_see_it(
    public_urls, people, fields, seen_by
):
    Deck.objects.filter(slug="diffusion").update(**fields)
    expected = [role for role in ("learner", "instructor") if role in seen_by]
    found = [role for role in ROLES[1:] if "Question 1?" in browser_of(people[role]).get("/browse/?q=deck:*").text]
    assert found == expected


@BY_STATE
def test_the_next_lesson_is_named_on_a_practice_page_for_those_who_may_see_it(public_urls, people, fields, seen_by):
    deck = make_deck(Course.objects.get(slug="multimodal"), "before")
    lesson = Lesson.objects.create(course=deck.course, deck=deck, slug="before", title="Before", position=0)
    Lesson.objects.exclude(pk=lesson.pk).update(position=1, title="Kept for later")
    Deck.objects.filter(slug="diffusion").update(**fields)
    pages = {role: browser_of(people[role]).get("/courses/multimodal/before/practice/").text for role in ROLES}
    expected = [] if fields["state"] == DeckState.ARCHIVED else [*seen_by]
    assert [role for role in ROLES if "Kept for later" in pages[role]] == expected


@BY_STATE
def test_a_goal_names_its_lesson_on_every_page_and_in_the_calendar_from_the_moment_on_that_it_is_open(
    public_urls, learner, course, fields, seen_by
):
    lesson = Lesson.objects.get(slug="diffusion")
    Lesson.objects.filter(pk=lesson.pk).update(title="Kept for later")
    Goal.objects.create(course=course, kind="days", days=1, lesson=lesson, starts_on=NOW.date(), last_on=NOW.date())
    Deck.objects.filter(slug="diffusion").update(title="Cards", **fields)
    is_open = fields["state"] == DeckState.PUBLISHED and "classmate" in seen_by
    assert ("Kept for later" in browser_of(learner).get("/").text) == is_open
    assert ("Kept for later" in browser_of(learner).get("/courses/multimodal/").text) == is_open
    assert ("Kept for later" in feed(learner, NOW)) == is_open
    reminded = digest_of(learner, learner.study_day(NOW), NOW).goals
    assert (lesson.pk in [each.of.goal.lesson_id for each in reminded]) == is_open


def test_a_superuser_sees_a_draft(public_urls, db):
    Deck.objects.filter(slug="diffusion").update(state=DeckState.DRAFT)
    assert opens(User.objects.create_superuser("root@example.org"), public_urls["lessons:practice"])
