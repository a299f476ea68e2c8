import html
import re
from datetime import timedelta

import pytest

from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import services
from apps.reviews.day import day_summary, queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
YESTERDAY = NOW - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def due(subscription, learner):
    """Three cards that were learned yesterday and are due today."""
    learner.schedules.update(queue_on=YESTERDAY.date())
    for each in queue.new(learner, YESTERDAY.date()):
        grade(each, 4, YESTERDAY)
    return list(queue.due(learner, TODAY))


def answer_all(learner, grades):
    for each, value in zip(list(queue.waiting(learner, TODAY)), grades, strict=True):
        grade(each, value)


def skip_the_drill(learner):
    Schedule.objects.filter(user=learner).update(drill_on=None)


def words(client):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", client.get("/review/").content.decode())).split())


def test_it_counts_answers_by_button_and_what_was_remembered(learner, due):
    answer_all(learner, [1, 3, 4])
    answers = day_summary.answers(learner, TODAY)
    assert (answers.number, answers.due, answers.remembered) == (3, 3, 2)
    assert [(each.label, each.number) for each in answers.shares] == [("Again", 1), ("Hard", 1), ("Good", 1)]
    assert round(sum(each.width for each in answers.shares)) == 100


def test_what_was_undone_does_not_count(learner, due):
    answer_all(learner, [4, 4, 1])
    services.undo(learner, queue.last_answer(learner, TODAY).pk, at=NOW)
    assert day_summary.answers(learner, TODAY).number == 2
    assert not day_summary.failed(learner, TODAY).exists()


def test_the_time_of_answers_without_one_is_that_of_the_others(learner, due):
    answer_all(learner, [4, 4, 4])
    ReviewLog.objects.filter(day=TODAY).update(taken_ms=30_000)
    assert day_summary.answers(learner, TODAY).minutes == 2
    ReviewLog.objects.filter(pk=ReviewLog.objects.latest("pk").pk).update(taken_ms=None)
    assert day_summary.answers(learner, TODAY).minutes == 2


def test_cards_that_were_not_remembered_stay_listed_after_the_drill(learner, due):
    answer_all(learner, [1, 4, 0])
    for each in queue.drill(learner, TODAY):
        grade(each, 4)
    assert {each.pk for each in day_summary.failed(learner, TODAY)} == {due[0].pk, due[2].pk}


def test_tomorrow_has_what_is_due_and_new_cards_up_to_the_limit(learner, due, deck):
    for n in range(30):
        make_note(deck, f"Later {n}?", "Yes.")
    answer_all(learner, [4, 4, 4])
    learner.subscriptions.update(has_unseen=True, new_limit=7)
    seen = day_summary.tomorrow(learner, TODAY, learner.subscriptions.all(), 60)
    assert (seen.due, seen.new, seen.minutes) == (0, 7, 7)


def test_tomorrows_new_cards_are_no_more_than_there_are(learner, due, deck):
    make_note(deck, "The last one?", "Yes.")
    learner.subscriptions.update(has_unseen=True)
    assert day_summary.tomorrow(learner, TODAY, learner.subscriptions.all(), 60).new == 1


def test_the_end_of_a_session_says_what_was_done_and_what_comes(client, learner, due):
    client.force_login(learner)
    answer_all(learner, [2, 4, 5])
    skip_the_drill(learner)
    page = words(client)
    assert "All done for today" in page
    assert "3 answers in 1 minute. You remembered 2 of the 3 cards that were due." in page
    assert "Tomorrow: 1 due, about 1 minute." in page
    assert "Not there yet" in page


def test_a_day_without_answers_has_no_summary(client, learner, due):
    client.force_login(learner)
    Schedule.objects.update(due_on=TOMORROW, queue_on=TOMORROW)
    page = words(client)
    assert "Nothing due today" in page
    assert "answer" not in page.split("Nothing due today")[1].split("Tomorrow")[0]


def test_the_end_of_one_deck_counts_its_answers_alone(client, learner, due, course):
    other = make_deck(course, "other")
    make_note(other, "Other?", "Yes.")
    services.subscribe(learner, other, today=TODAY)
    grade(queue.new(learner, TODAY, other).get(), 4)
    client.force_login(learner)
    assert day_summary.answers(learner, TODAY, other).number == 1
    page = " ".join(client.get("/review/?deck=other").content.decode().split())
    assert "You’ve finished this deck for today" in page
    assert "1 answer in 1 minute." in page


def test_more_new_cards_are_offered_where_there_are_any(client, learner, due):
    client.force_login(learner)
    answer_all(learner, [4, 4, 4])
    assert "More new cards" not in words(client)
    learner.subscriptions.update(has_unseen=True)
    assert "More new cards" in words(client)


def test_the_statements_at_the_end_do_not_grow_with_the_answers(client, learner, due, django_assert_max_num_queries):
    client.force_login(learner)
    answer_all(learner, [4, 4, 4])
    with django_assert_max_num_queries(14):
        client.get("/review/")
