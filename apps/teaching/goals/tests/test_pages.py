import csv
from datetime import timedelta
from io import StringIO

import pytest

from apps.accounts.models import User
from apps.courses.models import Enrolment
from apps.jobs.models import Job
from apps.jobs.running import run
from apps.teaching.goals.class_progress import class_progress, histogram
from apps.teaching.goals.forms import days_until_interval
from apps.teaching.goals.services import extend
from apps.teaching.goals.tests.test_count import count_all
from apps.teaching.models import Goal, GoalProgress
from apps.web.tests.support.clock import NOW

TODAY = NOW.date()
GOALS = "/teach/multimodal/goals/"


def sent(**fields):
    day = TODAY + timedelta(days=40)
    return {"lesson": "", "days": 6, "percent": 70, "starts_on": TODAY.isoformat(), "last_on": day.isoformat()} | fields


def text(response):
    return " ".join(response.content.decode().split())


def test_an_instructor_makes_a_goal_and_its_learners_see_it_on_today(teaching, client, learner, lesson):
    response = teaching.post(f"{GOALS}new/days/", sent(lesson=lesson.pk), follow=True)
    assert "The learners of the course see the goal on Today." in text(response)
    client.force_login(learner)
    for page in ("/", "/courses/multimodal/"):
        assert "0 of 6 days, until Jan. 2, 2027" in text(client.get(page))


def test_a_button_that_is_pressed_twice_makes_one_goal(teaching, course, lesson):
    pages = [teaching.post(f"{GOALS}new/days/", sent(lesson=lesson.pk))["Location"] for _press in range(2)]
    assert pages == [f"{GOALS}{course.goals.get().pk}/"] * 2


@pytest.mark.parametrize(
    ("kind", "fields", "problem"),
    [
        ("days", {"days": 42}, "There are only 41 days."),
        ("days", {"last_on": "2026-01-01"}, "The last day is before the first."),
        ("days", {"days": 0}, "Ensure this value is greater than or equal to 1."),
        ("days", {"last_on": "9999-12-31"}, "Choose a day between the years 2000 and 2999."),
        ("days", {"days": 367, "last_on": "2030-01-01"}, "Ensure this value is less than or equal to 366."),
        ("days", {"lesson": 999}, "Select a valid choice."),
        ("remembered", {"days": 16}, "is asked after so long on day 61."),
        ("remembered", {"percent": 101}, "Ensure this value is less than or equal to 100."),
    ],
)
def test_a_goal_that_nobody_can_reach_is_refused(teaching, lesson, kind, fields, problem):
    response = teaching.post(f"{GOALS}new/{kind}/", sent(**fields))
    assert (response.status_code, Goal.objects.count()) == (422, 0)
    assert problem in text(response)


@pytest.mark.parametrize(("days", "first"), [(1, 2), (2, 8), (6, 8), (7, 23), (15, 23), (16, 61)])
def test_the_day_on_which_a_card_is_first_asked_after_an_interval(days, first):
    assert days_until_interval(days) == first


def test_two_instructors_change_a_goal_and_both_changes_stay(teaching, make_goal):
    goal = make_goal()
    url = f"{GOALS}{goal.pk}/edit/"
    seen = teaching.get(url).context["form"].initial["seen"]
    Goal.objects.filter(pk=goal.pk).update(days=5)
    shown = {"lesson": goal.lesson_id, "days": 3, "starts_on": goal.starts_on, "seen": seen}
    teaching.post(url, shown | {"last_on": TODAY.isoformat()})
    goal.refresh_from_db()
    assert (goal.days, goal.last_on) == (5, TODAY)


def test_a_goal_is_deleted_after_a_question(teaching, make_goal):
    url = f"{GOALS}{make_goal().pk}/delete/"
    assert "Delete this goal?" in text(teaching.get(url))
    assert Goal.objects.exists()
    assert "No goals yet." in text(teaching.post(url, follow=True))
    assert not Goal.objects.exists()


def test_the_page_of_a_goal_shows_the_class_under_pseudonyms(teaching, make_goal, learner, classmate, answer):
    goal = make_goal(days=1)
    User.objects.filter(pk=learner.pk).update(name="Ada")
    page = text(teaching.get(f"{GOALS}{goal.pk}/"))
    assert "Not counted yet" in page
    assert "0 of 1 day" not in page
    assert "<svg" not in page.partition('id="class"')[2]
    answer()
    count_all()
    Enrolment.objects.filter(user=classmate).update(shows_name=True)
    page = text(teaching.get(f"{GOALS}{goal.pk}/"))
    assert "1 of 2 learners have reached it. 1 has begun." in page
    assert 'aria-label="0: 1, 1: 1"' in page
    assert "Classmate" in page
    assert "Ada" not in page
    assert learner.enrolments.get().pseudonym in page


def test_a_learner_gets_more_time(teaching, make_goal, learner):
    goal = make_goal()
    url = f"{GOALS}{goal.pk}/people/{learner.enrolments.get().pk}/"
    response = teaching.post(url, {"last_on": goal.last_on.isoformat()})
    assert "Choose a day after the last day of the goal." in text(response)
    page = text(teaching.post(url, {"last_on": "2026-12-24"}, follow=True))
    assert "until Dec. 24, 2026" in page
    assert "2026-12-24" in text(teaching.get(url))
    assert "until Dec. 24, 2026" not in text(teaching.post(url, {"last_on": ""}, follow=True))


