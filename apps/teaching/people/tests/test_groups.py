"""Groups of a course, and the roster as a file."""

import csv

import pytest

from apps.courses.models import CourseGroup, Enrolment
from apps.reviews import services
from apps.web.tests.support.clock import NOW

PEOPLE = "/teach/multimodal/people/"


def test_a_group_is_made_renamed_and_deleted_and_its_people_stay(teaching, course, learner):
    teaching.post(f"{PEOPLE}groups/", {"name": "Monday"})
    group = course.groups.get()
    Enrolment.objects.filter(user=learner).update(group=group)
    assert "1 person" in teaching.get(f"{PEOPLE}groups/").text
    teaching.post(f"{PEOPLE}groups/{group.pk}/rename/", {"name": "Tuesday"})
    assert CourseGroup.objects.get().name == "Tuesday"
    page = teaching.post(f"{PEOPLE}groups/{group.pk}/delete/", follow=True).text
    assert "The group “Tuesday” was deleted. Its people stay in the course." in page
    assert course.enrolments.get(user=learner).group is None


def test_two_groups_never_have_one_name(teaching, course):
    first, second = (course.groups.create(name=name) for name in ("Monday", "Tuesday"))
    response = teaching.post(f"{PEOPLE}groups/", {"name": "Monday"})
    assert (response.status_code, course.groups.count()) == (422, 2)
    page = teaching.post(f"{PEOPLE}groups/{second.pk}/rename/", {"name": "Monday"}, follow=True).text
    assert "There is a group of this name already." in page
    assert {each.name for each in course.groups.all()} == {first.name, second.name}


def download(client, **query):
    response = client.get(f"{PEOPLE}roster.csv", query)
    assert response["Content-Disposition"] == 'attachment; filename="multimodal-people.csv"'
    return list(csv.DictReader(response.text.splitlines()))


def test_the_roster_as_a_file_has_what_the_page_has_and_no_hidden_name(teaching, course, learner, classmate, schedule):
    services.grade_card(schedule, 4, seen_version=schedule.version, at=NOW)
    group = course.groups.create(name="=1+1")
    Enrolment.objects.filter(user=classmate).update(shows_name=True, group=group)
    classmate.name = "@SUM(A1)"
    classmate.save(update_fields=["name"])
    rows = {row["Name"]: row for row in download(teaching)}
    pseudonym = course.enrolments.get(user=learner).pseudonym
    assert set(rows) == {"Instructor", "'@SUM(A1)", pseudonym}
    assert (rows[pseudonym]["E-mail address"], rows[pseudonym]["Answers"]) == ("", "1")
    assert rows[pseudonym]["Last answer"] == NOW.date().isoformat()
    named = rows["'@SUM(A1)"]
    assert (named["E-mail address"], named["Group"], named["Role"]) == (classmate.email, "'=1+1", "Learner")


def test_the_file_has_the_people_that_were_found(teaching, learner, classmate):
    Enrolment.objects.filter(user=classmate).update(shows_name=True)
    assert [row["Name"] for row in download(teaching, q="classmate", show="learners")] == ["Classmate"]


@pytest.mark.parametrize("waiting", ["invited", "requests"])
def test_there_is_no_file_of_those_who_are_no_members_yet(teaching, waiting):
    assert teaching.get(f"{PEOPLE}roster.csv", {"show": waiting}).status_code == 404
