"""What a list of people to invite means for a course, before anybody is written to."""

from dataclasses import dataclass

from apps.courses.invitation_needs import invited_before, named_members
from apps.courses.models import Course
from apps.courses.services.invitations import Invitee
from apps.teaching.people.address_list import AddressList


@dataclass(frozen=True)
class InvitationCheck:
    """Who of a list is in the course under their name, is invited already, or gets an invitation.

    Who has an account, and who is or was in the course under a pseudonym, is shown to nobody: they count as invited.
    """

    addresses: AddressList
    members: tuple[Invitee, ...]
    already: tuple[Invitee, ...]
    invited: tuple[Invitee, ...]

    @property
    def new(self) -> AddressList:
        """The list without those who need no invitation."""
        return AddressList(self.invited, ())


def check_list(course: Course, addresses: AddressList, *, again: bool) -> InvitationCheck:
    """Sort the people of the list by what it means for them. `again`: who accepted an invitation needs another."""
    emails = {each.email for each in addresses.invitees}
    members = named_members(course, emails)
    kept = invited_before(course, emails, again=again) - members

    def among(those: set[str]) -> tuple[Invitee, ...]:
        return tuple(each for each in addresses.invitees if each.email in those)

    return InvitationCheck(addresses, among(members), among(kept), among(emails - members - kept))
