"""Who is in a course, and as what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Enrolment(models.Model):
    """One person's membership in one course."""

    class Role(models.TextChoices):
        """What the person is there."""

        LEARNER = "learner", _("Learner")
        ASSISTANT = "assistant", _("Assistant")
        INSTRUCTOR = "instructor", _("Instructor")
        OWNER = "owner", _("Owner")

    EDITORS = (Role.INSTRUCTOR, Role.OWNER)  # who may change lessons and cards
    STAFF = (Role.ASSISTANT, *EDITORS)  # who may see how the course is going

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments", verbose_name=_("person")
    )
    course = models.ForeignKey(
        "courses.Course", on_delete=models.CASCADE, related_name="enrolments", verbose_name=_("course")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.LEARNER)

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
