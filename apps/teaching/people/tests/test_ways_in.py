"""The link of a course, as those who run it make, change and close it."""

from datetime import UTC, date, datetime, time

import pytest

from apps.courses.models import Course, JoinLink

PEOPLE = "/teach/multimodal/people/"


def test_a_link_is_made_changed_closed_and_opened_again(teaching, course, instructor):
    assert "Make a link" in teaching.get(PEOPLE).text
    page = teaching.post(f"{PEOPLE}link/", {"ends_on": "2027-01-15", "max_people": "30"}, follow=True).text
    link = JoinLink.objects.get(course=course)
    assert f"http://testserver/join/{link.formatted_code}/" in page
    assert (link.ends_at.date(), link.max_people) == (date(2027, 1, 15), 30)
    teaching.post(f"{PEOPLE}link/renew/")
    assert teaching.get(f"/join/{link.code}/").status_code == 404
    teaching.post(f"{PEOPLE}link/", {"needs_approval": "on"})
    renewed = JoinLink.objects.get(course=course)
    assert (renewed.code != link.code, renewed.needs_approval, renewed.ends_at) == (True, True, None)
    assert "To open it again" in teaching.post(f"{PEOPLE}link/close/", follow=True).text
    assert teaching.get(f"/join/{renewed.code}/").status_code == 404
    teaching.post(f"{PEOPLE}link/", {"ends_on": ""})
    assert "Multimodal AI" in teaching.get(f"/join/{renewed.code}/", follow=True).text


def test_a_link_that_was_switched_off_stays_so_while_another_field_is_changed(teaching, clock):
    teaching.post(f"{PEOPLE}link/", {"max_people": "30"})
    teaching.post(f"{PEOPLE}link/close/")
    ended = JoinLink.objects.get().ends_at
    clock.shift(60)
    teaching.post(f"{PEOPLE}link/", {"max_people": "31", "ends_on": ended.date().isoformat()})
    assert (JoinLink.objects.get().ends_at, JoinLink.objects.get().max_people) == (ended, 31)


def test_the_last_day_is_that_of_who_chose_it(teaching, instructor):
    instructor.time_zone = "Pacific/Auckland"
    instructor.save(update_fields=["time_zone"])
    teaching.post(f"{PEOPLE}link/", {"ends_on": "2027-01-15"})
    assert JoinLink.objects.get().ends_at == datetime.combine(date(2027, 1, 15), time(10, 59, 59, 999_999), tzinfo=UTC)
    assert 'value="2027-01-15"' in teaching.get(PEOPLE).text


@pytest.mark.parametrize("wrong", [{"max_people": "0"}, {"ends_on": "9999-12-31"}, {"ends_on": "soon"}], ids=str)
def test_a_wrong_limit_is_refused_where_it_was_typed(teaching, wrong):
    response = teaching.post(f"{PEOPLE}link/", wrong)
    assert response.status_code == 422
    assert "errorlist" in response.text
    assert not JoinLink.objects.exists()


def test_names_and_requests_are_decided_on_the_same_page(teaching, course):
    teaching.post(f"{PEOPLE}entry/", {"shows_names": "on"})
    assert Course.objects.filter(shows_names=True, takes_requests=False).exists()
    teaching.post(f"{PEOPLE}entry/", {"takes_requests": "on"})
    assert Course.objects.filter(shows_names=False, takes_requests=True).exists()


def test_an_assistant_sees_no_ways_in(client, course, stranger):
    course.enrolments.create(user=stranger, role="assistant")
    client.force_login(stranger)
    assert "Join with a code" not in client.get(PEOPLE).text
