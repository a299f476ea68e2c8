"""Who is in a course, and as what."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Func, OrderBy, Q, Value, When
from django.db.models.functions import Coalesce, Length, Lower, NullIf
from django.utils.translation import gettext_lazy as _

from apps.courses.pseudonyms import MAX_PSEUDONYM_LENGTH, new_pseudonym

MAX_GROUP_LENGTH = 60


class CourseGroup(models.Model):
    """Some of a course's people, such as those of one seminar."""

    course = models.ForeignKey("courses.Course", on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=MAX_GROUP_LENGTH)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "name"], name="courses_group_name_is_unique_in_its_course"),
        ]

    def __str__(self) -> str:
        return self.name


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Memberships by role."""

    def staff(self) -> "EnrolmentQuerySet":
        """Return those of people who help to run the course."""
        return self.filter(role__in=Enrolment.STAFF)

    def learners(self) -> "EnrolmentQuerySet":
        """Return those of learners."""
        return self.filter(role=Enrolment.Role.LEARNER)

    def owners(self) -> "EnrolmentQuerySet":
        """Return those of owners."""
        return self.filter(role=Enrolment.Role.OWNER)

    def editors(self) -> "EnrolmentQuerySet":
        """Return those of people who may change lessons and cards, and invite."""
        return self.filter(role__in=Enrolment.EDITORS)

    def removed_since(self, moment: datetime) -> "EnrolmentQuerySet":
        """Return those of people who were removed since then, not of those who left by themselves."""
        return self.filter(was_removed=True, left_at__gte=moment)

    def present(self) -> "EnrolmentQuerySet":
        """Leave out those of accounts that the worker is about to remove."""
        return self.filter(user__deleted_at=None)

    def by_shown_name(self, *before: OrderBy) -> "EnrolmentQuerySet":
        """Sort by the name that those who run the course see (`shown_name`), after what comes before it."""
        return self.annotate(shown_name=SHOWN_NAME).order_by(*before, *_NAME_ORDER, "pk")

    def active(self) -> "EnrolmentQuerySet":
        """Leave out those of accounts that cannot log in: deleted, or made inactive."""
        return self.filter(user__is_active=True)


_EnrolmentManager = models.Manager.from_queryset(EnrolmentQuerySet)


class EnrolmentManager(_EnrolmentManager):
    """The memberships of people who are in a course now."""

    def get_queryset(self) -> EnrolmentQuerySet:  # type: ignore[override] # the stubs make a manager of any model
        """Leave out people who left."""
        return EnrolmentQuerySet(self.model, using=self._db).filter(left_at=None)


class Enrolment(models.Model):
    """One person's membership in one course.

    The row of who left stays, with `left_at`: what they learned is theirs, and when they return they are who they
    were. Only `with_former` finds it.
    """

    class Role(models.TextChoices):
        """What the person is there."""

        LEARNER = "learner", _("Learner")
        ASSISTANT = "assistant", _("Assistant")
        INSTRUCTOR = "instructor", _("Instructor")
        OWNER = "owner", _("Owner")

    EDITORS = (Role.INSTRUCTOR, Role.OWNER)  # who may change lessons and cards
    STAFF = (Role.ASSISTANT, *EDITORS)  # who may see how the course is going
    GIVEN_BY_INSTRUCTORS = (Role.LEARNER, Role.ASSISTANT)  # all others only by owners

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments", verbose_name=_("person")
    )
    course = models.ForeignKey(
        "courses.Course", on_delete=models.CASCADE, related_name="enrolments", verbose_name=_("course")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.LEARNER)
    group = models.ForeignKey(
        CourseGroup,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="enrolments",
        verbose_name=_("group"),
    )
    pseudonym = models.CharField(
        max_length=MAX_PSEUDONYM_LENGTH,
        default=new_pseudonym,
        editable=False,
        help_text=_("What the class calls them; instructors too, unless they see the name."),
    )
    shows_name = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Whether the course showed names to instructors when they joined."),
    )
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True, editable=False)
    was_removed = models.BooleanField(
        default=False, editable=False, help_text=_("Whether those who run the course removed them.")
    )

    objects = EnrolmentManager()
    with_former = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = [
            models.UniqueConstraint(fields=["user", "course"], name="courses_enrolment_is_unique_per_user_and_course"),
            models.CheckConstraint(
                condition=Q(role__in=["learner", "assistant", "instructor", "owner"]),
                name="courses_enrolment_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return _("%(person)s in %(course)s") % {"person": self.user, "course": self.course}

    @property
    def is_named(self) -> bool:
        """Whether those who run the course see the name: that of everyone who runs it, and of who agreed to it."""
        return self.shows_name or self.role in self.STAFF

    @property
    def name_for_staff(self) -> str:
        """What those who run the course call the person."""
        return str(self.user) if self.is_named else self.pseudonym


NAMED = Q(shows_name=True) | Q(role__in=Enrolment.STAFF)  # what `is_named` asks, as a condition
SHOWN_NAME = Case(  # what `name_for_staff` is, as an expression
    When(NAMED, then=Coalesce(NullIf("user__name", Value("")), "user__email")),
    default="pseudonym",
    output_field=CharField(),
)
_WITHOUT_NUMBER = Func("shown_name", Value("0123456789"), function="RTRIM", output_field=CharField())
_NAME_ORDER = (Lower(_WITHOUT_NUMBER), Length("shown_name"), Lower("shown_name"))  # “Heron 2” comes before “Heron 10”
