from datetime import timedelta

import pytest
from django.db import connection

from apps.cards.models import Deck
from apps.cards.tests.support.factory import make_section
from apps.courses.services.membership import end_membership
from apps.reviews.models import ReviewLog, Schedule
from apps.reviews.services.undo import undo
from apps.teaching.goals.person_goals import running_goals
from apps.teaching.goals.progress import progress, proven_cards
from apps.teaching.models import Goal, GoalExtension, GoalProgress
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()


def done(learner, days=0):
    """Return what the learner has done and must do for each goal, some days from now."""
    now = NOW + timedelta(days=days)
    return [(each.done, each.needed) for each in progress(learner, running_goals(learner, now), now.date())]


class TestDays:
    def test_a_day_counts_once_however_many_answers_it_has(self, learner, make_goal, answer):
        make_goal(days=3)
        for card in (0, 1, 2):
            answer(card=card)
        assert done(learner) == [(1, 3)]
        answer(days=1)
        assert done(learner, days=1) == [(2, 3)]

    def test_days_before_the_first_do_not_count(self, learner, make_goal, answer):
        make_goal(starts_on=TODAY)
        answer(days=-1)
        answer()
        assert done(learner) == [(1, 3)]

    def test_days_of_another_lesson_do_not_count(self, learner, make_goal, answer):
        make_goal(lesson=None)
        make_goal()
        answer()
        Schedule.objects.filter(user=learner).update(deck=learner.decks.create(slug="own", title="Own"))
        assert done(learner) == [(0, 3), (0, 3)]

    def test_a_goal_of_all_lessons_counts_the_decks_of_the_course(self, learner, make_goal, answer):
        make_goal(lesson=None)
        answer()
        assert done(learner) == [(1, 3)]

    def test_a_deck_that_opens_later_is_none_of_all_lessons_yet(self, learner, make_goal, deck):
        make_goal("remembered", lesson=None, percent=100)
        assert done(learner) == [(0, 3)]
        Deck.objects.update(opens_at=NOW + timedelta(days=3))
        assert (done(learner), done(learner, days=3)) == ([(0, 0)], [(0, 3)])

    def test_an_undone_answer_does_not_count(self, learner, make_goal, answer):
        make_goal()
        answer()
        undo(learner, learner.reviews.get().pk, at=NOW)
        assert done(learner) == [(0, 3)]

    @pytest.mark.parametrize(("kind", "counts"), [("practice", 1), ("drill", 1), ("import", 0), ("manual", 0)])
    def test_practice_counts_and_what_was_not_answered_here_does_not(self, learner, make_goal, answer, kind, counts):
        make_goal()
        answer()
        ReviewLog.objects.filter(user=learner).update(kind=kind)
        assert done(learner) == [(counts, 3)]

    def test_what_the_worker_counted_is_added_to(self, learner, make_goal, answer):
        goal = make_goal()
        fields = {"done": 2, "total": 3, "counted_days": 2, "counted_until": TODAY - timedelta(days=5)}
        GoalProgress.objects.create(user=learner, goal=goal, **fields)
        answer()
        assert done(learner) == [(3, 3)]

    @pytest.mark.parametrize(
        ("days", "until", "reviewed", "needs"),
        [
            pytest.param(2, 1, False, True, id="two days are missing, and two are left"),
            pytest.param(2, 1, True, False, id="today is done"),
            pytest.param(1, 1, False, False, id="tomorrow is enough"),
            pytest.param(3, 1, False, False, id="it cannot be reached any more"),
            pytest.param(1, 0, False, True, id="this is the last day"),
        ],
    )
    def test_a_goal_needs_today(self, learner, make_goal, answer, days, until, reviewed, needs):
        make_goal(days=days, last_on=TODAY + timedelta(days=until))
        if reviewed:
            answer()
        (found,) = progress(learner, running_goals(learner, NOW), TODAY)
        assert found.needs_today is needs


class TestRemembered:
    @pytest.fixture
    def goal(self, make_goal):
        """Two of the three cards, after six days."""
        return make_goal("remembered", days=6, percent=50, last_on=TODAY + timedelta(days=60))

    def test_a_card_counts_when_it_was_right_after_the_interval(self, learner, goal, answer):
        for days in (0, 1):  # intervals of 1 and 6 days
            answer(days)
        assert done(learner, days=1) == [(0, 2)]
        answer(days=7)
        assert done(learner, days=7) == [(1, 2)]

    def test_a_card_that_was_forgotten_since_does_not_count(self, learner, goal, answer):
        for days in (0, 1, 7):
            answer(days)
        answer(days=22, value=1)
        assert done(learner, days=22) == [(0, 2)]
        answer(days=23)
        assert done(learner, days=23) == [(0, 2)]

    def test_only_flashcards_count_where_there_are_any(self, learner, goal, deck, answer):
        for days in (0, 1, 7):
            answer(days)
        deck.sections.update(kind="self_check")
        assert done(learner, days=7) == [(1, 2)]
        make_section(deck, "flashcards", "Flashcards", [("A?", "a"), ("B?", "b")])
        assert done(learner, days=7) == [(0, 1)]

    def test_the_latest_answer_of_a_card_is_found_by_its_index(self, learner, goal, deck, answer):
        answer()
        plan = proven_cards(learner, [deck.pk], TODAY).explain()
        assert connection.vendor != "sqlite" or "reviews_log_once_per_schedule_and_version" in plan
        assert "SubPlan" in plan or "CORRELATED" in plan

    def test_a_goal_that_needs_no_card_is_not_reached(self, learner, make_goal, course):
        lesson = course.lessons.create(deck=course.decks.create(slug="empty", title="Empty"), slug="empty", title="E")
        make_goal("remembered", lesson=lesson, percent=50)
        (found,) = progress(learner, running_goals(learner, NOW), TODAY)
        assert (found.needed, found.is_reached, found.needs_today) == (0, False, False)


class TestWhoHasGoals:
    def test_a_learner_has_those_that_run_today_by_their_end(self, learner, make_goal):
        later, sooner = make_goal(), make_goal(last_on=TODAY)
        make_goal(starts_on=TODAY + timedelta(days=1))
        ended = make_goal(last_on=TODAY - timedelta(days=1))
        assert [each.goal for each in running_goals(learner, NOW)] == [sooner, later]
        GoalExtension.objects.create(user=learner, goal=ended, last_on=TODAY)
        assert [each.goal for each in running_goals(learner, NOW)] == [sooner, ended, later]

    def test_an_extension_that_became_shorter_than_the_goal_takes_nothing_away(self, learner, make_goal):
        goal = make_goal()
        GoalExtension.objects.create(user=learner, goal=goal, last_on=TODAY)
        assert [each.last_on for each in running_goals(learner, NOW)] == [goal.last_on]

    def test_who_runs_the_course_or_left_it_has_none(self, learner, instructor, stranger, classmate, make_goal):
        make_goal()
        assert [len(running_goals(each, NOW)) for each in (learner, instructor, stranger)] == [1, 0, 0]
        end_membership(learner.enrolments.get(), at=NOW)
        assert [len(running_goals(each, NOW)) for each in (learner, classmate)] == [0, 1]

    def test_no_more_statements_for_more_goals(self, learner, make_goal, answer, django_assert_num_queries):
        for _number in range(2):
            make_goal()
            make_goal("remembered", lesson=None)
        with django_assert_num_queries(1 + 4):
            assert len(done(learner)) == 4
        Goal.objects.all().delete()
        with django_assert_num_queries(1):
            assert done(learner) == []
