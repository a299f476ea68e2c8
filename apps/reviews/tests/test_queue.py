from datetime import date

import pytest
from django.db import connection

from apps.reviews import queue

TODAY = date(2026, 11, 23)


def plan_of(schedules):
    """Return how the database would read the first row, told not to choose a full scan for so few rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    return schedules[:1].explain()


@pytest.mark.parametrize("part", [queue.due, queue.new])
@pytest.mark.parametrize(
    ("of_a_deck", "index"), [(False, "reviews_queue_of_all_decks"), (True, "reviews_queue_of_a_deck")]
)
def test_the_queue_reads_its_index(schedule, learner, deck, part, of_a_deck, index):
    plan = plan_of(part(learner, TODAY, deck if of_a_deck else None))
    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_the_drill_reads_its_index(schedule, learner):
    assert "reviews_drill_of_a_day" in plan_of(queue.drill(learner, TODAY).order_by())


def test_the_counts_are_one_statement(schedule, learner, django_assert_num_queries):
    with django_assert_num_queries(1):
        counts = queue.counts(learner, TODAY)
    assert (counts.due, counts.new, counts.drill, counts.done) == (0, 3, 0, 0)


def test_the_decks_of_a_learner_are_one_statement(schedule, learner, django_assert_num_queries):
    with django_assert_num_queries(1):
        (row,) = queue.subscriptions(learner, TODAY)
    assert (row.due, row.new, row.drill, row.held_back, row.more_new) == (0, 3, 0, 0, False)
    assert row.deck.course.title == "Multimodal AI"
