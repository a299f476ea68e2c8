import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.cards.models import Card
from apps.cards.tests.support.factory import archive_cards, make_deck
from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.tests.support.answers import press
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.htmx import HTMX

SESSION = "/review/"


def reveal(client, schedule, headers=None):
    return client.get(reverse("reviews:reveal", args=[schedule.card_id]), headers=headers)


@pytest.fixture
def reviewing(client, learner, schedule):
    client.force_login(learner)
    return client


def test_the_answer_is_not_in_the_page_before_it_is_revealed(reviewing, schedule):
    assert b"Answer 1" not in reviewing.get(SESSION).content
    assert b"Answer 1" in reveal(reviewing, schedule).content


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_reveal_is_a_page_or_a_fragment(reviewing, schedule, headers):
    content = reveal(reviewing, schedule, headers).content.decode()
    assert 'id="card"' in content
    assert ("<html" in content) == (headers is None)


def test_each_button_shows_the_interval_that_pressing_it_gives(reviewing, schedule):
    for days in (0, 1):
        press(reviewing, schedule, version=days) if days == 0 else None
    Schedule.objects.filter(pk=schedule.pk).update(
        repetitions=2, interval_days=6, easiness=236, due_on=NOW.date(), queue_on=NOW.date()
    )
    content = reveal(reviewing, schedule).content.decode()
    shown = re.findall(r"<b>(\w+)</b> <span>([^<]+)</span>\s+<span>([^<]+)</span>", content)
    assert shown == [
        ("Again", "today again", "then 1\xa0day"),
        ("Hard", "today again", "then 15\xa0days"),
        ("Good", "15 days", "then 36"),
        ("Easy", "15 days", "then 37"),
    ]
    assert 'title="Next in 15 days. If you keep answering Good, then in days: 36"' in content


def test_a_press_shows_the_next_card_in_the_same_answer(reviewing, schedule):
    response = press(reviewing, schedule, headers=HTMX)
    assert response.status_code == 200
    assert b"Question 2?" in response.content
    assert b"2 new" in response.content


def test_without_htmx_a_press_redirects_to_the_next_card(reviewing, schedule):
    response = press(reviewing, schedule)
    assert (response.status_code, response["Location"]) == (302, SESSION)


def test_a_session_of_one_deck_stays_in_it(reviewing, schedule, deck):
    url = reverse("reviews:grade", args=[schedule.card_id]) + "?deck=diffusion"
    response = reviewing.post(url, {"grade": 4, "version": 0})
    assert response["Location"] == "/review/?deck=diffusion"
    assert reviewing.get("/review/?deck=nothing").status_code == 404


def test_pressing_twice_counts_once_and_says_so(reviewing, schedule):
    press(reviewing, schedule, headers=HTMX)
    again = press(reviewing, schedule, headers=HTMX)
    assert ReviewLog.objects.count() == 1
    assert again.status_code == 200
    assert b"You had already answered that card." in again.content


def test_the_back_button_to_an_answered_card_shows_the_next_one(reviewing, schedule):
    press(reviewing, schedule)
    response = reviewing.get(reverse("reviews:reveal", args=[schedule.card_id]), follow=True)
    assert b"You had already answered that card." in response.content
    assert b"Question 2?" in response.content


def test_a_deck_that_is_gone_is_missed_before_anything_is_saved(reviewing, schedule):
    url = reverse("reviews:grade", args=[schedule.card_id]) + "?deck=gone"
    assert reviewing.post(url, {"grade": 4, "version": 0}, headers=HTMX).status_code == 404
    assert not ReviewLog.objects.exists()


@pytest.mark.parametrize("action", ["answer", "why", "grade"])
def test_a_card_beyond_all_numbers_does_not_exist(reviewing, action):
    assert reviewing.post(f"/review/{10**22}/{action}/", {"grade": 4, "version": 0}).status_code == 404


def test_looking_at_a_grades_url_never_grades(reviewing, schedule):
    assert reviewing.get(reverse("reviews:grade", args=[schedule.card_id])).status_code == 405
    assert not ReviewLog.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"grade": 6, "version": 0}, id="a grade of 6"),
        pytest.param({"grade": -1, "version": 0}, id="a grade of -1"),
        pytest.param({"grade": "good", "version": 0}, id="a word"),
        pytest.param({"grade": 4}, id="no version"),
        pytest.param({"version": 0}, id="no grade"),
        pytest.param({"grade": 4, "version": 10**30}, id="a version that no database holds"),
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_form_that_no_page_sends_is_rejected_with_a_sentence(reviewing, schedule, data, headers):
    response = reviewing.post(reverse("reviews:grade", args=[schedule.card_id]), data, headers=headers)
    assert response.status_code == 400
    assert response.content.decode() == "Press one of the buttons below the answer."
    assert not ReviewLog.objects.exists()
    if headers:
        assert response["HX-Retarget"] == "#status"


def test_an_undo_shows_the_card_again(reviewing, schedule):
    press(reviewing, schedule)
    log = ReviewLog.objects.get()
    response = reviewing.post("/review/undo/", {"log": log.pk}, headers=HTMX)
    assert b"Question 1?" in response.content
    assert b"3 new" in response.content


def test_an_undo_without_htmx_goes_to_the_card(reviewing, schedule):
    press(reviewing, schedule)
    response = reviewing.post("/review/undo/", {"log": ReviewLog.objects.get().pk})
    assert response["Location"] == reverse("reviews:reveal", args=[schedule.card_id])


