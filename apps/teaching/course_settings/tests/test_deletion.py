"""A course is deleted while others answer in it, join it or invite to it: each comes before that, or is refused."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.courses.models import Course, Enrolment, Invitation, JoinLink, JoinRequest
from apps.courses.services import invitations, join_link, requests
from apps.courses.services.course_lock import CourseGone
from apps.courses.services.delete_course import delete_course
from apps.courses.services.invitations import Invitee
from apps.lessons.models import Mark
from apps.reviews.models import ReviewLog
from apps.reviews.services import StaleGrade, grade_card, practice_card
from apps.teaching.course_settings.services import delete_unanswered
from apps.teaching.course_settings.services.delete_unanswered import delete_unanswered_course
from apps.teaching.lessons.services.lesson_acts import WasAnswered
from apps.web.tests.support.at_once import at_once
from apps.web.tests.support.clock import NOW

URL = "/teach/multimodal/settings/delete/"
OPEN = {"ends_at": None, "max_people": None, "needs_approval": False, "group": None}


@pytest.fixture
def link(course):
    return join_link.save_link(course, **OPEN)


@pytest.fixture
def invitation(course, instructor):
    invitations.invite(course, [Invitee("mira@example.org")], by=instructor, role="learner", at=NOW)
    return Invitation.objects.select_related("course", "group").get()


@pytest.mark.parametrize(
    "enter",
    [
        lambda course, who: join_link.join_by_link(JoinLink.objects.get(), who, at=NOW, shows_name=False),
        lambda course, who: requests.ask_to_join(course, who, at=NOW, shows_name=False),
        lambda course, who: requests.let_in(JoinRequest.objects.get(), at=NOW),
        lambda course, who: invitations.accept(Invitation.objects.get(), who, at=NOW, shows_name=False),
        lambda course, who: invitations.invite(course, [Invitee("new@example.org")], by=who, role="learner", at=NOW),
    ],
    ids=["joins", "asks", "is let in", "accepts", "is invited"],
)
def test_nobody_enters_a_course_that_was_deleted_since_its_page_was_opened(course, link, invitation, stranger, enter):
    requests.ask_to_join(course, stranger, at=NOW, shows_name=False)
    delete_course(course, at=NOW)
    with pytest.raises(CourseGone):
        enter(course, stranger)
    assert not Enrolment.objects.filter(user=stranger).exists()
    assert list(Invitation.objects.values_list("email", "accepted_at")) == [("mira@example.org", None)]
    assert JoinLink.objects.get().joined == 0


def test_a_link_of_a_course_that_was_just_deleted_is_closed(client, link, stranger, monkeypatch):
    client.force_login(stranger)
    entering = join_link.join_by_link

    def join_late(*arguments, **options):
        delete_course(Course.objects.get(), at=NOW)
        return entering(*arguments, **options)

    monkeypatch.setattr(join_link, "join_by_link", join_late)
    response = client.post(f"/join/{link.code}/")
    assert (response.status_code, "This link doesn’t work" in response.text) == (404, True)


def test_a_grade_of_a_card_that_was_shown_before_the_deletion_is_refused(course, schedule):
    delete_unanswered_course(course, at=NOW)
    with pytest.raises(StaleGrade):
        grade_card(schedule, 4, seen_version=schedule.version, at=NOW)
    assert not ReviewLog.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_grade_and_the_deletion_at_once_are_one_of_the_two(course, schedule, owner):
    def grade():
        try:
            return bool(grade_card(schedule, 4, seen_version=schedule.version, at=NOW))
        except StaleGrade:
            return False

    graded, _response = at_once(grade, lambda: owner.post(URL))
    assert graded == ReviewLog.objects.exists() == Course.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_joins_and_invites_while_the_course_is_deleted_leaves_nothing_half_done(course, link, invitation, stranger):
    def join():
        try:
            return join_link.join_by_link(link, stranger, at=NOW, shows_name=False)
        except CourseGone:
            return False

    def invite():
        try:
            new = [Invitee("new@example.org")]
            return bool(invitations.invite(course, new, by=stranger, role="learner", at=NOW))
        except CourseGone:
            return False

    joined, invited, _deleted = at_once(join, invite, lambda: delete_course(course, at=NOW))
    assert joined == Enrolment.objects.filter(user=stranger).exists() == bool(JoinLink.objects.get().joined)
    assert invited == Invitation.objects.filter(email="new@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_delete_a_course_at_once_delete_it_once(course, owner):
    cookies = owner.cookies

    def delete():
        client = Client()
        client.cookies = cookies
        return client.post(URL).status_code

    assert sorted(at_once(delete, delete)) in ([302, 404], [302, 302])
    assert not Course.objects.exists()


def test_an_answered_course_stays_without_a_change_of_its_schedules(course, schedule):
    practice_card(schedule, knew=True, since=NOW, at=NOW)
    with CaptureQueriesContext(connection) as captured, pytest.raises(WasAnswered):
        delete_unanswered_course(course, at=NOW)
    assert not any('UPDATE "reviews_schedule"' in each["sql"] for each in captured)


def test_an_answer_that_comes_before_the_deletion_keeps_the_course(course, deck, learner, monkeypatch):
    def answer_first(*arguments, **options):
        Mark.objects.create(user=learner, note=deck.notes.first(), knew=True, marked_at=NOW)
        delete_course(*arguments, **options)

    monkeypatch.setattr(delete_unanswered, "delete_course", answer_first)
    with pytest.raises(WasAnswered):
        delete_unanswered_course(course, at=NOW)
    assert Course.objects.filter(slug="multimodal").exists()
    assert course.decks.filter(slug="diffusion").exists()
