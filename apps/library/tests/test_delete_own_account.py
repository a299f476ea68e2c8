"""A person deletes their account, and no course is left without an owner."""

import pytest

from apps.accounts.models import User
from apps.courses.services.membership import LastOwner, end_membership
from apps.library.services.delete_own_account import delete_own_account
from apps.web.tests.support.at_once import at_once
from apps.web.tests.support.clock import NOW


@pytest.fixture
def owners(course):
    people = [User.objects.create_user(f"{number}@example.org") for number in range(2)]
    for person in people:
        course.enrolments.create(user=person, role="owner")
    return people


def present_owners(course):
    return course.enrolments.owners().present().count()


def test_the_only_owner_of_a_course_keeps_their_account(course, owners):
    first, second = owners
    assert delete_own_account(first, at=NOW)
    assert not delete_own_account(second, at=NOW)
    assert present_owners(course) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_delete_their_accounts_at_once_one_stays(course, owners):
    deleted = at_once(*(lambda person=person: delete_own_account(person, at=NOW) for person in owners))
    assert sorted(deleted) == [False, True]
    assert present_owners(course) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_one_leaves_and_one_deletes_their_account_at_once_one_stays(course, owners):
    def leave():
        try:
            end_membership(course.enrolments.get(user=owners[0]), at=NOW)
        except LastOwner:
            return False
        return True

    assert sorted(at_once(leave, lambda: delete_own_account(owners[1], at=NOW))) == [False, True]
    assert present_owners(course) == 1
