"""What a list of people to invite means for a course, before anybody is written to."""

from dataclasses import dataclass

from django.db.models.functions import Lower

from apps.accounts.models import User
from apps.courses.models import Course
from apps.teaching.people.address_list import AddressList


@dataclass(frozen=True)
class InvitationCheck:
    """How many of a list are in the course, are invited already, have an account, or are new here."""

    addresses: AddressList
    members: int
    waiting: int
    with_account: int

    @property
    def number(self) -> int:
        """How many people the list has."""
        return len(self.addresses.invitees)

    @property
    def invited(self) -> int:
        """How many get an invitation."""
        return self.number - self.members - self.waiting

    @property
    def new(self) -> int:
        """How many of those have no account."""
        return self.invited - self.with_account


def check_list(course: Course, addresses: AddressList) -> tuple[InvitationCheck, AddressList]:
    """Return the counts, and the list without those who need no invitation."""
    emails = {each.email for each in addresses.invitees}
    accounts = _accounts(emails)
    members = emails & set(
        course.enrolments.filter(user__in=accounts.values()).values_list(Lower("user__email"), flat=True)
    )
    waiting = set(course.invitations.filter(email__in=emails, accepted_at=None).values_list("email", flat=True))
    left = emails - members - waiting
    check = InvitationCheck(addresses, len(members), len(waiting - members), len(left & accounts.keys()))
    return check, AddressList(tuple(each for each in addresses.invitees if each.email in left), ())


def _accounts(emails: set[str]) -> dict[str, int]:
    people = User.objects.annotate(lower=Lower("email")).filter(lower__in=emails, deleted_at=None)
    return dict(people.values_list("lower", "pk"))