@pytest.mark.parametrize(("log", "status"), [("", 400), ("x", 400), (10**15, 200), (10**25, 400)])
def test_an_undo_of_nothing_is_a_sentence(reviewing, log, status):
    response = reviewing.post("/review/undo/", {"log": log}, headers=HTMX)
    assert response.status_code == status
    sentence = "There is no answer of today to undo." if status == 400 else "That answer was already undone"
    assert sentence in response.content.decode()


def test_the_queue_shows_due_then_new_then_drill(reviewing, learner, schedule, clock):
    press(reviewing, schedule, grade=1)
    second = queue.new(learner, NOW.date()).first()
    press(reviewing, second)
    clock.shift(timedelta(days=1))
    page = reviewing.get(SESSION)
    assert page.context["part"] == "due"
    for part in ("due", "due", "new"):
        assert page.context["part"] == part
        shown = page.context["schedule"]
        press(reviewing, shown, grade=3, version=shown.version)
        page = reviewing.get(SESSION)
    assert page.context["part"] == "drill"
    assert page.context["counts"].drill == 3


def test_when_nothing_is_left_the_page_says_when_the_next_card_comes(reviewing, learner):
    for each in queue.new(learner, NOW.date()):
        services.grade_card(each, 5, seen_version=0, at=NOW)
    content = reviewing.get(SESSION).content
    assert b"All done for today" in content
    assert b"Tomorrow: 3 due, about 1 minute." in content


def test_the_end_of_one_deck_says_what_waits_in_the_others(reviewing, learner, schedule, course):
    other = make_deck(course)
    services.subscribe(learner, other, today=NOW.date())
    content = reviewing.get("/review/?deck=other").text
    assert "You’ve finished this deck for today" in content
    assert "3 more are waiting in your other decks" in content


@pytest.mark.parametrize("headers", [None, HTMX])
def test_the_last_answer_can_be_undone_while_the_next_is_shown(reviewing, learner, schedule, headers):
    press(reviewing, schedule)
    second = queue.new(learner, NOW.date()).first()
    assert b"data-undo" in reveal(reviewing, second, headers).content


def test_why_this_date_shows_the_arithmetic_and_every_answer(reviewing, schedule):
    press(reviewing, schedule, grade=5)
    Schedule.objects.filter(pk=schedule.pk).update(
        repetitions=2, interval_days=6, easiness=236, due_on=NOW.date(), queue_on=NOW.date()
    )
    content = reviewing.get(reverse("reviews:why", args=[schedule.card_id])).content.decode()
    assert "6 days x 2.36 = 14.16, rounded up to 15" in content
    assert "Easiness 2.50 + 0.10 = 2.60" in content


@pytest.mark.parametrize("name", ["reviews:reveal", "reviews:why"])
def test_another_learners_card_does_not_exist(client, stranger, schedule, name):
    client.force_login(stranger)
    assert client.get(reverse(name, args=[schedule.card_id])).status_code == 404
    missing = client.get(reverse(name, args=[10**9]))
    assert missing.status_code == 404


def test_another_learners_card_cannot_be_graded(client, stranger, schedule):
    client.force_login(stranger)
    assert press(client, schedule, headers=HTMX).status_code == 404


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_visitor_is_sent_to_the_login(client, schedule, headers):
    response = press(client, schedule, headers=headers)
    assert "/accounts/login/" in (response["HX-Redirect"] if headers else response["Location"])


@pytest.mark.parametrize(("buttons", "keys"), [(2, "12"), (4, "1234"), (6, "012345")])
def test_a_learner_has_the_buttons_they_chose(reviewing, learner, schedule, buttons, keys):
    learner.buttons = buttons
    learner.save(update_fields=["buttons"])
    content = reveal(reviewing, schedule).content.decode()
    assert "".join(re.findall(r'data-key="(\d)"', content)) == keys


def test_a_night_before_an_open_card_takes_an_hour_at_most(reviewing, schedule):
    press(reviewing, schedule, taken_ms=10**9)
    assert ReviewLog.objects.get().taken_ms == 3_600_000


def statements_of_a_press(client, schedule, queries):
    with queries as captured:
        response = press(client, schedule, headers=HTMX)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.django_db(transaction=True)
def test_a_press_takes_at_most_ten_statements(reviewing, schedule, django_assert_max_num_queries):
    sql = statements_of_a_press(reviewing, schedule, django_assert_max_num_queries(10))
    assert any(statement.startswith("BEGIN") for statement in sql)
    assert "COMMIT" in sql


@pytest.mark.django_db(transaction=True)
def test_a_press_in_one_deck_takes_at_most_ten_statements(reviewing, schedule, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        reviewing.post(
            reverse("reviews:grade", args=[schedule.card_id]) + "?deck=diffusion",
            {"grade": 4, "version": 0},
            headers=HTMX,
        )


def test_an_archived_card_is_not_queued(reviewing, card):
    archive_cards(Card.objects.filter(pk=card.pk))
    assert b"Question 2?" in reviewing.get(SESSION).content


def test_the_page_is_never_cached(reviewing):
    assert "no-store" in reviewing.get(SESSION)["Cache-Control"]


def test_the_clock_of_the_test_stands(clock):
    assert timezone.now() == NOW
