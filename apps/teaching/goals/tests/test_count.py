from datetime import timedelta

import pytest

from apps.accounts.models import User
from apps.courses.models import Enrolment
from apps.jobs.registry import all_piecework
from apps.reviews.models import ReviewLog
from apps.teaching.goals.services import count, delete_goal, extend, save_goal
from apps.teaching.goals.services.count import count_goals
from apps.teaching.models import GoalExtension, GoalProgress
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()


def count_all(days=0, hours=0):
    for _step in count_goals(NOW + timedelta(days=days, hours=hours)):
        pass


def done(learner):
    return list(GoalProgress.objects.filter(user=learner).order_by("goal").values_list("done", "total"))


def test_the_worker_counts_goals():
    assert count_goals in all_piecework()


def test_all_learners_are_counted_and_nobody_else(learner, classmate, instructor, make_goal, answer):
    make_goal()
    answer()
    count_all()
    assert (done(learner), done(classmate), done(instructor)) == ([(1, 3)], [(0, 3)], [])


def test_a_count_that_was_stopped_goes_on_where_it_ended(course, make_goal, monkeypatch):
    monkeypatch.setattr(count, "BATCH_SIZE", 1)
    people = [User.objects.create_user(f"{number}@example.org") for number in range(3)]
    Enrolment.objects.bulk_create(Enrolment(user=each, course=course) for each in people)
    goal = make_goal()
    next(count_goals(NOW))
    goal.refresh_from_db()
    assert (GoalProgress.objects.count(), goal.counting_after, goal.counted_at) == (1, people[0].pk, None)
    count_all()
    goal.refresh_from_db()
    assert (GoalProgress.objects.count(), goal.counting_after, goal.counted_at) == (3, 0, NOW)


@pytest.mark.parametrize(("hours", "counted"), [(0.5, 1), (1, 2)])
def test_it_is_counted_again_an_hour_later(learner, make_goal, answer, hours, counted):
    make_goal()
    answer()
    count_all()
    answer(days=-1)
    count_all(hours=hours)
    assert done(learner) == [(counted, 3)]


def test_after_the_end_nothing_more_counts(learner, make_goal, answer):
    make_goal(last_on=TODAY)
    answer()
    answer(days=1)
    count_all(days=2)
    assert done(learner) == [(1, 3)]


def test_a_goal_that_ended_long_ago_is_counted_no_longer_unless_someone_has_more_time(learner, make_goal, answer):
    goal = make_goal(last_on=TODAY)
    count_all()
    answer(days=19)
    count_all(days=20)
    assert done(learner) == [(0, 3)]
    extend(goal, learner, TODAY + timedelta(days=19))
    count_all(days=21)
    assert done(learner) == [(1, 3)]


def test_finished_days_are_counted_once_and_again_on_the_next_day(learner, make_goal, answer):
    make_goal(last_on=TODAY + timedelta(days=30))
    answer()
    count_all(days=10)
    row = GoalProgress.objects.get(user=learner)
    assert (row.counted_days, row.counted_until) == (1, TODAY + timedelta(days=5))
    ReviewLog.objects.filter(user=learner).update(undone_at=NOW)
    count_all(days=10, hours=1)
    assert done(learner) == [(1, 3)]
    count_all(days=11)
    assert done(learner) == [(0, 3)]


def test_a_changed_goal_is_counted_from_its_first_day(learner, make_goal, answer):
    goal = make_goal(starts_on=TODAY)
    answer(days=-1)
    count_all()
    assert done(learner) == [(0, 3)]
    goal.starts_on = TODAY - timedelta(days=1)
    save_goal(goal, ["starts_on"])
    assert done(learner) == []
    count_all()
    assert done(learner) == [(1, 3)]


def test_a_deleted_goal_takes_everyones_progress_with_it_and_no_answer(learner, make_goal, answer):
    goal = make_goal()
    answer()
    extend(goal, learner, goal.last_on + timedelta(days=1))
    count_all()
    delete_goal(goal)
    assert (GoalProgress.objects.count(), GoalExtension.objects.count(), ReviewLog.objects.count()) == (0, 0, 1)


def test_an_extension_is_taken_back(learner, make_goal):
    goal = make_goal()
    for day in (goal.last_on + timedelta(days=2), goal.last_on + timedelta(days=1)):
        extend(goal, learner, day)
    assert GoalExtension.objects.get(user=learner).last_on == day
    extend(goal, learner, None)
    assert not GoalExtension.objects.exists()
