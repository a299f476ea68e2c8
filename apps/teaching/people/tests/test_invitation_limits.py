"""How many people one may write to."""

from datetime import timedelta

import pytest
from django.core import mail

from apps.courses import invitation_limits
from apps.courses.models import Course, Invitation
from apps.jobs.tests.support.working_client import run_waiting
from apps.web.tests.support.clock import NOW

PEOPLE = "/teach/multimodal/people/"
THREE = {"role": "learner", "text": "ada@example.org\nbo@example.org\ncy@example.org"}


@pytest.fixture(autouse=True)
def _limits(settings, monkeypatch):
    settings.SENDS_EMAIL = True
    monkeypatch.setattr(invitation_limits, "MAX_WAITING", 4)
    monkeypatch.setattr(invitation_limits, "MAX_A_DAY", 3)


def refused(client, sentence, data=THREE):
    """Whether a list is refused with the sentence: when it is checked, and when it is confirmed all the same."""
    responses = [client.post(f"{PEOPLE}invite/", data | more) for more in ({}, {"confirmed": ""})]
    run_waiting()
    return all((each.status_code, sentence in each.text) == (422, True) for each in responses) and not mail.outbox


def test_a_course_has_so_many_invitations_that_nobody_accepted(teaching, course, stranger):
    for number in range(2):
        created_at = NOW - timedelta(days=2)
        course.invitations.create(email=f"{number}@example.org", created_at=created_at, invited_by=stranger)
    assert refused(teaching, "At most 4 invitations to a course can wait to be accepted, and 2 do.")
    course.invitations.filter(email="0@example.org").update(accepted_at=NOW)
    assert "Invite 3 people" in teaching.post(f"{PEOPLE}invite/", THREE).text


@pytest.mark.parametrize("where", ["in the course by anybody", "by the person in any course"])
def test_so_many_people_are_invited_in_a_day(teaching, course, instructor, stranger, where):
    if where == "in the course by anybody":
        of_course, by = course, stranger
    else:
        of_course, by = Course.objects.create(slug="other", title="Other"), instructor
    Invitation.objects.create(course=of_course, email="o@example.org", created_at=NOW, invited_by=by, accepted_at=NOW)
    sentence = "At most 3 people can be invited in 24 hours, and 1 was. Nobody on this list was invited"
    assert refused(teaching, sentence)
    Invitation.objects.update(created_at=NOW - timedelta(days=1))
    assert "Invite 3 people" in teaching.post(f"{PEOPLE}invite/", THREE).text


def test_who_is_invited_already_does_not_count(teaching, course):
    teaching.post(f"{PEOPLE}invite/", THREE | {"confirmed": ""})
    assert "3 are invited already" in teaching.post(f"{PEOPLE}invite/", THREE).text


def test_taking_back_makes_no_room_for_a_list_on_the_same_day(teaching, course, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"invite_each": "3/h/key"}
    teaching.post(f"{PEOPLE}invite/", THREE | {"confirmed": ""})
    for invitation in course.invitations.all():
        teaching.post(f"{PEOPLE}invitations/{invitation.pk}/take-back/")
    assert course.invitations.count() == 1
