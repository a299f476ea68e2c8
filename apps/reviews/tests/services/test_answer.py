from datetime import date, timedelta

import pytest

from apps.reviews import services
from apps.reviews.day import queue
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.tests.support.answers import grade
from apps.scheduler import sm2
from apps.web.tests.support.clock import NOW

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def test_a_good_first_answer_is_due_tomorrow_and_logged(schedule):
    log = grade(schedule, 4)
    schedule.refresh_from_db()
    assert (schedule.repetitions, schedule.interval_days, schedule.easiness) == (1, 1, 250)
    assert schedule.due_on == schedule.queue_on == TOMORROW
    assert (log.kind, log.grade, log.algorithm, log.version) == ("learn", 4, "sm2-text", 1)


def test_a_late_review_counts_the_scheduled_interval(schedule):
    grade(schedule, 4)
    grade(schedule, 4, NOW + timedelta(days=1))
    late = NOW + timedelta(days=40)
    grade(schedule, 4, late)
    schedule.refresh_from_db()
    assert schedule.interval_days == 15
    assert schedule.due_on == late.date() + timedelta(days=15)


@pytest.mark.parametrize("value", [0, 1, 2, 3])
def test_a_grade_below_4_sends_the_card_to_the_drill(schedule, learner, value):
    grade(schedule, value)
    assert queue.counts(learner, TODAY).drill == 1


def test_the_drill_changes_no_date_and_ends_with_a_4(schedule, learner):
    grade(schedule, 2)
    schedule.refresh_from_db()
    state, due_on = schedule.state, schedule.due_on
    assert grade(schedule, 3).kind == "drill"
    assert queue.counts(learner, TODAY).drill == 1
    grade(schedule, 4)
    schedule.refresh_from_db()
    assert (schedule.state, schedule.due_on) == (state, due_on)
    assert queue.counts(learner, TODAY).drill == 0


def test_the_drill_does_not_carry_over_to_the_next_day(schedule, learner):
    grade(schedule, 2)
    assert queue.counts(learner, TOMORROW).drill == 0


def test_the_drill_shows_the_longest_unseen_card_first(subscription, learner):
    for minute, each in enumerate(queue.new(learner, TODAY)):
        grade(each, 1, NOW + timedelta(minutes=minute))
    first = queue.next_schedule(learner, TODAY, "drill")
    grade(first, 1, NOW + timedelta(minutes=9))
    assert queue.next_schedule(learner, TODAY, "drill") != first
    assert list(queue.drill(learner, TODAY))[-1] == first


def test_a_page_of_yesterdays_drill_grades_no_review_of_today(schedule):
    grade(schedule, 1)
    schedule.refresh_from_db()
    with pytest.raises(services.StaleQueuePart):
        services.grade_card(schedule, 4, seen_version=1, seen_part="drill", at=NOW + timedelta(days=1))


def test_a_grade_for_an_old_version_changes_nothing(schedule):
    grade(schedule, 4)
    with pytest.raises(services.StaleGrade):
        services.grade_card(Schedule.objects.get(pk=schedule.pk), 5, seen_version=0, at=NOW)
    assert ReviewLog.objects.count() == 1


def test_a_card_that_is_not_in_todays_queue_cannot_be_graded(schedule):
    grade(schedule, 4)
    with pytest.raises(services.StaleGrade):
        grade(schedule, 4)


def test_the_learners_variant_decides(schedule, learner):
    learner.sm2_variant = "plugin"
    learner.save(update_fields=["sm2_variant"])
    schedule.user.refresh_from_db()
    assert grade(schedule, 0).easiness_after == 170


def test_an_answer_at_3_at_night_belongs_to_the_day_before(schedule):
    grade(schedule, 4, NOW.replace(hour=3) + timedelta(days=1))
    schedule.refresh_from_db()
    assert schedule.due_on == TOMORROW


def test_replaying_the_answers_that_stand_gives_the_schedule(schedule, learner):
    at = NOW
    for value in (5, 5, 2, 4, 3, 5, 1):
        log = grade(schedule, value, at)
        if value == 3:
            services.undo(learner, log.pk, at=at)
            grade(schedule, 4, at)
        schedule.refresh_from_db()
        at += timedelta(days=schedule.interval_days)
    not_undone = schedule.reviews.filter(undone_at=None, kind__in=["learn", "review"]).order_by("pk")
    assert schedule.state == sm2.replay(not_undone.values_list("grade", flat=True))[-1]
