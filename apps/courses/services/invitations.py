"""Invitations to e-mail addresses: sent, sent again, taken back, accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.services.delete_account import forgets_addresses
from apps.courses.invitation_limits import refuse_too_many
from apps.courses.invitation_needs import invited_before, named_members
from apps.courses.models import Course, CourseGroup, Enrolment, Invitation
from apps.courses.services.course_lock import lock_course
from apps.courses.services.join_link import LinkClosed
from apps.courses.services.membership import enroll

BATCH_SIZE = 200


@dataclass(frozen=True)
class Invitee:
    """An e-mail address in lower case, and the name of the group that it is for, if any."""

    email: str
    group: str = ""


@transaction.atomic
def invite(
    course: Course, invitees: Iterable[Invitee], *, by: User, role: str, at: datetime, again: bool = False
) -> int:
    """Save invitations to those who need one, to be sent; return how many. `again`: also to those who accepted one.

    Raises TooManyInvitations, or CourseGone.
    """
    lock_course(course.pk)  # one list at a time, or two save one address
    wanted = {each.email: each for each in invitees}
    needless = named_members(course, wanted) | invited_before(course, wanted, again=again)
    new = [each for email, each in wanted.items() if email not in needless]
    refuse_too_many(course, len(new), by=by, at=at)
    groups = _groups(course, {each.group for each in new if each.group})
    course.invitations.filter(email__in=[each.email for each in new]).delete()
    shared = {"course": course, "role": role, "invited_by": by, "created_at": at}
    rows = [Invitation(email=each.email, group=groups.get(each.group), **shared) for each in new]
    Invitation.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    return len(rows)


@transaction.atomic
def invite_again(invitation: Invitation, *, by: User) -> None:
    """Have the e-mail sent again, in the name of who asks for it; its link stays the same."""
    Invitation.objects.waiting().filter(pk=invitation.pk).update(sent_at=None, invited_by=by)


@transaction.atomic
def take_back(invitation: Invitation) -> None:
    """Delete an invitation that nobody accepted: its link leads nowhere."""
    Invitation.objects.waiting().filter(pk=invitation.pk).delete()


@transaction.atomic
def take_back_all(person: User) -> None:
    """Delete the invitations of somebody whose account is removed, but for those that were accepted."""
    Invitation.objects.waiting().filter(invited_by=person).delete()


@forgets_addresses
def forget_invitations(email: str) -> None:
    """Delete the invitations of an address whose account is deleted, accepted ones too."""
    Invitation.objects.filter(email=email.lower()).delete()


@transaction.atomic
def mark_sent(invitation: Invitation, *, at: datetime) -> bool:
    """Claim the sending of an e-mail: only one process finds that it waits."""
    return bool(Invitation.objects.open().filter(pk=invitation.pk, sent_at=None).update(sent_at=at))


@transaction.atomic
def mark_unsent(invitation: Invitation) -> None:
    """Have an e-mail that the mail server refused wait again."""
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=None)


@transaction.atomic
def accept(invitation: Invitation, user: User, *, at: datetime, shows_name: bool) -> bool:
    """Make the person a member, or one who helps to run the course; False: they were.

    Raises LinkClosed, or CourseGone.
    """
    lock_course(invitation.course_id)
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=at):
        raise LinkClosed
    course, role, group = invitation.course, invitation.role, invitation.group
    if enroll(course, user, at=at, role=role, group=group, shows_name=shows_name):
        return True
    learner = course.enrolments.learners().filter(user=user)
    return bool(role in Enrolment.STAFF and learner.update(role=role))


def _groups(course: Course, names: Iterable[str]) -> dict[str, CourseGroup]:
    """Return the course's groups of these names, the new ones too."""
    rows = [CourseGroup(course=course, name=name) for name in sorted(names)]
    CourseGroup.objects.bulk_create(rows, batch_size=BATCH_SIZE, ignore_conflicts=True)
    return {group.name: group for group in course.groups.all()}
