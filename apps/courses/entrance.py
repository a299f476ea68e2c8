"""What a code or a token of `/join/` leads to."""

from dataclasses import dataclass
from datetime import datetime

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment, Invitation, JoinLink
from apps.courses.services import invitations, join_link
from apps.courses.services.course_lock import CourseGone
from apps.courses.services.join_link import LinkClosed
from apps.web import codes


@dataclass(frozen=True)
class Entrance:
    """A way into a course that is open: a link or an invitation."""

    course: Course
    link: JoinLink | None = None
    invitation: Invitation | None = None

    @property
    def code(self) -> str:
        """What stands in its URL."""
        if self.invitation:
            return self.invitation.token
        assert self.link is not None  # noqa: S101 - for mypy: one of the two is there
        return self.link.code

    @property
    def needs_approval(self) -> bool:
        """Whether those who run the course let people in one by one."""
        return self.link is not None and self.link.needs_approval

    @property
    def tells_name(self) -> bool:
        """Whether those who run the course get to know the name of who comes in."""
        invited_to_staff = self.invitation is not None and self.invitation.role in Enrolment.STAFF
        return self.course.shows_names or self.needs_approval or invited_to_staff

    def is_for_another(self, user: User) -> bool:
        """Whether a person who runs the course looks at the invitation of somebody else, and must not use it up."""
        if self.invitation is None or not self.course.enrolments.staff().filter(user=user).exists():
            return False
        return not Invitation.objects.to_addresses_of(user).filter(pk=self.invitation.pk).exists()

    def enter(self, user: User, *, at: datetime, shows_name: bool) -> bool:
        """Make the person a member, or send their request; False: they did so before. Raises LinkClosed."""
        try:
            if self.invitation:
                return invitations.accept(self.invitation, user, at=at, shows_name=shows_name)
            assert self.link is not None  # noqa: S101 - for mypy: one of the two is there
            return join_link.join_by_link(self.link, user, at=at, shows_name=shows_name)
        except CourseGone as gone:
            raise LinkClosed from gone


def find_entrance(code: str, now: datetime) -> Entrance | None:
    """Return where a code leads, in whatever case it was typed, or the token of an invitation; None where nowhere."""
    taking = {"course__deleted_at": None, "course__archived_at": None}
    links = JoinLink.objects.select_related("course", "group").open(now).filter(**taking)
    if link := links.filter(code=codes.normalized(code)).first():
        return Entrance(link.course, link=link)
    invitation = Invitation.objects.open().select_related("course", "group").filter(token=code).first()
    return Entrance(invitation.course, invitation=invitation) if invitation else None
