"""What a list of people to invite means for a course, before anybody is written to."""

from dataclasses import dataclass

from apps.courses.invitation_needs import invited_before, named_members
from apps.courses.models import Course
from apps.courses.services.invitations import Invitee
from apps.teaching.people.address_list import AddressList


@dataclass(frozen=True)
class InvitationCheck:
    """Who of a list is in the course under their name, has an invitation that waits, accepted one, or gets one.

    Who has an account, and who is or was in the course under a pseudonym, is shown to nobody: whoever accepted an
    invitation may have left, or be here under a pseudonym, and is invited again only if that is chosen.
    """

    addresses: AddressList
    members: tuple[Invitee, ...]
    waiting: tuple[Invitee, ...]
    accepted: tuple[Invitee, ...]
    invited: tuple[Invitee, ...]

    @property
    def invitable(self) -> AddressList:
        """The list without those who need no invitation, also if it is chosen to invite again who accepted one."""
        return AddressList(self.invited + self.accepted, ())


def check_list(course: Course, addresses: AddressList, *, again: bool) -> InvitationCheck:
    """Sort the people of the list by what it means for them. `again`: who accepted an invitation needs another."""
    emails = {each.email for each in addresses.invitees}
    members = named_members(course, emails)
    waiting = invited_before(course, emails, again=True) - members
    kept = invited_before(course, emails, again=again) - members

    def among(those: set[str]) -> tuple[Invitee, ...]:
        return tuple(each for each in addresses.invitees if each.email in those)

    return InvitationCheck(
        addresses,
        members=among(members),
        waiting=among(waiting),
        accepted=among(kept - waiting),
        invited=among(emails - members - kept),
    )
