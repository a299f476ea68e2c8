import re
from datetime import UTC, datetime, timedelta

import pytest

from apps.accounts.models import User
from apps.cards.models import Card, Note
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.models import Course, Enrolment
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import Schedule
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()


def test_the_front_page_tells_visitors_what_this_is(client):
    content = client.get("/").content.decode()
    assert "Remember what your course teaches" in content
    assert "/accounts/signup/" in content
    assert "/courses/" in content


def test_the_front_page_has_a_sign_up_form_that_works(client, db):
    assert 'action="/accounts/signup/"' in client.get("/").text
    fields = {"email": "new@example.org", "password1": "correct horse battery", "time_zone": "Europe/Zurich"}
    client.post("/accounts/signup/", fields)
    assert User.objects.get().email == "new@example.org"


def test_a_learner_without_decks_reads_what_to_do(client, stranger):
    client.force_login(stranger)
    assert "What do you want to remember?" in client.get("/").text


def test_courses_are_the_first_thing_to_open_only_where_there_are_any(client, stranger):
    client.force_login(stranger)
    assert 'class="button primary" href="/add/"' in client.get("/").text
    Course.objects.create(slug="open", title="Open", visibility=Course.Visibility.PUBLIC)
    assert 'class="button primary" href="/courses/"' in client.get("/").text


def test_today_shows_what_is_left_by_deck(client, learner, subscription):
    client.force_login(learner)
    page = client.get("/")
    assert page.context["counts"].new == 3
    assert "<b>3</b> cards are new" in page.text


def test_today_takes_few_statements_however_many_decks(client, learner, course, django_assert_max_num_queries):
    for number in range(12):
        deck = make_deck(course, f"d{number}", title=f"Deck {number}")
        services.subscribe(learner, deck, today=TODAY)
    client.force_login(learner)
    with django_assert_max_num_queries(13):
        client.get("/")


def test_when_nothing_is_due_today_names_the_next_day(client, learner, subscription):
    Schedule.objects.update(interval_days=6, due_on=TODAY + timedelta(days=6), queue_on=TODAY + timedelta(days=6))
    client.force_login(learner)
    content = client.get("/").content.decode()
    assert "Nothing due today" in content
    assert "due on Sunday." in content


@pytest.mark.parametrize(
    ("zone", "now", "word"),
    [
        pytest.param("America/Los_Angeles", datetime(2026, 11, 23, 4, 55, tzinfo=UTC), "tomorrow", id="a US evening"),
        pytest.param("UTC", datetime(2026, 11, 23, 1, 0, tzinfo=UTC), "tomorrow", id="after midnight"),
        pytest.param("UTC", datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "tomorrow", id="the day before"),
        pytest.param("UTC", datetime(2026, 11, 20, 12, 0, tzinfo=UTC), "on Monday", id="a weekend"),
        pytest.param("UTC", datetime(2026, 11, 16, 12, 0, tzinfo=UTC), "on Monday, Nov. 23, 2026", id="a week"),
    ],
)
def test_the_next_day_is_named_from_the_learners_own_day(client, learner, subscription, clock, zone, now, word):
    Schedule.objects.update(interval_days=6, due_on=TODAY, queue_on=TODAY)
    learner.time_zone = zone
    learner.save(update_fields=["time_zone"])
    clock.move_to(now, tick=False)
    client.force_login(learner)
    assert f"The next card is due {word}." in client.get("/").content.decode()


def test_with_all_decks_paused_today_says_how_to_continue(client, learner, subscription):
    services.pause(subscription)
    client.force_login(learner)
    assert b"Open a deck below to resume it" in client.get("/").content


def test_cards_over_the_limit_can_be_released(client, learner, subscription):
    Schedule.objects.update(interval_days=1, due_on=TODAY, queue_on=TODAY + timedelta(days=1))
    client.force_login(learner)
    assert "3 more are over today’s limit" in client.get("/").text
    client.post("/review/let-in/")
    assert queue.counts(learner, TODAY).due == 3


def test_an_instructor_finds_the_admin(client, instructor):
    client.force_login(instructor)
    assert b"/admin/" in client.get("/").content


