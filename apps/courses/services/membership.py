"""People join a course, leave it and return, and get other roles there. A course that has an owner keeps one."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.courses.models import Course, CourseGroup, CourseQuerySet, Enrolment, JoinRequest
from apps.courses.models.joining import InvitationQuerySet
from apps.courses.models.membership import EnrolmentQuerySet
from apps.courses.pseudonyms import new_pseudonym
from apps.courses.services.course_lock import CourseGone, lock_course
from apps.courses.services.groups import still_there

ATTEMPTS = 20  # to find a pseudonym that nobody has in the course


UNDO_WITHIN = timedelta(days=1)  # a removal


class MembershipRefused(Exception):
    """A membership stays as it is; the text is for the person."""


class LastOwner(MembershipRefused):
    """The course would have no owner."""


class NameHidden(MembershipRefused):
    """A learner's name would be shown without their consent."""


class RoleChanged(MembershipRefused):
    """Someone else gave the person another role in the meantime."""


@transaction.atomic
def enroll(
    course: Course,
    user: User,
    *,
    at: datetime,
    role: str = Enrolment.Role.LEARNER,
    group: CourseGroup | None = None,
    shows_name: bool = False,
) -> bool:
    """Make the person a member, again if they left; return False for who is one already, and changes nothing of theirs.

    `shows_name` is what the join page promised. Where it is, an invitation of theirs to the same role is accepted with
    that, also if they came by another way; without a group, they get its. Under a pseudonym, either would tell whose it
    is. Lock the course before: a group that is gone by then is left out.
    """
    JoinRequest.objects.filter(user=user, course=course).delete()
    invited = _invited(course, user, role) if shows_name else course.invitations.none()
    group = still_there(group) or next((each.group for each in invited.select_related("group") if each.group), None)
    fields = {"role": role, "group": group, "shows_name": shows_name}
    new = fields | {"pseudonym": _free_pseudonym(course)}
    enrolment, created = Enrolment.with_former.get_or_create(user=user, course=course, defaults=new)
    former = Enrolment.with_former.filter(user=user, pk=enrolment.pk, left_at__isnull=False)
    if not created and not former.update(**fields, left_at=None, was_removed=False, joined_at=at):
        return False
    invited.update(accepted_at=at)
    return True


def _invited(course: Course, user: User, role: str) -> InvitationQuerySet:
    """Return the person's invitations to a role that nobody accepted."""
    return course.invitations.waiting().filter(role=role).to_verified_addresses_of(user)


@transaction.atomic
def end_membership(enrolment: Enrolment, *, at: datetime, is_removal: bool = False) -> None:
    """Let a person leave, or remove them: what they learned stays theirs. Raises MembershipRefused."""
    _refuse_last_owner(enrolment)
    _update(enrolment, left_at=at, was_removed=is_removal)


@transaction.atomic
def remove_members(course: Course, members: EnrolmentQuerySet, *, at: datetime) -> list[int]:
    """Remove several people of a course, or none; return the keys of their memberships.

    Raises LastOwner, or CourseGone.
    """
    lock_course(course.pk)
    refuse_all_owners(course, members)
    removed = list(members.values_list("pk", flat=True))
    Enrolment.objects.filter(course=course, pk__in=removed).update(left_at=at, was_removed=True)
    return removed


def refuse_all_owners(course: Course, members: EnrolmentQuerySet) -> None:
    """Raise LastOwner if nobody but these people owns the course; a page asks this before it offers to remove them."""
    if members.owners().exists() and not _present_owners(course).exclude(pk__in=members.values("pk")).exists():
        raise LastOwner(_("A course needs an owner. Make another person its owner first."))


@transaction.atomic
def put_into_group(members: EnrolmentQuerySet, group: CourseGroup | None) -> int:
    """Put several people of a course into one of its groups, or into none; return how many.

    Lock the course before the group is read: it may be deleted at the same time.
    """
    return members.update(group=group)


@transaction.atomic
def restore_members(members: EnrolmentQuerySet, *, at: datetime) -> int:
    """Let those who were removed be what they were; return how many: nobody who left by themselves, or too long ago."""
    return members.removed_since(at - UNDO_WITHIN).update(left_at=None, was_removed=False)


@transaction.atomic
def change_membership(enrolment: Enrolment, *, role: str, group: CourseGroup | None) -> None:
    """Give a person another role and group. Raises MembershipRefused.

    Those who run a course have names there: who joined under a pseudonym gets such a role by an invitation alone.
    """
    if role != Enrolment.Role.OWNER:
        _refuse_last_owner(enrolment)
    if role in Enrolment.STAFF and not enrolment.is_named:
        raise NameHidden(_("Their name would be seen. Invite them by e-mail to this role: it is theirs to accept."))
    _update(enrolment, role=role, group=group)


def _update(enrolment: Enrolment, **fields: object) -> None:
    """Change the row if it still is what was checked, or raise RoleChanged."""
    checked = {"role": enrolment.role, "shows_name": enrolment.shows_name}
    if not Enrolment.objects.filter(user=enrolment.user_id, pk=enrolment.pk, **checked).update(**fields):
        raise RoleChanged(_("This person’s role was changed elsewhere in the meantime. Open the page again."))


@transaction.atomic
def pass_on_courses(person: User) -> None:
    """Make the first instructor of each course the owner of it whose only owner deleted their account."""
    owned = person.enrolments.owners().filter(course__deleted_at=None).select_related("course")
    for enrolment in owned.order_by("course"):
        with suppress(CourseGone):
            _pass_on(enrolment.course)


def _pass_on(course: Course) -> None:
    lock_course(course.pk)
    instructors = course.enrolments.filter(role=Enrolment.Role.INSTRUCTOR, user__deleted_at=None)
    next_owner = instructors.order_by("joined_at", "pk").first()
    if next_owner and not _present_owners(course).exists():
        change_membership(next_owner, role=Enrolment.Role.OWNER, group=next_owner.group)


def owned_alone(person: User) -> CourseQuerySet:
    """Return the courses of which nobody else is an owner."""
    others = Enrolment.objects.owners().present().filter(course=OuterRef("pk")).exclude(user=person)
    owned = Course.objects.filter(pk__in=person.enrolments.owners().values("course"))
    return owned.filter(~Exists(others))


def _present_owners(course: Course) -> EnrolmentQuerySet:
    """Return the memberships of owners whose account is not deleted."""
    return course.enrolments.owners().filter(user__deleted_at=None)


def _refuse_last_owner(enrolment: Enrolment) -> None:
    """Raise LastOwner for the only one; two who leave at the same time wait for each other at the course's row."""
    lock_course(enrolment.course_id)
    owners = _present_owners(enrolment.course)
    if owners.filter(pk=enrolment.pk).exists() and not owners.exclude(pk=enrolment.pk).exists():
        raise LastOwner(_("A course needs an owner. Make another person its owner first."))


def _free_pseudonym(course: Course) -> str:
    """Return a pseudonym that nobody has in the course, or had, as far as chance allows."""
    names = [new_pseudonym() for _attempt in range(ATTEMPTS)]
    in_course = Enrolment.with_former.filter(course=course, pseudonym__in=names)
    taken = set(in_course.values_list("pseudonym", flat=True))
    return next((name for name in names if name not in taken), names[0])
