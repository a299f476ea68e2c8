from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.cards.models import Card, Deck, Note, Section
from apps.cards.services.archive_and_tags import set_archived
from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import invariants, services
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule, Subscription
from apps.reviews.services import day_builder
from apps.web import keyset
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def lived(subscription, learner, course, card):
    """A learner's few days: answers of all kinds, undos, a pause, a moved and an archived note."""
    for day in range(12):
        at = NOW + timedelta(days=day)
        today = learner.study_day(at)
        day_builder.build_day(learner, today)
        while part := queue.counts(learner, today).part:
            each = queue.next_schedule(learner, today, part)
            value = (each.card.note.position + day) % 6 if part != "drill" else 4
            log = services.grade_card(each, value, seen_version=each.version, at=at)
            if value == 2:
                services.undo(learner, log.pk, at=at)
                services.grade_card(Schedule.objects.get(pk=each.pk), 5, seen_version=each.version + 2, at=at)
    other = make_deck(course)
    services.move_notes([card.note], other, today=TODAY)
    set_archived([Note.objects.last()], archived=True)
    services.pause(subscription)
    return subscription


def test_some_days_of_use_cause_no_problem(lived):
    assert list(invariants.problems()) == []
    out = StringIO()
    call_command("check_data", stdout=out)
    assert out.getvalue().startswith("No problems found: 3 schedules")


def test_an_empty_site_is_well(db):
    assert list(invariants.problems()) == []


def first(model):
    """Return the first row; of answers, the first that stands and that another one follows."""
    rows = model.objects.order_by("pk")
    if model is ReviewLog:
        rows = rows.filter(undone_at=None, kind="learn", schedule__reviews__kind="review")
    return model.objects.filter(pk=rows.first().pk)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda: first(Schedule).update(easiness=300), "its answers give"),
        (lambda: first(Schedule).update(due_on=YESTERDAY), "is due on"),
        (lambda: first(ReviewLog).update(easiness_after=130), "does not begin where the one before it ended"),
        (lambda: Schedule.objects.update(version=0), "older version than its last answer"),
        (lambda: first(ReviewLog).update(undone_at=NOW - timedelta(days=9)), "taken back before it was given"),
        (lambda: Subscription.objects.all().delete(), "that its learner does not study"),
        (lambda: Schedule.objects.update(queue_on=TODAY + timedelta(days=9999)), "although its deck is paused"),
        (lambda: Subscription.objects.update(paused=False), "is in no queue"),
        (lambda: Schedule.objects.update(queue_on=YESTERDAY), "before it is due"),
        (lambda: Note.objects.update(section=Section.objects.order_by("pk").last()), "section of another deck"),
        (lambda: Card.objects.update(archived=False), "in use although its note is archived"),
        (lambda: Card.objects.update(archived=True), "has no card in use"),
        (lambda: Schedule.objects.update(archived=True), "is not archived as its card is"),
        (lambda: Schedule.objects.update(deck=Deck.objects.get(slug="other")), "another deck than its card"),
    ],
)
def test_what_is_not_as_it_must_be_is_found(lived, spoil, sentence):
    spoil()
    assert any(sentence in problem for problem in invariants.problems())


def test_an_answer_of_another_learner_is_found(lived, classmate, request):
    if request.config.getoption("partitions"):
        pytest.skip("A database of tables divided by user refuses such an answer.")
    first(ReviewLog).update(user=classmate)
    assert any("belongs to another learner" in problem for problem in invariants.problems())


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pieces_find_what_one_would(lived, monkeypatch, size):
    found = set(invariants.problems())
    monkeypatch.setattr(keyset, "PIECE", size)
    assert set(invariants.problems()) == found
    Schedule.objects.update(easiness=300)
    assert sum("its answers give" in problem for problem in invariants.problems()) == Schedule.objects.count()


def test_no_statement_reads_more_than_a_piece(lived, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite gives one row after the other.")
    monkeypatch.setattr(keyset, "PIECE", 1)
    read = []

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        read.append((context["cursor"].rowcount, sql))
        return result

    with connection.execute_wrapper(watch):
        assert list(invariants.problems()) == []
    of_one_schedule = max(schedule.reviews.count() for schedule in Schedule.objects.all())
    assert max(read)[0] <= of_one_schedule < ReviewLog.objects.count()


def test_the_command_ends_with_the_number_of_problems_and_changes_nothing(lived):
    first(Schedule).update(easiness=300)
    with pytest.raises(CommandError, match=r"1 problem in 3 schedules, \d+ answers\.$"):
        call_command("check_data", stderr=StringIO())
    assert first(Schedule).get().easiness == 300


def test_many_notes_are_checked_in_few_statements(lived, django_assert_max_num_queries):
    for number in range(30):
        make_note(lived.deck, f"q{number}", "a")
    with django_assert_max_num_queries(20):
        list(invariants.problems())
