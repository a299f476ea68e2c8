"""The ways into a course: a link with a code, an invitation to an e-mail address, and a request."""

import secrets
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.courses.models.course import Course
from apps.courses.models.membership import CourseGroup, Enrolment
from apps.web import codes

MAX_MESSAGE_LENGTH = 300
TOKEN_BYTES = 24
MAX_TOKEN_LENGTH = 32  # of so many bytes


def new_token() -> str:
    """Return a token of 192 bits that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class JoinLinkQuerySet(models.QuerySet["JoinLink"]):
    """Links by whether they work."""

    def open(self, now: datetime) -> "JoinLinkQuerySet":
        """Return those by which somebody can still join.

        By columns of the link alone: an UPDATE with this condition looks at them again after it waited for another one.
        """
        has_room = Q(max_people=None) | Q(joined__lt=F("max_people"))
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), has_room)


class JoinLink(models.Model):
    """The link and the code by which anyone who has them joins as a learner, while the row is there."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="join_link")
    code = models.CharField(max_length=codes.LENGTH, unique=True, default=codes.new)
    ends_at = models.DateTimeField(null=True, blank=True)
    max_people = models.PositiveIntegerField(null=True, blank=True)
    joined = models.PositiveIntegerField(default=0, help_text=_("How many came by this code."))
    needs_approval = models.BooleanField(default=False)
    group = models.ForeignKey(CourseGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = JoinLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return self.formatted_code

    @property
    def formatted_code(self) -> str:
        """The code as it is shown: in two halves."""
        return codes.formatted(self.code)

    @property
    def ends_on(self) -> date | None:
        """The last day on which it works, in the time zone of who looks."""
        return timezone.localdate(self.ends_at) if self.ends_at else None

    def is_open(self, now: datetime) -> bool:
        """Return whether somebody can still join by it."""
        has_room = self.max_people is None or self.joined < self.max_people
        return has_room and (self.ends_at is None or self.ends_at > now)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what became of them."""

    def open(self) -> "InvitationQuerySet":
        """Return those that can be accepted."""
        return self.filter(_is_valid(), accepted_at=None)

    def waiting(self) -> "InvitationQuerySet":
        """Return those that nobody accepted, also those that no longer work."""
        return self.filter(accepted_at=None)

    def with_validity(self) -> "InvitationQuerySet":
        """Return them with `is_valid`: whether their course takes people and their sender may still invite."""
        is_valid = ExpressionWrapper(_is_valid(), output_field=models.BooleanField())
        checked: InvitationQuerySet = self.annotate(is_valid=is_valid)
        return checked

    def to_addresses_of(self, user: User) -> "InvitationQuerySet":
        """Return those to the address that the person logs in with, verified or not, or to one that they verified."""
        return self.filter(Q(email=user.email.lower()) | _to_verified_address_of(user))

    def to_verified_addresses_of(self, user: User) -> "InvitationQuerySet":
        """Return those to addresses that the person verified: whoever signs up may type that of somebody else."""
        return self.filter(_to_verified_address_of(user))

    def kept(self, *, again: bool) -> "InvitationQuerySet":
        """Return those whose addresses get no new one: accepted ones, but not with `again`, and open ones.

        Whether an accepted one led to somebody who left is not asked: it would tell who has which pseudonym.
        """
        return self.open() if again else self.filter(_is_valid() | Q(accepted_at__isnull=False))


def _to_verified_address_of(user: User) -> Q:
    """Return the condition that the person verified the address."""
    return Q(email__in=EmailAddress.objects.filter(user=user, verified=True).values(lower=Lower("email")))


def _is_valid() -> Q:
    """Return the condition that the course takes people, and that who invited may still invite to the role.

    Who invited is empty in the rows of the first release, which are as good as their course. With an account that is
    removed, its invitations that nobody accepted go: `take_back_all`.
    """
    inviter = Enrolment.objects.filter(course=OuterRef("course"), user=OuterRef("invited_by"))
    instructor = Q(role__in=Enrolment.GIVEN_BY_INSTRUCTORS) & Exists(inviter.editors().active())
    superuser = Exists(User.objects.filter(pk=OuterRef("invited_by"), is_active=True, is_superuser=True))
    may_invite = Q(invited_by=None) | Q(Exists(inviter.owners().active())) | instructor | Q(superuser)
    return Q(course__deleted_at=None, course__archived_at=None) & may_invite


class Invitation(models.Model):
    """An e-mail address that was invited to a course; whoever opens the link in the e-mail may accept it, once.

    Accepted ones stay, so that a list can be sent again; they do not name who accepted.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), help_text=_("In lower case."))
    role = models.CharField(
        max_length=10, choices=Enrolment.Role, default=Enrolment.Role.LEARNER, verbose_name=_("role")
    )
    group = models.ForeignKey(CourseGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,  # of those that were accepted; the others go with the account
        related_name="+",
        help_text=_("Void while this person may not invite; empty: of the first release, or accepted."),
    )
    token = models.CharField(max_length=MAX_TOKEN_LENGTH, unique=True, default=new_token)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text=_("Empty while the e-mail waits to be sent."))
    accepted_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["email", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "email"], name="courses_invitation_once_per_course_and_address"),
            models.CheckConstraint(
                condition=Q(role__in=["learner", "assistant", "instructor"]), name="courses_invitation_role_is_known"
            ),
        ]
        indexes = [models.Index(fields=["email"], name="courses_invitation_by_address")]

    def __str__(self) -> str:
        return self.email


class JoinRequest(models.Model):
    """A person who asks to be let into a course. A declined one stays, so that nobody asks twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="join_requests")
    message = models.CharField(_("message"), max_length=MAX_MESSAGE_LENGTH, blank=True)
    group = models.ForeignKey(CourseGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    shows_name = models.BooleanField(
        default=False, help_text=_("Whether the course showed names to instructors when they asked.")
    )
    created_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "course"], name="courses_request_once_per_user_and_course"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.course}"