class TestDeck:
    def test_anyone_reads_a_deck_of_a_public_course(self, client, deck):
        content = client.get("/decks/diffusion/").content.decode()
        assert "Question 1?" in content
        assert "Answer 3." in content
        assert "/decks/diffusion/print/" in content

    def test_a_private_course_is_for_those_who_take_part(self, client, deck, learner, stranger):
        Course.objects.update(visibility="private")
        assert client.get("/decks/diffusion/").status_code == 404
        client.force_login(stranger)
        assert client.get("/decks/diffusion/").status_code == 404
        assert client.post("/decks/diffusion/subscribe/").status_code == 404
        client.force_login(learner)
        assert client.get("/decks/diffusion/").status_code == 200

    def test_a_persons_own_deck_is_theirs_alone(self, client, learner, classmate):
        make_deck(owner=learner, slug="mine")
        client.force_login(classmate)
        assert client.get("/decks/mine/").status_code == 404
        client.force_login(learner)
        assert client.get("/decks/mine/").status_code == 200

    def test_a_deck_can_be_studied_paused_and_resumed(self, client, stranger, deck):
        client.force_login(stranger)
        client.post("/decks/diffusion/subscribe/")
        assert queue.counts(stranger, TODAY).new == 3
        client.post("/decks/diffusion/pause/")
        assert queue.counts(stranger, TODAY).new == 0
        assert b"Resume daily review" in client.get("/decks/diffusion/").content
        client.post("/decks/diffusion/subscribe/")
        assert queue.counts(stranger, TODAY).new == 3

    def test_limits_are_saved_or_rejected(self, client, learner, subscription):
        client.force_login(learner)
        client.post("/decks/diffusion/limits/", {"new_limit": 1, "review_limit": 5})
        subscription.refresh_from_db()
        assert (subscription.new_limit, subscription.review_limit) == (1, 5)
        refused = client.post("/decks/diffusion/limits/", {"new_limit": -1, "review_limit": 5})
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["new_limit"]
        subscription.refresh_from_db()
        assert subscription.new_limit == 1

    @pytest.mark.parametrize("action", ["pause", "limits"])
    def test_nobody_changes_what_another_studies(self, client, subscription, stranger, action):
        client.force_login(stranger)
        assert client.post(f"/decks/diffusion/{action}/").status_code == 404

    def test_a_deck_without_cards_says_so(self, client, course):
        make_deck(course, "empty")
        assert b"This deck has no cards yet" in client.get("/decks/empty/").content

    def test_a_large_deck_lists_fifty_cards_a_page(self, client, deck):
        note = Note.objects.first()
        Card.objects.bulk_create(
            Card(note=note, ordinal=n, front=f"<p>f{n}</p>", back="<p>b</p>") for n in range(1, 301)
        )
        content = client.get("/decks/diffusion/").content.decode()
        assert content.count("<details>") == 50
        assert "1 to 50 of 303" in content


class TestCourses:
    def test_the_list_has_public_courses_and_ones_own(self, client, course, learner):
        Course.objects.create(slug="hidden", title="Hidden", visibility="unlisted")
        private = Course.objects.create(slug="private", title="Private", visibility="private")
        assert [each.slug for each in client.get("/courses/").context["courses"]] == ["multimodal"]
        Enrolment.objects.create(user=learner, course=private)
        client.force_login(learner)
        assert [each.slug for each in client.get("/courses/").context["courses"]] == ["multimodal", "private"]

    @pytest.mark.parametrize(("visibility", "status"), [("public", 200), ("unlisted", 200), ("private", 404)])
    def test_a_visitor_opens_a_course_that_is_not_private(self, client, course, visibility, status):
        Course.objects.update(visibility=visibility)
        assert client.get("/courses/multimodal/").status_code == status

    def test_a_course_lists_its_decks(self, client, deck):
        assert b"/decks/diffusion/" in client.get("/courses/multimodal/").content

    def test_a_site_without_courses_says_so(self, client, db):
        assert b"There are no courses here yet" in client.get("/courses/").content


@pytest.mark.parametrize("url", ["/", "/courses/", "/accounts/login/", "/accounts/signup/", "/nowhere/"])
def test_every_title_ends_with_the_name_of_the_site(client, db, url):
    title = re.search(r"<title>(.*?)</title>", client.get(url).text, re.DOTALL)[1]
    assert title.endswith(" · Ditcards")
    assert title.strip() != "· Ditcards"


def test_the_title_of_the_review_has_what_is_left(client, learner, subscription):
    client.force_login(learner)
    assert "<title>3 left · Review · Ditcards</title>" in client.get("/review/").text


class TestDecksNotStudiedYet:
    @pytest.fixture
    def today(self, client, learner):
        client.force_login(learner)
        return lambda: [deck.title for deck in client.get("/").context["not_studied"]]

    def test_a_deck_of_ones_course_is_listed_with_its_button_until_it_is_studied(self, client, learner, deck, today):
        assert today() == [deck.title]
        assert f'action="/decks/{deck.slug}/subscribe/"' in client.get("/").text
        services.subscribe(learner, deck, today=TODAY)
        assert today() == []

    def test_ones_own_deck_is_listed_and_a_strangers_is_not(self, learner, stranger, deck, subscription, today):
        make_note(make_deck(owner=learner, slug="mine"), back="Yes.")
        make_note(make_deck(owner=stranger, slug="theirs"), back="Yes.")
        assert today() == ["Mine"]

    def test_an_archived_course_offers_nothing_and_those_who_teach_one_are_not_asked(
        self, learner, course, deck, today
    ):
        Course.objects.update(archived_at=NOW)
        assert today() == []
        Course.objects.update(archived_at=None)
        learner.enrolments.update(role=Enrolment.Role.INSTRUCTOR)
        assert today() == []

    def test_a_deck_without_cards_and_a_paused_one_are_not_listed(self, course, subscription, today):
        make_deck(course, "empty")
        services.pause(subscription)
        assert today() == []


def test_an_undo_without_javascript_says_so(client, learner, subscription):
    client.force_login(learner)
    card = learner.schedules.filter(queue_on__isnull=False).first()
    client.post(f"/review/{card.card_id}/grade/", {"grade": 4, "version": card.version, "part": "new"})
    log = learner.schedules.get(pk=card.pk).reviews.get()
    page = client.post("/review/undo/", {"log": log.pk}, follow=True)
    assert "Undone." in page.text
