from datetime import date, timedelta

import pytest
from django.db import connection

from apps.cards.models import Card
from apps.cards.services.delete_deck import delete_deck
from apps.cards.tests.support.factory import make_deck, make_note
from apps.courses.services.delete_course import delete_course
from apps.reviews.day import decks_today, near_duplicates, queue, tallies
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.tests.support.answers import grade
from apps.web.tests.support.clock import NOW

TODAY = date(2026, 11, 23)


@pytest.fixture
def crowd(learner, classmate, course, deck):
    """Two learners with two decks of a thousand cards each, due over the coming months."""
    _schedule((learner, classmate), (deck, make_deck(course)), _due_later)


@pytest.fixture
def busy_crowd(learner, classmate, course, deck):
    """The same with a quarter of the cards due or new today."""
    _schedule((learner, classmate), (deck, make_deck(course)), _a_quarter_today)


def _schedule(people, decks, days):
    for deck in decks:
        note = make_note(deck, "many", "cards")
        cards = [Card(note=note, ordinal=number, front="", back="") for number in range(1, 1001)]
        Card.objects.bulk_create(cards)
        for person in people:
            Subscription.objects.create(user=person, deck=deck)
            Schedule.objects.bulk_create(
                Schedule(user=person, deck=deck, card=card, **days(number)) for number, card in enumerate(cards)
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _due_later(number):
    due_on = TODAY + timedelta(days=number % 200)
    return {"interval_days": 9, "due_on": due_on, "queue_on": due_on}


def _a_quarter_today(number):
    queue_on = TODAY + timedelta(days=number % 200 - 50)
    return {"interval_days": 9, "due_on": queue_on, "queue_on": queue_on} if number % 3 else {"queue_on": queue_on}


@pytest.mark.slow
@pytest.mark.parametrize("part", [queue.due, queue.new])
@pytest.mark.parametrize(
    ("of_a_deck", "index"), [(False, "reviews_queue_of_all_decks"), (True, "reviews_queue_of_a_deck")]
)
def test_the_queue_reads_its_index(busy_crowd, learner, deck, part, of_a_deck, index):
    plan = part(learner, TODAY, deck if of_a_deck else None)[:1].explain()
    assert index in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.slow
@pytest.mark.parametrize("of_a_deck", [False, True])
def test_what_is_due_and_new_is_counted_in_an_index_alone(crowd, learner, deck, of_a_deck):
    since = learner.study_day_start(TODAY)
    plan = queue.count_queue(learner, TODAY, since, deck if of_a_deck else None).explain()
    if connection.vendor == "sqlite":
        assert plan.count("COVERING INDEX reviews_queue_of_") == 2
    else:
        assert "reviews_queue_of_" in plan
    assert "cards_card" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.slow
def test_the_drill_reads_its_index(crowd, learner):
    Schedule.objects.filter(user=learner, card__ordinal__lt=10).update(drill_on=TODAY, reviewed_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = queue.drill(learner, TODAY)[:1].explain()
    assert "reviews_drill_of_a_day" in plan
    assert "TEMP B-TREE" not in plan


class TestDeleted:
    """A deck or a course that was deleted, before the worker has removed any row of it."""

    @pytest.fixture(params=["deck", "course"])
    def deleted(self, request, schedule, learner, deck, course):
        grade(schedule, 1)
        if request.param == "deck":
            delete_deck(deck, at=NOW)
        else:
            delete_course(course, at=NOW)
        return deck

    def test_its_cards_leave_the_review(self, deleted, learner):
        assert not queue.counts(learner, TODAY).left
        assert all(queue.next_schedule(learner, TODAY, part) is None for part in queue.PARTS)
        assert not sum(queue.due_by_day(learner, TODAY, 30))

    def test_statistics_leave_its_answers_out(self, deleted, learner):
        assert not tallies.counts(learner, TODAY, TODAY).days


def test_the_counts_are_one_statement(schedule, learner, django_assert_num_queries):
    with django_assert_num_queries(1):
        counts = queue.counts(learner, TODAY)
    assert (counts.due, counts.new, counts.drill, counts.done) == (0, 3, 0, 0)


def test_the_decks_of_a_learner_are_one_statement(schedule, learner, django_assert_num_queries):
    with django_assert_num_queries(1):
        (row,) = decks_today.subscriptions(learner, TODAY)
    assert (row.due, row.new, row.drill, row.over_limit, row.has_new_tomorrow) == (0, 3, 0, 0, False)
    assert row.deck.course.title == "Multimodal AI"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("marked", "index"),
    [
        ({"queue_on": None, "suspended": True}, "reviews_queue_of_a_deck"),
        ({"flag__gt": 0}, "reviews_flagged_of_a_deck"),
    ],
)
def test_suspended_and_flagged_cards_are_read_from_an_index(crowd, learner, deck, marked, index):
    cards = Schedule.objects.filter(user=learner, card__ordinal__lt=10)
    cards.filter(card__ordinal__lt=5).update(flag=1)
    cards.filter(card__ordinal__gt=5).update(suspended=True, queue_on=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert index in learner.schedules.filter(deck=deck, **marked).order_by("pk").explain()


def test_what_is_due_on_the_days_ahead_is_one_statement(schedule, learner, django_assert_num_queries):
    ahead = [TODAY - timedelta(days=3), TODAY + timedelta(days=2), TODAY + timedelta(days=7)]
    for each, day in zip(learner.schedules.order_by("pk"), ahead, strict=True):
        learner.schedules.filter(pk=each.pk).update(interval_days=1, due_on=day, queue_on=day)
    with django_assert_num_queries(1):
        assert queue.due_by_day(learner, TODAY, 7) == [1, 0, 1, 0, 0, 0, 0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "answers",
    [
        lambda learner, deck: near_duplicates.answers_with_group(learner, [deck.pk], TODAY),
        lambda learner, deck: queue.answers_of(learner, TODAY).filter(schedule__user=learner, schedule__deck=deck),
    ],
)
def test_todays_answers_are_read_from_their_index_also_where_the_statistics_are_of_a_small_site(
    learner, deck, schedule, answers
):
    grade(schedule, 4)
    (log,) = learner.reviews.all()
    answer_again(log, range(1, 100))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    answer_again(log, range(100, 10_000))
    assert "reviews_log_of_a_learner" in answers(learner, deck).explain()


def answer_again(log, hours_ago):
    columns = {field.attname: getattr(log, field.attname) for field in log._meta.fields if field.name != "id"}
    ReviewLog.objects.bulk_create(
        ReviewLog(**columns | {"version": 1 + hours, "reviewed_at": log.reviewed_at - timedelta(hours=hours)})
        for hours in hours_ago
    )
