"""Several people of the roster at once: into a group, or out of the course."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.cards.tests.support.posted import forms_in
from apps.courses.models import Enrolment
from apps.web.tests.support.clock import NOW

PEOPLE = "/teach/multimodal/people/"
GROUP, REMOVE, RESTORE = (f"{PEOPLE}chosen/{act}/" for act in ("group", "remove", "restore"))


@pytest.fixture
def members(course, learner, classmate):
    return list(course.enrolments.learners().order_by("pk"))


@pytest.fixture
def group(course):
    return course.groups.create(name="Monday")


@pytest.fixture
def owning(client, course, stranger):
    """The browser of an owner."""
    course.enrolments.create(user=stranger, role="owner")
    client.force_login(stranger)
    return client


def keys(members):
    return {"person": [each.pk for each in members]}


def test_the_chosen_people_are_put_into_a_group_and_out_of_it(teaching, course, members, group):
    page = teaching.get(PEOPLE).text
    assert all(f'name="person" value="{each.pk}"' in page for each in members)
    page = teaching.post(f"{GROUP}?show=learners", keys(members) | {"group": group.pk}, follow=True)
    assert "2 people are in “Monday” now." in page.text
    assert page.context["options"].filter == "learners"
    assert group.enrolments.count() == 2
    assert "1 person is in no group now." in teaching.post(GROUP, keys(members[:1]), follow=True).text
    assert [each.pk for each in group.enrolments.all()] == [members[1].pk]


def test_the_chosen_people_are_removed_once_that_is_confirmed(teaching, course, members):
    page = teaching.post(REMOVE, keys(members)).text
    assert "Remove 2 people from the course?" in page
    assert all(each.pseudonym in page for each in members)
    assert course.enrolments.learners().count() == 2
    page = teaching.post(REMOVE, keys(members) | {"confirmed": ""}, follow=True).text
    assert "2 people were removed, and keep the cards they learned." in page
    assert course.enrolments.learners().count() == 0
    assert Enrolment.with_former.filter(was_removed=True).count() == 2


def test_a_removal_of_several_people_is_undone_for_those_who_were_removed_then(teaching, course, members, clock):
    third = User.objects.create(email="third@example.org")
    former = course.enrolments.create(user=third, left_at=NOW)
    response = teaching.post(f"{REMOVE}?show=learners&q=e", keys(members) | {"confirmed": ""}, follow=True)
    assert response.context["options"].filter == "learners"
    assert f"{RESTORE}?show=learners&q=e" in dict(forms_in(response))
    assert [each.pk for each in response.context["removed"]] == [each.pk for each in members]
    page = teaching.post(f"{RESTORE}?show=learners&q=e", keys([*members, former]), follow=True)
    assert "Undone." in page.text
    assert page.context["options"].query == "e"
    assert course.enrolments.learners().count() == 2


def test_a_removal_is_undone_for_a_day(teaching, course, members, clock):
    teaching.post(REMOVE, keys(members) | {"confirmed": ""})
    clock.move_to(NOW + timedelta(days=1, seconds=1))
    assert "nothing left to undo" in teaching.post(RESTORE, keys(members), follow=True).text
    assert course.enrolments.learners().count() == 0


def test_a_group_that_was_deleted_in_the_meantime_takes_nobody(teaching, members, group):
    data = keys(members) | {"group": group.pk}
    group.delete()
    assert "Somebody deleted this group in the meantime." in teaching.post(GROUP, data, follow=True).text


@pytest.mark.parametrize("url", [GROUP, REMOVE])
@pytest.mark.parametrize(
    "person", [[], ["x"], ["0"], ["9" * 400]], ids=["nobody", "no number", "nobody here", "no key of a row"]
)
def test_nothing_happens_without_people(teaching, members, group, url, person):
    response = teaching.post(url, {"person": person, "group": group.pk, "confirmed": ""}, follow=True)
    assert response.status_code == 200
    assert 'class="message wrong' in response.text
    assert group.enrolments.count() == 0
    assert Enrolment.objects.learners().count() == 2


def test_an_instructor_chooses_nobody_whom_only_owners_change(teaching, course, instructor, members, group):
    own = course.enrolments.get(user=instructor)
    assert f'name="person" value="{own.pk}"' not in teaching.get(PEOPLE).text
    elsewhere = course.__class__.objects.create(slug="other", title="Other").enrolments.create(user=instructor)
    for forbidden in (own, elsewhere):
        data = keys([*members, forbidden]) | {"group": group.pk, "confirmed": ""}
        teaching.post(GROUP, data)
        teaching.post(REMOVE, data)
    assert Enrolment.objects.filter(group=None).count() == 4


def test_a_group_of_another_course_is_refused(teaching, course, members):
    other = course.__class__.objects.create(slug="other", title="Other").groups.create(name="Theirs")
    teaching.post(GROUP, keys(members) | {"group": other.pk})
    assert not other.enrolments.exists()


def test_the_last_owner_stays_and_with_them_all_who_were_chosen(owning, course, members):
    everybody = keys(course.enrolments.all()) | {"confirmed": ""}
    assert "A course needs an owner." in owning.post(REMOVE, everybody, follow=True).text
    assert course.enrolments.count() == 3


def test_the_last_owner_is_refused_before_anybody_is_asked_to_confirm(owning, course, members):
    page = owning.post(REMOVE, keys(course.enrolments.all()), follow=True).text
    assert "A course needs an owner." in page
    assert "from the course?" not in page


@pytest.mark.parametrize(("url", "more"), [(GROUP, {}), (REMOVE, {"confirmed": ""}), (REMOVE, {})])
def test_as_many_statements_for_fifty_people_as_for_one(teaching, course, url, more):
    people = User.objects.bulk_create(User(email=f"{number}@example.org") for number in range(51))
    rows = Enrolment.objects.bulk_create(Enrolment(user=each, course=course) for each in people)
    numbers = []
    for chosen in (rows[:1], rows[1:]):
        with CaptureQueriesContext(connection) as captured:
            teaching.post(url, keys(chosen) | more)
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]


def test_who_asks_to_join_is_counted_on_the_tab_of_every_page(teaching, course, stranger, django_assert_num_queries):
    teaching.get(PEOPLE)
    with CaptureQueriesContext(connection) as before:
        assert "asking to join</span>" not in teaching.get("/teach/multimodal/settings/").text
    course.join_requests.create(user=stranger, created_at=course.enrolments.get().joined_at)
    with django_assert_num_queries(len(before)):
        page = teaching.get("/teach/multimodal/settings/").text
    assert '1 <span class="visually-hidden">asking to join</span>' in page
    course.join_requests.update(declined_at=course.enrolments.get().joined_at)
    assert "asking to join</span>" not in teaching.get("/teach/multimodal/settings/").text