def test_an_assistant_sees_and_does_not_edit(client, course, make_goal, stranger):
    goal = make_goal()
    Enrolment.objects.create(user=stranger, course=course, role="assistant")
    client.force_login(stranger)
    assert "Edit" not in text(client.get(f"{GOALS}{goal.pk}/"))
    assert client.get(f"{GOALS}{goal.pk}/edit/").status_code == 404
    assert client.get(f"{GOALS}new/days/").status_code == 404


def test_the_grade_book_has_a_row_for_each_learner_and_no_formula(teaching, make_goal, learner, classmate, answer):
    make_goal(days=2)
    make_goal("remembered", lesson=None)
    answer()
    count_all()
    User.objects.filter(pk=learner.pk).update(name="=1+1")
    Enrolment.objects.filter(user=learner).update(shows_name=True)
    rows = list(csv.reader(StringIO(teaching.get(f"{GOALS}grades.csv").content.decode())))
    assert rows[0][3:5] == ["Diffusion: Review on 2 different days (2026-11-30)", *rows[0][4:5]]
    assert ["'=1+1", "learner@example.org", "", "1", "50", "0", "0"] in rows
    assert [classmate.enrolments.get().pseudonym, "", "", "0", "0", "0", "0"] in rows


def test_a_goal_that_was_not_counted_yet_has_empty_cells_in_the_grade_book(teaching, make_goal, learner):
    make_goal(days=2)
    rows = list(csv.reader(StringIO(teaching.get(f"{GOALS}grades.csv").content.decode())))
    assert rows[1][3:] == ["", ""]


def test_learners_are_listed_by_the_name_that_is_shown_and_not_as_they_came(
    teaching, make_goal, learner, classmate, instructor, course
):
    Enrolment.objects.filter(user=learner).update(pseudonym="Walrus")
    Enrolment.objects.filter(user=classmate).update(pseudonym="Zebra", shows_name=True)
    User.objects.filter(pk=classmate.pk).update(name="mia")
    User.objects.filter(pk=learner.pk).update(name="Ada")
    page = text(teaching.get(f"{GOALS}{make_goal().pk}/"))
    assert page.index("mia") < page.index("Walrus")
    rows = list(csv.reader(StringIO(teaching.get(f"{GOALS}grades.csv").content.decode())))
    assert [row[0] for row in rows[1:]] == ["mia", "Walrus"]


def test_names_that_end_in_numbers_are_in_the_order_of_these(teaching, make_goal, learner, classmate):
    for user, name in ((learner, "Heron 10"), (classmate, "Heron 2")):
        Enrolment.objects.filter(user=user).update(pseudonym=name)
    page = text(teaching.get(f"{GOALS}{make_goal().pk}/"))
    assert page.index("Heron 2") < page.index("Heron 10")


def test_the_bars_sum_to_all_learners_and_who_joined_since_the_count_has_no_number(
    teaching, course, make_goal, learner, classmate, answer
):
    goal = make_goal()
    answer()
    count_all()
    Enrolment.objects.create(user=User.objects.create_user("late@example.org"), course=course)
    page = text(teaching.get(f"{GOALS}{goal.pk}/"))
    assert "0 of 3 learners have reached it. 1 has begun." in page
    assert 'aria-label="0: 2, 1: 1, 2: 0, 3: 0"' in page
    assert (page.count("of 3 days"), page.count('<td class="n done"> – </td>')) == (2, 1)


def test_who_has_begun_with_a_little_is_in_another_bar_than_who_has_not(make_goal, learner, classmate):
    goal = make_goal("remembered", percent=100)
    for user, done in ((learner, 1), (classmate, 0)):
        GoalProgress.objects.create(user=user, goal=goal, done=done, total=40, counted_until=TODAY)
    (found,) = class_progress([goal])
    assert histogram(found).sentence.startswith("0%: 1, 1%: 1, 10%: 0,")


def test_the_numbers_say_when_they_were_counted_and_are_counted_again_by_a_button(teaching, make_goal, learner, answer):
    goal = make_goal()
    count_all()
    answer()
    for path in ("", f"{goal.pk}/"):
        assert "ounted" in text(teaching.get(f"{GOALS}{path}"))
    assert "Count again" in text(teaching.get(f"{GOALS}{goal.pk}/"))
    response = teaching.post(f"{GOALS}{goal.pk}/count/")
    job = Job.objects.get()
    assert str(job.pk) in response["Location"]
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.link, job.message) == ("done", f"{GOALS}{goal.pk}/", "The numbers are up to date.")
    assert "1 of 3 days" in text(teaching.get(job.link))


@pytest.mark.parametrize("path", ["", "{goal}/", "grades.csv"])
def test_the_pages_take_the_same_statements_for_any_class(
    teaching, course, make_goal, path, django_assert_max_num_queries
):
    people = User.objects.bulk_create(User(email=f"{number}@example.org") for number in range(60))
    Enrolment.objects.bulk_create(Enrolment(user=each, course=course) for each in people)
    goals = [make_goal() for _number in range(10)]
    rows = [
        GoalProgress(user=each, goal=goal, done=1, total=3, counted_until=TODAY) for each in people for goal in goals
    ]
    GoalProgress.objects.bulk_create(rows)
    extend(goals[0], people[0], TODAY + timedelta(days=30))
    with django_assert_max_num_queries(10):
        assert teaching.get(GOALS + path.format(goal=goals[0].pk)).status_code == 200
