"""Answers counted by day are those of the log, whatever happened to the log and to the clock since."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from apps.accounts.models import User
from apps.cards.models import Card, Deck
from apps.cards.tests.support.factory import make_deck, make_note
from apps.reviews import services
from apps.reviews.day import tallies
from apps.reviews.imported_schedules import PastReview
from apps.reviews.models import ChangedDay, DayTally, Schedule
from apps.reviews.services import tally
from apps.reviews.services.import_schedules import import_schedules
from apps.reviews.services.tally import recount_later, tally_changed_days, tally_finished_days
from apps.reviews.tests.support.imported_schedules import imported
from apps.scheduler.sm2 import PASS
from apps.web.services.removal import remove
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.examples import examples

TODAY = NOW.date()
LONG_AGO = TODAY - timedelta(days=4000)
LATER = NOW + timedelta(days=10)


def answer(learner, schedule, grade=4, at=NOW, taken_ms=5000):
    schedule.refresh_from_db()
    Schedule.objects.filter(pk=schedule.pk).update(queue_on=learner.study_day(at))
    schedule.refresh_from_db()
    schedule.user = learner
    return services.grade_card(schedule, grade, seen_version=schedule.version, at=at, taken_ms=taken_ms)


def counted(learner, at=LATER, scope=None):
    today = learner.study_day(at)
    tally_finished_days(learner, today)
    return tallies.counts(learner, LONG_AGO, today, scope).days


def by_log(learner):
    """Count the answers that stand, one after the other."""
    seen, counts = set(), Counter()
    for log in (
        learner.reviews.filter(undone_at=None).exclude(kind="drill").order_by("version").select_related("schedule")
    ):
        interval = log.interval_days_before
        age = 0 if not interval else 1 if interval < 21 else 2
        is_first = (log.schedule_id, log.day) not in seen
        is_test = is_first and interval > 0 and log.kind in ("review", "import")
        seen.add((log.schedule_id, log.day))
        counts[log.day, log.kind, age, log.grade] += 1
        counts["tests", log.day, log.grade >= PASS] += is_test
    return +counts


def as_counts(rows):
    counts = Counter()
    for row in rows:
        counts[row.day, row.kind, row.age, row.grade] += row.answers
        counts["tests", row.day, row.grade >= PASS] += row.tests
    return +counts


def test_an_answer_knows_its_day_and_its_hour(learner, schedule):
    User.objects.filter(pk=learner.pk).update(time_zone="Asia/Tokyo")
    learner = User.objects.get(pk=learner.pk)
    log = answer(learner, schedule, at=datetime(2026, 11, 23, 18, 30, tzinfo=UTC))
    assert (log.day.isoformat(), log.hour) == ("2026-11-23", 3)


def test_an_answer_stays_on_its_day_when_its_learner_travels(learner, schedule):
    late = NOW.replace(hour=23)
    answer(learner, schedule, at=late)
    User.objects.filter(pk=learner.pk).update(time_zone="Asia/Tokyo")
    traveller = User.objects.get(pk=learner.pk)
    assert traveller.study_day(late) == TODAY + timedelta(days=1)
    assert [row.day for row in counted(traveller)] == [TODAY]


def test_finished_days_are_counted_once(learner, schedule, django_assert_num_queries):
    answer(learner, schedule)
    counted(learner)
    assert DayTally.objects.filter(user=learner).count() == 1
    with django_assert_num_queries(3):
        tally_finished_days(learner, learner.study_day(LATER))


def test_the_last_days_are_read_from_the_log(learner, schedule):
    answer(learner, schedule)
    assert [row.answers for row in counted(learner, NOW)] == [1]
    assert not DayTally.objects.filter(user=learner).exists()


def test_an_undone_answer_is_not_counted(learner, schedule):
    log = answer(learner, schedule)
    counted(learner, NOW)
    services.undo(learner, log.pk, at=NOW)
    assert counted(learner) == []


def test_the_first_answer_of_the_day_to_a_card_that_was_due_is_a_test(learner, schedule):
    answer(learner, schedule, 4)
    answer(learner, schedule, 1, at=NOW + timedelta(days=1))
    answer(learner, schedule, 4, at=NOW + timedelta(days=1, minutes=1))
    assert sum(row.tests for row in counted(learner)) == 1


def test_answers_of_an_import_are_added_to_days_already_counted(learner, deck, schedule):
    answer(learner, schedule, at=NOW - timedelta(days=51))
    counted(learner)
    other = Card.objects.in_order().filter(note__deck=deck).last()
    import_schedules(learner, deck, [imported(other)], now=NOW)
    assert as_counts(counted(learner)) == by_log(learner)
    assert not ChangedDay.objects.filter(user=learner).exists()


def test_a_worker_counts_what_was_imported(learner, deck, schedule):
    import_schedules(learner, deck, [imported(schedule.card)], now=NOW)
    tally_changed_days(LATER)
    assert DayTally.objects.filter(user=learner).exists()


def test_a_schedule_without_answers_counts_as_none(learner, deck, schedule):
    import_schedules(learner, deck, [imported(schedule.card, reviews=())], now=NOW)
    assert counted(learner) == []


def test_answers_move_with_their_notes(learner, course, deck, schedule):
    answer(learner, schedule)
    counted(learner)
    other = make_deck(course, "other")
    services.move_notes([schedule.card.note], other, today=TODAY)
    assert counted(learner, scope=deck) == []
    assert [row.answers for row in counted(learner, scope=other)] == [1]
    assert [row.answers for row in counted(learner, scope=course)] == [1]


def test_answers_of_a_deleted_deck_are_gone(learner):
    deck = make_deck(None, "own", owner=learner)
    card = make_note(deck, "gato", "cat").cards.get()
    services.subscribe(learner, deck, today=TODAY)
    answer(learner, Schedule.objects.get(user=learner, card=card))
    counted(learner)
    list(remove(Deck, [deck.pk]))
    assert counted(learner) == []


def test_hours_are_those_of_the_learners_clock(learner, schedule):
    answer(learner, schedule, at=NOW.replace(hour=21))
    answer(learner, schedule, at=NOW.replace(hour=21) + timedelta(days=1))
    counted(learner)
    rows = tallies.counts(learner, LONG_AGO, learner.study_day(LATER)).hours
    assert [tuple(row) for row in rows] == [(21, 2, 1, 1)]


ACTS = ("answer", "answer", "answer", "undo", "travel", "import", "look")
ZONES = ("UTC", "Pacific/Kiritimati", "Etc/GMT+12")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(examples(20)))
def test_tallies_are_what_the_log_says_after_any_history(learner, deck, subscription, seed):
    chance, at = Random(seed), NOW  # noqa: S311
    schedules = list(Schedule.objects.filter(user=learner).order_by("pk"))
    for _ in range(25):
        at += timedelta(hours=chance.choice([1, 1, 20, 26, 49, 100]))
        schedule = chance.choice(schedules)
        match chance.choice(ACTS):
            case "answer":
                answer(learner, schedule, chance.randrange(6), at)
            case "undo":
                _undo_if_possible(learner, at)
            case "travel":
                zone = {"time_zone": chance.choice(ZONES), "day_starts_at": chance.randrange(24)}
                User.objects.filter(pk=learner.pk).update(**zone)
                learner = User.objects.get(pk=learner.pk)
            case "import":
                past = [PastReview(at - timedelta(days=n), 4, 30, 250) for n in (chance.randrange(1, 90), 0)]
                import_schedules(learner, deck, [imported(schedule.card, reviews=past)], now=at)
            case "look":
                counted(learner, at)
    assert as_counts(counted(learner, at)) == by_log(learner)
    assert as_counts(counted(learner, at + timedelta(days=20))) == by_log(learner)


def _undo_if_possible(learner, at):
    last = learner.reviews.filter(undone_at=None).order_by("-reviewed_at", "-pk").first()
    if last:
        with suppress(services.StaleUndo):
            services.undo(learner, last.pk, at=at)


@pytest.mark.parametrize("at", [pytest.param(NOW, id="from the log"), pytest.param(LATER, id="from the tallies")])
def test_neither_practice_nor_the_final_drill_counts(learner, schedule, at):
    answer(learner, schedule, grade=1)
    before = counted(learner, at=at)
    ChangedDay.objects.create(user=learner, day=TODAY)
    schedule.refresh_from_db()
    schedule.user = learner
    services.practice_card(schedule, knew=True, since=NOW, at=NOW, taken_ms=5000)
    services.grade_card(schedule, 4, seen_version=schedule.version, at=NOW, taken_ms=5000)
    assert {log.kind for log in learner.reviews.all()} == {"learn", "practice", "drill"}
    assert counted(learner, at=at) == before


def test_what_is_added_while_another_process_counts_is_counted(learner, subscription, monkeypatch):
    first, second = learner.schedules.order_by("pk")[:2]
    answer(learner, first)
    count = tally._counted

    def slow(user, *period):
        result = count(user, *period)
        monkeypatch.setattr(tally, "_counted", count)
        answer(learner, second, grade=1)
        recount_later(learner, [TODAY])
        tally_finished_days(learner, LATER.date())
        return result

    monkeypatch.setattr(tally, "_counted", slow)
    tally_finished_days(learner, LATER.date())
    assert as_counts(counted(learner)) == by_log(learner)
    assert not ChangedDay.objects.filter(user=learner).exists()


def test_a_change_that_another_process_counted_in_part_is_counted_again(learner, subscription, monkeypatch):
    first, second = learner.schedules.order_by("pk")[:2]
    answer(learner, first)
    counted(learner)
    answer(learner, second, grade=1)
    recount_later(learner, [TODAY])
    recount_later(learner, [TODAY])
    count = tally._counted

    def slow(user, *period):
        monkeypatch.setattr(tally, "_counted", count)
        ChangedDay.objects.filter(user=user).first().delete()
        return count(user, *period)

    monkeypatch.setattr(tally, "_counted", slow)
    tally_finished_days(learner, LATER.date())
    assert as_counts(counted(learner)) == by_log(learner)
