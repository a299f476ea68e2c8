"""Joining, leaving and returning; roles; and names that the class may know."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.services.delete_account import delete_account
from apps.courses.models import Course, Enrolment, JoinRequest
from apps.courses.services import invitations, join_link, membership, requests
from apps.library.services.removal import remove_deleted
from apps.web.tests.support.clock import NOW

OPEN = {"ends_at": None, "max_people": None, "needs_approval": False, "group": None}
LATER = NOW + timedelta(days=1)


@pytest.fixture
def private(course):
    course.visibility = Course.Visibility.PRIVATE
    course.save(update_fields=["visibility"])
    return course


@pytest.fixture
def owner(course, stranger):
    return Enrolment.objects.create(user=stranger, course=course, role="owner")


def of(course, user):
    return Enrolment.with_former.get(course=course, user=user)


def test_who_left_opens_the_private_course_no_longer(private, learner):
    assert private in Course.objects.visible_to(learner)
    membership.end_membership(of(private, learner), at=NOW)
    assert private not in Course.objects.visible_to(learner)
    assert private not in Course.objects.listed_for(learner)


def test_an_instructor_who_left_edits_nothing(course, instructor):
    membership.end_membership(of(course, instructor), at=NOW)
    assert not course.is_taught_by(instructor)
    assert not Course.objects.staffed_by(instructor).exists()


def test_who_returns_is_known_as_before_and_a_learner(course, instructor):
    before = of(course, instructor)
    membership.end_membership(before, at=NOW)
    assert membership.enroll(course, instructor, at=LATER, shows_name=True)
    after = of(course, instructor)
    assert (after.pk, after.pseudonym, after.left_at) == (before.pk, before.pseudonym, None)
    assert (after.role, after.joined_at, after.shows_name) == ("learner", LATER, True)


def test_a_member_who_joins_again_stays_what_they_are(course, instructor):
    assert not membership.enroll(course, instructor, at=NOW, shows_name=True)
    assert (of(course, instructor).role, of(course, instructor).shows_name) == ("instructor", False)


def test_the_last_owner_neither_leaves_nor_becomes_something_else(course, owner, learner):
    with pytest.raises(membership.LastOwner):
        membership.end_membership(owner, at=NOW)
    with pytest.raises(membership.LastOwner):
        membership.change_membership(owner, role="instructor", group=None)
    Enrolment.objects.filter(user=learner).update(shows_name=True)
    membership.change_membership(of(course, learner), role="owner", group=None)
    membership.end_membership(owner, at=NOW)
    assert [each.user for each in course.enrolments.owners()] == [learner]


def test_an_owner_who_deleted_their_account_does_not_count(course, owner, learner):
    Enrolment.objects.filter(user=learner).update(role="owner")
    delete_account(learner, at=NOW)
    with pytest.raises(membership.LastOwner):
        membership.end_membership(owner, at=NOW)


def test_a_course_passes_to_its_instructor_when_its_only_owner_deletes_their_account(course, owner, instructor):
    delete_account(owner.user, at=NOW)
    list(remove_deleted(NOW))
    assert [each.user for each in course.enrolments.owners()] == [instructor]


def test_a_course_with_another_owner_passes_to_nobody(course, owner, instructor, learner):
    Enrolment.objects.filter(user=learner).update(role="owner")
    delete_account(owner.user, at=NOW)
    list(remove_deleted(NOW))
    assert [each.user for each in course.enrolments.owners()] == [learner]


def test_a_removal_is_undone(course, instructor):
    enrolment = of(course, instructor)
    membership.end_membership(enrolment, at=NOW, is_removal=True)
    assert membership.restore_members(Enrolment.with_former.filter(pk=enrolment.pk), at=NOW)
    assert course.is_taught_by(instructor)


@pytest.mark.parametrize(("is_removal", "passed"), [(False, timedelta()), (True, timedelta(hours=25))])
def test_who_left_by_themselves_or_long_ago_is_not_put_back(course, learner, is_removal, passed):
    membership.end_membership(of(course, learner), at=NOW, is_removal=is_removal)
    assert not membership.restore_members(Enrolment.with_former.filter(user=learner), at=NOW + passed)
    assert not course.enrolments.filter(user=learner).exists()


@pytest.mark.parametrize("role", Enrolment.STAFF)
def test_nobody_is_unmasked_by_a_role_that_they_did_not_accept(course, learner, stranger, role):
    with pytest.raises(membership.NameHidden):
        membership.change_membership(of(course, learner), role=role, group=None)
    invitation = course.invitations.create(email="l@example.org", role="assistant", created_at=NOW)
    invitations.accept(invitation, learner, at=NOW, shows_name=False)
    assert of(course, learner).is_named


def test_a_role_given_in_the_meantime_is_neither_taken_nor_removed(course, instructor):
    shown = of(course, instructor)
    Enrolment.objects.filter(pk=shown.pk).update(role="owner")
    course.enrolments.create(user=User.objects.create_user("second@example.org"), role="owner")
    with pytest.raises(membership.RoleChanged):
        membership.change_membership(shown, role="learner", group=None)
    with pytest.raises(membership.RoleChanged):
        membership.end_membership(shown, at=NOW)
    assert of(course, instructor).role == "owner"


def test_who_gets_in_otherwise_no_longer_asks(course, stranger):
    requests.ask_to_join(course, stranger, at=NOW, shows_name=False)
    membership.enroll(course, stranger, at=NOW)
    assert not course.join_requests.exists()


def test_two_people_of_a_course_have_different_pseudonyms(course, learner, classmate, monkeypatch):
    names = iter([of(course, learner).pseudonym] * 3 + ["Keen Wren 7"] * 100)
    monkeypatch.setattr(membership, "new_pseudonym", lambda: next(names))
    Enrolment.objects.filter(user=classmate).delete()
    membership.enroll(course, classmate, at=NOW)
    assert of(course, classmate).pseudonym == "Keen Wren 7"


def test_those_who_run_the_course_have_names_and_learners_pseudonyms_unless_they_agreed_to_theirs(
    course, learner, classmate, instructor
):
    Enrolment.objects.filter(user=classmate).update(shows_name=True)
    names = {each.user.email: each.name_for_staff for each in course.enrolments.select_related("user")}
    assert names[instructor.email] == "Instructor"
    assert names[classmate.email] == "Classmate"
    assert names[learner.email] == of(course, learner).pseudonym != "Learner"


def test_a_link_takes_no_more_people_than_it_may(course, stranger, learner, django_user_model):
    link = join_link.save_link(course, **OPEN | {"max_people": 1})
    assert not join_link.join_by_link(link, learner, at=NOW, shows_name=False)  # who is in already takes no place
    assert join_link.join_by_link(link, stranger, at=NOW, shows_name=False)
    with pytest.raises(join_link.LinkClosed):
        join_link.join_by_link(
            link, django_user_model.objects.create_user("late@example.org"), at=NOW, shows_name=False
        )


def test_a_link_that_ended_or_was_replaced_lets_nobody_in(course, stranger):
    link = join_link.save_link(course, **OPEN | {"ends_at": NOW})
    with pytest.raises(join_link.LinkClosed):
        join_link.join_by_link(link, stranger, at=NOW, shows_name=False)
    link = join_link.save_link(course, **OPEN)
    join_link.renew_code(course)
    with pytest.raises(join_link.LinkClosed):
        join_link.join_by_link(link, stranger, at=NOW, shows_name=False)


def test_a_link_may_ask_for_approval_and_a_request_counts_once(course, stranger):
    link = join_link.save_link(course, **OPEN | {"needs_approval": True})
    assert join_link.join_by_link(link, stranger, at=NOW, shows_name=False)
    assert not join_link.join_by_link(link, stranger, at=NOW, shows_name=False)
    link.refresh_from_db()
    assert link.joined == 1
    assert not course.enrolments.filter(user=stranger).exists()
    assert requests.let_in(JoinRequest.objects.get(user=stranger), at=NOW)
    assert course.enrolments.filter(user=stranger, role="learner").exists()


def test_a_superuser_adds_nobody_twice_who_left(root, course, learner):
    membership.end_membership(of(course, learner), at=NOW)
    posted = {"user": learner.email, "course": course.pk, "role": "learner", "seen": ""}
    page = root.post(reverse("admin:courses_enrolment_add"), posted).text
    assert "This person left the course. They return when they join it again." in page
