"""The link of a course, as those who run it make, change, close and reopen it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from apps.courses.models import Course, JoinLink
from apps.web.tests.support.clock import NOW

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
    page = teaching.post(f"{PEOPLE}link/close/", follow=True).text
    assert (f"{PEOPLE}link/reopen/" in page, f"{PEOPLE}link/close/" in page) == (True, False)
    assert teaching.get(f"/join/{renewed.code}/").status_code == 404
    page = teaching.post(f"{PEOPLE}link/reopen/", follow=True).text
    assert (f"{PEOPLE}link/reopen/" in page, f"{PEOPLE}link/close/" in page) == (False, True)
    assert "Multimodal AI" in teaching.get(f"/join/{renewed.code}/", follow=True).text


@pytest.mark.parametrize(
    ("closed_by", "stays"),
    [({"ends_at": NOW}, "max_people"), ({"max_people": 3}, "ends_at")],
    ids=["it ended", "it is full"],
)
def test_opening_a_link_again_drops_only_what_closed_it(teaching, course, closed_by, stays):
    fields = {"ends_at": NOW + timedelta(days=3), "max_people": 30, "joined": 3, "needs_approval": True} | closed_by
    JoinLink.objects.create(course=course, **fields)
    teaching.post(f"{PEOPLE}link/reopen/")
    link = JoinLink.objects.get()
    assert link.is_open(NOW)
    assert (getattr(link, stays), link.needs_approval, link.joined) == (fields[stays], True, 3)


def test_a_new_code_says_first_what_stops(teaching, course):
    link = JoinLink.objects.create(course=course)
    asked = teaching.get(PEOPLE).text.partition(f'action="{PEOPLE}link/renew/"')
    assert "New code</summary>" in asked[0].rpartition("<details")[2]
    assert f"The code {link.formatted_code} and its link stop at once" in asked[2].partition("</form>")[0]


def test_an_invitation_is_taken_back_after_a_confirmation(teaching, course):
    invitation = course.invitations.create(email="ada@example.org", created_at=NOW)
    page = teaching.get(PEOPLE, {"show": "invited"}).text
    before, _action, form = page.partition(f'action="{PEOPLE}invitations/{invitation.pk}/take-back/')
    assert "Take back" in before.rpartition("<details>")[2]
    assert "Yes, take it back" in form.partition("</form>")[0]


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
