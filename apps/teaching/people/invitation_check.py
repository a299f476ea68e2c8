"""What a list of people to invite means for a course, before anybody is written to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Lower

from apps.courses.models import Course
from apps.teaching.people.address_list import AddressList
from apps.teaching.people.roster import NAMED


@dataclass(frozen=True)
class InvitationCheck:
    """How many of a list are in the course under their names, are invited already, or get an invitation.

    Who has an account, and who is or was in the course under a pseudonym, is shown to nobody: they count as invited.
    """

    addresses: AddressList
    members: int
    already: int

    @property
    def number(self) -> int:
        """How many people the list has."""
        return len(self.addresses.invitees)

    @property
    def invited(self) -> int:
        """How many get an invitation."""
        return self.number - self.members - self.already


def check_list(course: Course, addresses: AddressList, *, again: bool) -> tuple[InvitationCheck, AddressList]:
    """Return the counts, and the list without those who need no invitation. `again`: who accepted one needs another."""
    emails = {each.email for each in addresses.invitees}
    members = emails & set(_named_members(course, emails))
    kept = set(course.invitations.kept(again=again).filter(email__in=emails).values_list("email", flat=True))
    left = emails - members - kept
    check = InvitationCheck(addresses, len(members), len(kept - members))
    return check, AddressList(tuple(each for each in addresses.invitees if each.email in left), ())


def _named_members(course: Course, emails: set[str]) -> Iterable[str]:
    """Return the addresses, in lower case, of those in the course whose names are seen."""
    people = course.enrolments.present().filter(NAMED).annotate(email=Lower("user__email"))
    return people.filter(email__in=emails).values_list("email", flat=True)
